package io.github.candle4j.core.backend;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Layout;
import io.github.candle4j.core.cpu.Kernels;
import io.github.candle4j.core.cpu.Matrix;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.storage.HeapStorage;
import io.github.candle4j.core.storage.MappedStorage;

/// Products with a matrix that is no array of floats: one in a mapped file, or a large one of F16, BF16 or F8E4M3. It is
/// read in blocks of its columns (or rows, when it stands left): a block is widened into a buffer that stays in the cache,
/// and multiplied there. So a product allocates a few buffers and not the matrix.
final class BlockProducts {
  /// Elements from which a matrix on the heap is read in blocks; below, widening it at once is as good.
  private static final int LARGE = 1 << 18;

  /// Floats of a block for a vector: 256 KiB, which stay in the second-level cache.
  private static final int LEAST = 1 << 16;

  /// Floats of a block at most. Each block packs the other matrix again, so more rows ask for larger blocks.
  private static final int MOST = 1 << 21;

  /// So many rows of the other matrix double the block.
  private static final int ROWS = 8;

  /// The columns of a block are a multiple of this where there are so many: no kernel has wider tiles.
  private static final int TILE = 64;

  /// Each task has a buffer of its own and takes every `TASKS`-th block.
  private static final int TASKS = 8;

  private static final double MULTIPLY_ADDS_PER_NANO = 20;

  /// One element read and widened.
  private static final double NANOS_PER_FLOAT = 0.5;

  private BlockProducts() {}

  /// True for a matrix that is better read in blocks.
  static boolean suit(Operand x) {
    return switch (x.storage()) {
      case MappedStorage _ -> true;
      case HeapStorage heap -> heap.dtype() != DType.F32 && x.count() >= LARGE;
    };
  }

  /// `c = a b`, or `c += a b`; `b` has two dimensions.
  static void multiply(Matrix.F32 a, Operand b, Matrix.F32 c, boolean accumulate) {
    int k = a.columns();
    blocks(
        new Sizes(b.shape().dim(1), k, a.rows()),
        (buffer, from, n) -> {
          Layout part = b.layout().narrow(1, from, n);
          boolean columns = read(b, part, buffer);
          Matrix.F32 right = new Matrix.F32(buffer, 0, k, n, columns ? 1 : n, columns ? k : 1);
          Matrix.F32 result =
              new Matrix.F32(c.data(), c.offset() + from, c.rows(), n, c.rowStride(), 1);
          Kernels.active().matmul().multiply(a, right, result, accumulate);
        });
  }

  /// `c = a b`; `a` has two dimensions.
  static void multiply(Operand a, Matrix.F32 b, Matrix.F32 c) {
    int k = b.rows();
    blocks(
        new Sizes(a.shape().dim(0), k, b.columns()),
        (buffer, from, n) -> {
          Layout part = a.layout().narrow(0, from, n);
          boolean columns = read(a, part, buffer);
          Matrix.F32 left = new Matrix.F32(buffer, 0, n, k, columns ? 1 : k, columns ? n : 1);
          int start = c.offset() + from * c.rowStride();
          Matrix.F32 result = new Matrix.F32(c.data(), start, n, c.columns(), c.rowStride(), 1);
          Kernels.active().matmul().multiply(left, b, result, false);
        });
  }

  /// Reads a part of a matrix as it lies in memory. True if that is column by column.
  private static boolean read(Operand x, Layout part, float[] buffer) {
    boolean columns = part.stride(0) < part.stride(1);
    Layout along = columns ? part.transpose(0, 1) : part;
    switch (x.storage()) {
      case MappedStorage mapped -> Mapped.readFloats(mapped, along, buffer);
      case HeapStorage heap ->
          ElementwiseLoops.readFloats(
              heap.data(), new StridedRuns(along), buffer, along.shape().arrayLength());
    }
    return columns;
  }

  /// `size` columns (or rows) of `k` elements each, that meet `others` rows (or columns) of the other matrix.
  private record Sizes(int size, int k, int others) {
    /// The columns of a block.
    int step() {
      long floats = Math.clamp((long) LEAST * others / ROWS, LEAST, MOST);
      int most = (int) Math.max(1, floats / Math.max(1, k));
      return Math.min(size, most < TILE ? most : most / TILE * TILE);
    }

    long nanos() {
      return (long) ((double) size * k * (others / MULTIPLY_ADDS_PER_NANO + NANOS_PER_FLOAT));
    }
  }

  /// Multiplies columns (or rows) `from .. from + n`, with a buffer for them.
  private interface Block {
    void multiply(float[] buffer, int from, int n);
  }

  private static void blocks(Sizes sizes, Block block) {
    if (sizes.size == 0) {
      return;
    }
    int step = sizes.step();
    int blocks = Math.ceilDiv(sizes.size, step);
    int tasks = Math.min(TASKS, blocks);
    Parallel.run(
        tasks,
        sizes.nanos(),
        task -> {
          float[] buffer = new float[Math.max(1, step * sizes.k)];
          for (int i = task; i < blocks; i += tasks) {
            int from = i * step;
            block.multiply(buffer, from, Math.min(step, sizes.size - from));
          }
        });
  }
}
