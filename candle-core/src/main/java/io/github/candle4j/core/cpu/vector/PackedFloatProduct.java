package io.github.candle4j.core.cpu.vector;

import io.github.candle4j.core.cpu.Matrix;
import io.github.candle4j.core.cpu.Parallel;

/// F32 products of packed operands.
///
/// A slab of `b` is packed once for all threads; then each task takes a band of rows of `a`, packs it
/// block by block along k, and keeps its part of `c` in its level-2 cache meanwhile (Java has no
/// prefetch, so a tile of `c` from memory would be waited for).
final class PackedFloatProduct {
  /// Steps of k in a block: a panel of 32 columns is 48 KB, read from the level-2 cache without loss.
  private static final int STEPS = 384;

  /// Elements of a packed slab of `b`: 4 MB, a part of the level-3 cache.
  private static final int SLAB_ELEMENTS = 1 << 20;

  /// Steps of k in a slab, so that a very deep product still has some columns in it.
  private static final int SLAB_STEPS = 20 * STEPS;

  /// Rows of `c` in one task: four tiles of 12, six of 8, eight of 6, twelve of 4.
  private static final int TASK_ROWS = 48;

  /// Columns of `b` that one task packs: a multiple of every tile's columns.
  private static final int PACK_COLUMNS = 64;

  private final FloatTiles tiles;

  PackedFloatProduct(FloatTiles tiles) {
    this.tiles = tiles;
  }

  void multiply(Matrix.F32 a, Matrix.F32 b, Matrix.F32 c, boolean add, long nanos) {
    int n = b.columns();
    int k = a.columns();
    for (int p = 0; p < k; p += SLAB_STEPS) {
      int steps = Math.min(SLAB_STEPS, k - p);
      int columns = slabColumns(n, steps);
      for (int j = 0; j < n; j += columns) {
        Slab slab = new Slab(a, b, c, add || p > 0, p, p + steps, j, Math.min(n, j + columns));
        slab(slab, nanos);
      }
    }
  }

  /// Slabs of equal width, as few as there can be.
  private static int slabColumns(int n, int steps) {
    int most = Math.max(PACK_COLUMNS, SLAB_ELEMENTS / steps / PACK_COLUMNS * PACK_COLUMNS);
    int slabs = Math.ceilDiv(n, most);
    int each = Math.ceilDiv(n, slabs);
    return Math.ceilDiv(each, PACK_COLUMNS) * PACK_COLUMNS;
  }

  /// Steps `p0 .. p1-1`, columns `j0 .. j1-1` of a product.
  private record Slab(
      Matrix.F32 a, Matrix.F32 b, Matrix.F32 c, boolean add, int p0, int p1, int j0, int j1) {
    int columns() {
      return j1 - j0;
    }

    int steps() {
      return p1 - p0;
    }
  }

  private void slab(Slab s, long nanos) {
    int width = tiles.tileColumns();
    int padded = Math.ceilDiv(s.columns(), width) * width;
    float[] right = Scratch.get().right(padded * s.steps());
    int packTasks = Math.ceilDiv(s.columns(), PACK_COLUMNS);
    int rowTasks = Math.ceilDiv(s.a.rows(), TASK_ROWS);
    if (!Parallel.pays(nanos)) {
      for (int t = 0; t < packTasks; t++) {
        pack(s, right, t);
      }
      for (int t = 0; t < rowTasks; t++) {
        band(s, right, t);
      }
      return;
    }
    Parallel.run(packTasks, nanos, t -> pack(s, right, t));
    Parallel.run(rowTasks, nanos, t -> band(s, right, t));
  }

  /// Packs some columns of `b`: for each block of k its panels lie one after the other.
  private void pack(Slab s, float[] right, int task) {
    int width = tiles.tileColumns();
    int first = s.j0 + task * PACK_COLUMNS;
    int last = first + Math.min(PACK_COLUMNS, s.j1 - first);
    int padded = Math.ceilDiv(s.columns(), width) * width;
    for (int p = s.p0; p < s.p1; p += STEPS) {
      int end = Math.min(s.p1, p + STEPS);
      int at = (p - s.p0) * padded + (first - s.j0) * (end - p);
      FloatPacking.packColumns(s.b, first, last, p, end, width, right, at);
    }
  }

  /// A band of rows of `c`, all columns of the slab.
  private void band(Slab s, float[] right, int task) {
    int width = tiles.tileColumns();
    int height = tiles.tileRows();
    int padded = Math.ceilDiv(s.columns(), width) * width;
    int i = task * TASK_ROWS;
    int m = Math.min(TASK_ROWS, s.a.rows() - i);
    int co = s.c.offset() + i * s.c.rowStride() + s.j0;
    float[] left = Scratch.get().left((TASK_ROWS + height) * STEPS);
    for (int p = s.p0; p < s.p1; p += STEPS) {
      int steps = Math.min(STEPS, s.p1 - p);
      FloatPacking.packRows(s.a, i, i + m, p, p + steps, height, left, 0);
      tiles.block(
          m,
          s.columns(),
          steps,
          FloatPanels.packed(left, 0, height, steps),
          FloatPanels.packed(right, (p - s.p0) * padded, width, steps),
          s.c.data(),
          co,
          s.c.rowStride(),
          s.add || p > s.p0);
    }
  }
}
