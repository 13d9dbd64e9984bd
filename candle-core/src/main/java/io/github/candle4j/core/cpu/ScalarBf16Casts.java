package io.github.candle4j.core.cpu;

/// BF16 without the Vector API.
public final class ScalarBf16Casts implements Bf16Casts {
  /// Makes a NaN quiet, so that cutting its low bits cannot leave an infinity.
  private static final int QUIET = 0x40;

  /// The float with these bits on top.
  public static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /// Rounds to nearest, ties to even; NaN stays NaN.
  public static short fromFloat(float x) {
    int bits = Float.floatToRawIntBits(x);
    int rounded = (bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16;
    return (short) (Float.isNaN(x) ? (bits >>> 16) | QUIET : rounded);
  }

  @Override
  public void toFloats(short[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = toFloat(x[xo + i]);
    }
  }

  @Override
  public void fromFloats(float[] x, int xo, short[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = fromFloat(x[xo + i]);
    }
  }
}
