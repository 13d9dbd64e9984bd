package io.github.candle4j.core;

/// Elements as Candle's tests compare them: rounded to some decimals in F32, halves away from zero.
final class CandleRounding {
  private CandleRounding() {}

  /// All elements in their order, rounded.
  static float[] rounded(Tensor x, int decimals) {
    float scale = (float) Math.pow(10, decimals);
    float[] y = x.flattenAll().toVec1F32();
    for (int i = 0; i < y.length; i++) {
      double scaled = y[i] * scale;
      y[i] = (float) Math.copySign(Math.floor(Math.abs(scaled) + 0.5), scaled) / scale;
    }
    return y;
  }
}
