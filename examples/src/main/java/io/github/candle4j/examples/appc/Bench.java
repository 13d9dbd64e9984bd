package io.github.candle4j.examples.appc;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.function.Supplier;

/// Measures time and memory.
///
/// @param warmups how often a piece of work is done before it is measured, so that the JVM has compiled it
/// @param runs how often it is measured
record Bench(int warmups, int runs) {
  private static final double NANOS = 1e6;
  private static final double MEGABYTE = 1e6;
  private static final int COLLECTIONS = 3;

  // @start region="time"
  /// The median time of each piece of work, in milliseconds. They take turns, so that what else the machine has to do meets all of
  /// them; and one slow run does not change a median.
  double[] milliseconds(Supplier<?>... works) {
    double[][] times = new double[works.length][runs];
    for (int run = -warmups; run < runs; run++) {
      for (int i = 0; i < works.length; i++) {
        long start = System.nanoTime();
        Object _ = works[i].get();
        if (run >= 0) {
          times[i][run] = (System.nanoTime() - start) / NANOS;
        }
      }
    }
    return Arrays.stream(times).mapToDouble(Bench::median).toArray();
  }

  private static double median(double[] times) {
    Arrays.sort(times);
    return times[times.length / 2];
  }

  // @end
  // @start region="memory"
  /// The megabytes of the heap that a result keeps alive.
  static double megabytes(Supplier<?> work) {
    long before = used();
    Object result = work.get();
    try {
      return (used() - before) / MEGABYTE;
    } finally {
      Reference.reachabilityFence(result);
    }
  }

  private static long used() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
  // @end
}
