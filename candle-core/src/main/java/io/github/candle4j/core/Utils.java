package io.github.candle4j.core;

import io.github.candle4j.core.cpu.Kernels;
import io.github.candle4j.core.cpu.Parallel;

/// Facts about this machine and how the library uses it.
public final class Utils {
  private Utils() {}

  /// How many threads large operations use: `-Dcandle.threads`, else the environment variable `CANDLE_NUM_THREADS`, else
  /// the number of processors.
  public static int getNumThreads() {
    return Parallel.threads();
  }

  /// Sets how many threads large operations use; results do not depend on it.
  ///
  /// @throws CandleException if it is not 1 to 1024
  public static void setNumThreads(int threads) {
    try {
      Parallel.setThreads(threads);
    } catch (IllegalArgumentException e) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT, "set_num_threads", String.valueOf(e.getMessage()), e);
    }
  }

  /// True if the kernels use the Vector API: false without `--add-modules jdk.incubator.vector` on the class path.
  public static boolean vectorApiIsAvailable() {
    return !kernels().equals("scalar");
  }

  /// The kernels in use: `scalar`, `vector128`, `vector256` or `vector512`.
  public static String kernels() {
    return Kernels.active().name();
  }

  /// False: there is no CUDA backend.
  public static boolean cudaIsAvailable() {
    return false;
  }

  /// False: there is no Metal backend.
  public static boolean metalIsAvailable() {
    return false;
  }
}
