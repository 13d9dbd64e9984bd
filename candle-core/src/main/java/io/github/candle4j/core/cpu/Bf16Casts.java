package io.github.candle4j.core.cpu;

/// BF16 from and to F32, over runs: `0 <= i < n`.
public interface Bf16Casts {
  /// `y[yo + i] = x[xo + i]`; exact.
  void toFloats(short[] x, int xo, float[] y, int yo, int n);

  /// `y[yo + i] = x[xo + i]` rounded to nearest, ties to even; NaN stays NaN.
  void fromFloats(float[] x, int xo, short[] y, int yo, int n);
}
