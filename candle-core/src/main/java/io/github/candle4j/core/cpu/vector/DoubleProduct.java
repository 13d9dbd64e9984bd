package io.github.candle4j.core.cpu.vector;

import io.github.candle4j.core.cpu.Matrix;
import io.github.candle4j.core.cpu.Parallel;
import java.util.Arrays;

/// F64 products: `b` is packed in slabs, `a` is read where it lies, and a tile that reaches over the right
/// edge is computed in a small array. One way for all shapes: F64 is for checking gradients, not for training.
final class DoubleProduct {
  /// Steps of k in a slab: a panel of 16 columns is 32 KB.
  private static final int STEPS = 256;

  /// Elements of a slab of `b`: 2 MB.
  private static final int SLAB_ELEMENTS = 1 << 18;

  /// Rows of `c` in one task.
  private static final int TASK_ROWS = 32;

  private final DoubleTiles tiles;
  private final int operationsPerNano;

  DoubleProduct(DoubleTiles tiles, int operationsPerNano) {
    this.tiles = tiles;
    this.operationsPerNano = operationsPerNano;
  }

  void multiply(Matrix.F64 a, Matrix.F64 b, Matrix.F64 c, boolean add) {
    int n = b.columns();
    int k = a.columns();
    if (a.rows() == 0 || n == 0) {
      return;
    }
    for (int i = 0; k == 0 && !add && i < a.rows(); i++) {
      int at = c.offset() + i * c.rowStride();
      Arrays.fill(c.data(), at, at + n, 0);
    }
    int columns = SLAB_ELEMENTS / STEPS;
    for (int j = 0; j < n; j += columns) {
      for (int p = 0; p < k; p += STEPS) {
        int steps = Math.min(STEPS, k - p);
        slab(new Slab(a, b, c, add || p > 0, p, steps, j, Math.min(columns, n - j)));
      }
    }
  }

  /// `steps` steps of k from `p`, `columns` columns from `j`.
  private record Slab(
      Matrix.F64 a,
      Matrix.F64 b,
      Matrix.F64 c,
      boolean add,
      int p,
      int steps,
      int j,
      int columns) {}

  private void slab(Slab s) {
    int width = tiles.tileColumns();
    double[] right = Scratch.get().wideRight(Math.ceilDiv(s.columns, width) * width * s.steps);
    pack(s, width, right);
    int tasks = Math.ceilDiv(s.a.rows(), TASK_ROWS);
    long nanos = 2L * s.a.rows() * s.columns * s.steps / operationsPerNano;
    if (!Parallel.pays(nanos)) {
      for (int t = 0; t < tasks; t++) {
        band(s, right, t);
      }
      return;
    }
    Parallel.run(tasks, nanos, t -> band(s, right, t));
  }

  private static void pack(Slab s, int width, double[] to) {
    Matrix.F64 b = s.b;
    int at = 0;
    for (int j = 0; j < s.columns; j += width, at += width * s.steps) {
      int columns = Math.min(width, s.columns - j);
      int from = b.offset() + (s.j + j) * b.columnStride() + s.p * b.rowStride();
      for (int p = 0; p < s.steps; p++) {
        int row = from + p * b.rowStride();
        int line = at + p * width;
        for (int q = 0; q < columns; q++) {
          to[line + q] = b.data()[row + q * b.columnStride()];
        }
        Arrays.fill(to, line + columns, line + width, 0);
      }
    }
  }

  private void band(Slab s, double[] right, int task) {
    int width = tiles.tileColumns();
    int first = task * TASK_ROWS;
    int last = first + Math.min(TASK_ROWS, s.a.rows() - first);
    for (int j = 0; j < s.columns; j += width) {
      int columns = Math.min(width, s.columns - j);
      int bo = j * s.steps;
      for (int i = first; i < last; i += DoubleTiles.ROWS) {
        int rows = Math.min(DoubleTiles.ROWS, last - i);
        int co = s.c.offset() + i * s.c.rowStride() + s.j + j;
        if (columns == width) {
          rows(s, i, rows, right, bo, s.c.data(), co, s.c.rowStride(), s.add);
        } else {
          edge(s, i, rows, columns, right, bo, co);
        }
      }
    }
  }

  private void rows(
      Slab s, int i, int rows, double[] right, int bo, double[] c, int co, int ldc, boolean add) {
    Matrix.F64 a = s.a;
    int ao = a.offset() + i * a.rowStride() + s.p * a.columnStride();
    if (rows == DoubleTiles.ROWS) {
      tiles.tile4(
          s.steps, a.data(), ao, a.rowStride(), a.columnStride(), right, bo, c, co, ldc, add);
      return;
    }
    for (int r = 0; r < rows; r++) {
      int row = ao + r * a.rowStride();
      tiles.tile1(s.steps, a.data(), row, a.columnStride(), right, bo, c, co + r * ldc, add);
    }
  }

  private void edge(Slab s, int i, int rows, int columns, double[] right, int bo, int co) {
    int width = tiles.tileColumns();
    int ldc = s.c.rowStride();
    double[] c = s.c.data();
    double[] edge = Scratch.get().wideEdge(DoubleTiles.ROWS * width);
    for (int r = 0; s.add && r < rows; r++) {
      System.arraycopy(c, co + r * ldc, edge, r * width, columns);
    }
    rows(s, i, rows, right, bo, edge, 0, width, s.add);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(edge, r * width, c, co + r * ldc, columns);
    }
  }
}
