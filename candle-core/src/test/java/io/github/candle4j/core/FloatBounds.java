package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

/// Results of small floats against those of F64 from the same numbers.
final class FloatBounds {
  /// What rounding each step of a sum in F32 may add up to, as a part of the sum of all absolute values: at random, `sqrt(n)`
  /// roundings for `n` steps, each of at most `2^-24` of that sum.
  private static final double SUMS = 16 * 0x1p-24;

  private FloatBounds() {}

  /// Each element is that of `wide`, rounded to its dtype: no sum was rounded.
  static void assertNear(Tensor y, Tensor wide) {
    assertNear(y, wide, wide.zerosLike());
  }

  /// Each element is that of `wide`, rounded to its dtype, with room for the rounding of a sum in F32 whose terms have the
  /// sum of absolute values in `magnitude`.
  static void assertNear(Tensor y, Tensor wide, Tensor magnitude) {
    double unit = unit(y.dtype());
    double smallest = smallest(y.dtype());
    double[] found = y.flattenAll().toDtype(DType.F64).toVec1F64();
    double[] expected = wide.flattenAll().toVec1F64();
    double[] sums = magnitude.flattenAll().toVec1F64();
    assertThat(found).hasSameSizeAs(expected).hasSameSizeAs(sums);
    for (int i = 0; i < found.length; i++) {
      double allowed = SUMS * sums[i] + unit * Math.max(smallest, Math.abs(expected[i])) * 1.001;
      assertThat(Math.abs(found[i] - expected[i]))
          .as("%s: %s, expected %s", y.dtype(), found[i], expected[i])
          .isLessThanOrEqualTo(allowed);
    }
  }

  /// Half a unit in the last place of 1.
  private static double unit(DType dtype) {
    return switch (dtype) {
      case F16 -> 0x1p-11;
      case BF16 -> 0x1p-8;
      case F8E4M3 -> 0x1p-4;
      default -> 0x1p-24;
    };
  }

  /// The smallest normal number: below it, numbers are as far apart as above it.
  private static double smallest(DType dtype) {
    return switch (dtype) {
      case F16 -> 0x1p-14;
      case F8E4M3 -> 0x1p-6;
      default -> 0x1p-126;
    };
  }
}
