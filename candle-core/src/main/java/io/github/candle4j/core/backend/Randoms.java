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
    CpuStorage result = CpuStorage.zeros(dtype, count);
    double largest = largestBelow(dtype, high);
    // A span may overflow where no number in it does: then half of it is added twice.
    boolean halves = Double.isInfinite(high - low);
    double span = halves ? high / 2 - low / 2 : high - low;
    double again = halves ? span : 0;
    blocks(
        result,
        state,
        (u, v, x, at) -> {
          x[at] = Math.min(low + span * u + again * u, largest);
          x[at + 1] = Math.min(low + span * v + again * v, largest);
        });
    return result;
  }

  /// By the transform of Box and Muller, 1958: `√(-2 ln u) (cos 2πv, sin 2πv)`.
  static CpuStorage normal(DType dtype, int count, RngState state, double mean, double std) {
    CpuStorage result = CpuStorage.zeros(dtype, count);
    blocks(
        result,
        state,
        (u, v, x, at) -> {
          double radius = std * StrictMath.sqrt(-2 * StrictMath.log(1 - u));
          x[at] = mean + radius * StrictMath.cos(2 * Math.PI * v);
          x[at + 1] = mean + radius * StrictMath.sin(2 * Math.PI * v);
        });
    return result;
  }

  /// Makes two numbers of `[0, 1)` the elements `at` and `at + 1` of `x`.
  private interface Pair {
    void accept(double u, double v, double[] x, int at);
  }

  private static void blocks(CpuStorage result, RngState state, Pair body) {
    int count = result.length();
    int pairs = count / 2 + count % 2;
    int tasks = Math.ceilDiv(pairs, CHUNK);
    Parallel.run(
        tasks,
        pairs * 50L,
        task -> {
          int[] bits = new int[Philox.BLOCK];
          double[] x = Blocks.ofThread().doubles(0, ElementwiseLoops.BLOCK);
          int end = Chunks.end(task * CHUNK, CHUNK, pairs);
          for (int from = task * CHUNK, to; from < end; from = to) {
            to = Chunks.end(from, ElementwiseLoops.BLOCK / 2, end);
            for (int i = from; i < to; i++) {
              Philox.block(state.seed(), state.position() + i, bits);
              double u = fraction(bits[0], bits[1]);
              body.accept(u, fraction(bits[2], bits[3]), x, 2 * (i - from));
            }
            Encode.doubles(x, Math.min(2 * (to - from), count - 2 * from), result, 2 * from);
          }
        });
  }

  private static double fraction(int high, int low) {
    return ((((long) high & 0xFFFFFFFFL) << 21) | (low >>> 11)) * TWO_TO_MINUS_53;
  }

  /// Rounding to a smaller dtype must not reach the excluded end: a number that is rounded to one below it.
  private static double largestBelow(DType dtype, double high) {
    return switch (dtype) {
      case F64 -> Math.nextDown(high);
      case F32 -> Math.nextDown((float) high);
      case F16 -> oneStepBelow(high, 0x1p-11, 0x1p-24);
      case BF16 -> oneStepBelow(high, 0x1p-8, 0x1p-133);
      case F8E4M3 -> oneStepBelow(high, 0x1p-4, 0x1p-9);
      case U8, U32, I16, I32, I64 -> throw new IllegalStateException("no fractions in " + dtype);
    };
  }

  /// Half a unit in the last place of a float or more below `high`, and the smallest float where units are constant.
  private static double oneStepBelow(double high, double halfUnit, double smallest) {
    return Math.min(high - Math.abs(high) * halfUnit, high - smallest);
  }
}
