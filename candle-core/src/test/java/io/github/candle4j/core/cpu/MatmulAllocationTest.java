package io.github.candle4j.core.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What matrix products allocate.
class MatmulAllocationTest {
  /// Bytes of two calls.
  private static final long SMALL_RECORDS = 2_000;

  private static final int THREADS = Parallel.threads();

  @AfterEach
  void restoreThreads() {
    Parallel.setThreads(THREADS);
  }

  /// A boxed vector is an object: a product that boxed would allocate its operands many times over, a hundred kilobytes
  /// here. What remains are a few records for strides and blocks where a call is not inlined.
  @Test
  void aCallAllocatesNoMoreThanSmallRecords() {
    Parallel.setThreads(1);
    MatmulKernels kernels = Kernels.active().matmul();
    int[][] sizes = {{32, 32, 4}, {130, 130, 130}, {1, 300, 300}};
    for (int[] size : sizes) {
      int m = size[0];
      int n = size[1];
      int k = size[2];
      Matrix.F32 a = new Matrix.F32(new float[m * k], 0, m, k, k, 1);
      Matrix.F32 b = new Matrix.F32(new float[k * n], 0, k, n, n, 1);
      Matrix.F32 transposed = new Matrix.F32(new float[k * n], 0, k, n, 1, k);
      Matrix.F32 c = new Matrix.F32(new float[m * n], 0, m, n, n, 1);
      // Vectors are objects until the second compiler has seen the kernels: warm up until it has.
      long smallest = Long.MAX_VALUE;
      long end = System.nanoTime() + 60_000_000_000L;
      while (smallest > SMALL_RECORDS && System.nanoTime() < end) {
        smallest = Math.min(smallest, allocated(kernels, a, b, transposed, c) / 200);
      }
      assertTrue(
          smallest <= SMALL_RECORDS,
          m + " " + n + " " + k + ": " + smallest + " bytes for two calls");
    }
  }

  private static long allocated(
      MatmulKernels kernels, Matrix.F32 a, Matrix.F32 b, Matrix.F32 transposed, Matrix.F32 c) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 200; i++) {
      kernels.multiply(a, b, c, false);
      kernels.multiply(a, transposed, c, true);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
