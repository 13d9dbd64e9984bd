package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.RngState;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.cpu.Philox;

/// Fills of random numbers. Two numbers come from each block of the generator, computed in double whatever the dtype:
/// the same seed gives the same numbers, rounded, for every dtype and any number of threads.
final class Randoms {
  private static final double TWO_TO_MINUS_53 = 0x1p-53;
  private static final int CHUNK = 1 << 12;

  private Randoms() {}

  /// Evenly from `[low, high)`.
  static CpuStorage uniform(DType dtype, int count, RngState state, double low, double high) {
    double[] x = new double[count + 1];
    double largest = largestBelow(dtype, high);
    blocks(
        count,
        state,
        (u, v, at) -> {
          x[at] = Math.min(low + (high - low) * u, largest);
          x[at + 1] = Math.min(low + (high - low) * v, largest);
        });
    return encoded(x, count, dtype);
  }

  /// By the transform of Box and Muller, 1958: `√(-2 ln u) (cos 2πv, sin 2πv)`.
  static CpuStorage normal(DType dtype, int count, RngState state, double mean, double std) {
    double[] x = new double[count + 1];
    blocks(
        count,
        state,
        (u, v, at) -> {
          double radius = std * StrictMath.sqrt(-2 * StrictMath.log(1 - u));
          x[at] = mean + radius * StrictMath.cos(2 * Math.PI * v);
          x[at + 1] = mean + radius * StrictMath.sin(2 * Math.PI * v);
        });
    return encoded(x, count, dtype);
  }

  /// Takes two numbers of `[0, 1)` for the places `at` and `at + 1`.
  private interface Pair {
    void accept(double u, double v, int at);
  }

  private static void blocks(int count, RngState state, Pair body) {
    int pairs = count / 2 + count % 2;
    int tasks = (pairs + CHUNK - 1) / CHUNK;
    Parallel.run(
        tasks,
        pairs * 50L,
        task -> {
          int[] bits = new int[Philox.BLOCK];
          int end = Math.min(pairs, (task + 1) * CHUNK);
          for (int i = task * CHUNK; i < end; i++) {
            Philox.block(state.seed(), state.position() + i, bits);
            body.accept(fraction(bits[0], bits[1]), fraction(bits[2], bits[3]), 2 * i);
          }
        });
  }

  private static double fraction(int high, int low) {
    return ((((long) high & 0xFFFFFFFFL) << 21) | (low >>> 11)) * TWO_TO_MINUS_53;
  }

  /// Rounding to a smaller dtype must not reach the excluded end.
  private static double largestBelow(DType dtype, double high) {
    return dtype == DType.F64 ? Math.nextDown(high) : Math.nextDown((float) high);
  }

  private static CpuStorage encoded(double[] x, int count, DType dtype) {
    CpuStorage result = CpuStorage.zeros(dtype, count);
    Encode.doubles(x, count, result, 0);
    return result;
  }
}
