package io.github.candle4j.core.backend;

/// The bits of F8E4M3. F16 is the JDK's own, BF16 is in `cpu`.
final class SmallFloats {
  private static final float F8_MAX = 448;
  private static final int F8_NAN = 0x7F;
  private static final int F8_BIAS = 7;
  private static final int F8_MANTISSA_BITS = 3;

  /// Every F8E4M3 by its bits.
  private static final float[] F8 = new float[256];

  static {
    for (int bits = 0; bits < F8.length; bits++) {
      F8[bits] = decodeF8((byte) bits);
    }
  }

  private SmallFloats() {}

  /// `x` as a float that gives, rounded once more to a smaller one, what `x` rounded at once would: of the two floats around
  /// it the one with an odd last bit, which no second rounding can take for a tie.
  static float narrow(double x) {
    float near = (float) x;
    if (near == x || Double.isNaN(x) || (Float.floatToRawIntBits(near) & 1) == 1) {
      return near;
    }
    return x > near ? Math.nextUp(near) : Math.nextDown(near);
  }

  /// [#narrow(double)] of a long. F16 and F8E4M3 need it not: what a float does not hold is beyond them.
  static float narrow(long x) {
    float near = (float) x;
    long back = (long) near;
    if (back == x || (Float.floatToRawIntBits(near) & 1) == 1) {
      return near;
    }
    return x > back ? Math.nextUp(near) : Math.nextDown(near);
  }

  static float fromF8(byte bits) {
    return F8[bits & 0xFF];
  }

  private static float decodeF8(byte bits) {
    int exponent = (bits >> F8_MANTISSA_BITS) & 0xF;
    int mantissa = bits & 7;
    float size;
    if ((bits & F8_NAN) == F8_NAN) {
      size = Float.NaN;
    } else if (exponent == 0) {
      size = Math.scalb((float) mantissa, 1 - F8_BIAS - F8_MANTISSA_BITS);
    } else {
      size = Math.scalb((float) (8 + mantissa), exponent - F8_BIAS - F8_MANTISSA_BITS);
    }
    return bits < 0 ? -size : size;
  }

  /// Rounds to nearest, ties to even; what is larger than 448 becomes 448, as in Candle; NaN stays NaN.
  static byte toF8(float x) {
    int sign = Float.floatToRawIntBits(x) >>> 24 & 0x80;
    float size = Math.abs(x);
    if (Float.isNaN(x)) {
      return (byte) (sign | F8_NAN);
    }
    if (size >= F8_MAX) {
      return (byte) (sign | 0x7E);
    }
    int exponent = Math.max(Math.getExponent(size), 1 - F8_BIAS);
    // In units of the last place; 16 carries into the next exponent, which adding it to the bits
    // does by itself.
    int units = (int) Math.rint(Math.scalb((double) size, F8_MANTISSA_BITS - exponent));
    int bits = ((exponent + F8_BIAS - 1) << F8_MANTISSA_BITS) + units;
    return (byte) (sign | bits);
  }
}
