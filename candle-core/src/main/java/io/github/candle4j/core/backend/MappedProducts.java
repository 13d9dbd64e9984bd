package io.github.candle4j.core.backend;

import io.github.candle4j.core.Layout;
import io.github.candle4j.core.cpu.Kernels;
import io.github.candle4j.core.cpu.Matrix;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.storage.MappedStorage;

/// Products with a matrix in a mapped file, which is read in blocks of its columns (or rows, when it stands left): a
/// block is widened into a buffer that stays in the second-level cache, and multiplied there. So a product allocates a
/// few buffers and not the matrix.
final class MappedProducts {
  /// Floats of a block: 1 MiB.
  private static final int BLOCK = 1 << 18;

  /// The columns of a block are a multiple of this where there are so many: no kernel has wider tiles.
  private static final int TILE = 64;

  /// Each task has a buffer of its own and takes every `TASKS`-th block.
  private static final int TASKS = 16;

  private static final double MULTIPLY_ADDS_PER_NANO = 20;

  /// One float read from the file.
  private static final double NANOS_PER_FLOAT = 0.5;

  private MappedProducts() {}

  /// `c = a b`, or `c += a b`; `b` is a matrix seen by `layout`.
  static void multiply(
      Matrix.F32 a, MappedStorage b, Layout layout, Matrix.F32 c, boolean accumulate) {
    int k = a.columns();
    int columns = layout.shape().dim(1);
    int step = step(k, columns);
    // Along memory: the rows of the block as they lie in the file.
    boolean columnMajor = layout.stride(0) == 1;
    blocks(
        columns,
        step,
        a.rows(),
        k,
        (buffer, from, n) -> {
          Layout part = layout.narrow(1, from, n);
          Mapped.readFloats(b, columnMajor ? part.transpose(0, 1) : part, buffer);
          Matrix.F32 right =
              columnMajor
                  ? new Matrix.F32(buffer, 0, k, n, 1, k)
                  : new Matrix.F32(buffer, 0, k, n, n, 1);
          Matrix.F32 result =
              new Matrix.F32(c.data(), c.offset() + from, c.rows(), n, c.rowStride(), 1);
          Kernels.active().matmul().multiply(a, right, result, accumulate);
        });
  }

  /// `c = a b`; `a` is a matrix seen by `layout`.
  static void multiply(MappedStorage a, Layout layout, Matrix.F32 b, Matrix.F32 c) {
    int k = b.rows();
    int rows = layout.shape().dim(0);
    boolean columnMajor = layout.stride(0) == 1;
    blocks(
        rows,
        step(k, rows),
        b.columns(),
        k,
        (buffer, from, n) -> {
          Layout part = layout.narrow(0, from, n);
          Mapped.readFloats(a, columnMajor ? part.transpose(0, 1) : part, buffer);
          Matrix.F32 left =
              columnMajor
                  ? new Matrix.F32(buffer, 0, n, k, 1, n)
                  : new Matrix.F32(buffer, 0, n, k, k, 1);
          int start = c.offset() + from * c.rowStride();
          Matrix.F32 result = new Matrix.F32(c.data(), start, n, c.columns(), c.rowStride(), 1);
          Kernels.active().matmul().multiply(left, b, result, false);
        });
  }

  private static int step(int k, int size) {
    int most = Math.max(1, BLOCK / Math.max(1, k));
    return Math.min(size, most < TILE ? most : most / TILE * TILE);
  }

  /// Multiplies columns (or rows) `from .. from + n`, with a buffer for them.
  private interface Block {
    void multiply(float[] buffer, int from, int n);
  }

  /// Runs the blocks of `step` of `size` columns, each of `k` elements, that meet `others` rows of the other matrix.
  private static void blocks(int size, int step, int others, int k, Block block) {
    if (size == 0) {
      return;
    }
    int blocks = Math.ceilDiv(size, step);
    int tasks = Math.min(TASKS, blocks);
    double each = others / MULTIPLY_ADDS_PER_NANO + NANOS_PER_FLOAT;
    Parallel.run(
        tasks,
        (long) ((double) size * k * each),
        task -> {
          float[] buffer = new float[Math.max(1, step * k)];
          for (int i = task; i < blocks; i += tasks) {
            int from = i * step;
            block.multiply(buffer, from, Math.min(step, size - from));
          }
        });
  }
}
