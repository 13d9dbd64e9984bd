package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.cpu.Parallel;
import java.util.Arrays;
import java.util.function.Supplier;

/// The same bits on 1 and on 8 threads, with loops that really were shared: however little work there is, a loop of more
/// than one task is. Tests that call this run alone and call [#restore] afterwards.
final class SameBits {
  private static final int MANY = 8;

  private SameBits() {}

  static void assertSameBits(Supplier<Tensor> f) {
    assertSameBits(f, true);
  }

  /// Not every product of two matrices, and no reduction to a single short line, is shared between threads; everything
  /// else must be.
  static void assertSameBits(Supplier<Tensor> f, boolean mustBeShared) {
    Parallel.setThreads(1);
    long[] alone = bits(f.get());
    Parallel.setThreads(MANY);
    Parallel.setSplittingNanos(0);
    long before = Parallel.sharedTasks();
    Tensor shared = f.get();
    long tasks = Parallel.sharedTasks() - before;
    if (mustBeShared) {
      assertThat(tasks).as("tasks open to several threads").isGreaterThan(1);
    }
    assertThat(bits(shared)).isEqualTo(alone);
  }

  static void restore(int threads) {
    Parallel.setThreads(threads);
    Parallel.setSplittingNanos(Parallel.WORTH_SPLITTING_NANOS);
  }

  private static long[] bits(Tensor x) {
    if (x.dtype().isInt()) {
      return x.flattenAll().toDtype(DType.I64).toVec1I64();
    }
    double[] wide = x.flattenAll().toDtype(DType.F64).toVec1F64();
    return Arrays.stream(wide).mapToLong(Double::doubleToRawLongBits).toArray();
  }
}
