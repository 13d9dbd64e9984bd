package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

/// Results of small floats against those of F64 from the same numbers.
final class FloatBounds {
  /// Sums in F32 of up to 300 numbers below 8, so of less than 2400: what rounding each step may add up to at random, some 20
  /// times half a unit in the last place of 512, and far less than any mistake.
  private static final double SUMS = 10 * Math.ulp(512f);

  private FloatBounds() {}

  /// Each element is that of `wide`, rounded to its dtype, with room for the rounding of sums in F32.
  static void assertNear(Tensor y, Tensor wide) {
    double unit =
        switch (y.dtype()) {
          case F16 -> 0x1p-11;
          case BF16 -> 0x1p-8;
          case F8E4M3 -> 0x1p-4;
          default -> 0;
        };
    double[] found = y.flattenAll().toDtype(DType.F64).toVec1F64();
    double[] expected = wide.flattenAll().toVec1F64();
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      // Below its smallest normal number, 2^-6, an F8E4M3 has steps of 2^-9.
      double allowed = SUMS + unit * Math.max(0x1p-6, Math.abs(expected[i])) * 1.001;
      assertThat(Math.abs(found[i] - expected[i]))
          .as("%s: %s, expected %s", y.dtype(), found[i], expected[i])
          .isLessThanOrEqualTo(allowed);
    }
  }
}
