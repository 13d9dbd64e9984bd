package io.github.candle4j.core.cpu;

/// Elementwise functions of F32 that need more than one machine instruction, over runs of an array:
/// `y[yo + i] = f(x[xo + i])` for `0 <= i < n`. `x` and `y` may be the same array at the same offset.
///
/// Both implementations use the same polynomials in the same order, so they return the same bits.
public interface FloatFunctions {
  void exp(float[] x, int xo, float[] y, int yo, int n);

  void log(float[] x, int xo, float[] y, int yo, int n);

  void sin(float[] x, int xo, float[] y, int yo, int n);

  void cos(float[] x, int xo, float[] y, int yo, int n);

  void tanh(float[] x, int xo, float[] y, int yo, int n);

  void erf(float[] x, int xo, float[] y, int yo, int n);

  /// `1 / (1 + e^-x)`.
  void sigmoid(float[] x, int xo, float[] y, int yo, int n);

  /// `x / (1 + e^-x)`.
  void silu(float[] x, int xo, float[] y, int yo, int n);

  /// `x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))`, arXiv 1606.08415.
  void gelu(float[] x, int xo, float[] y, int yo, int n);

  /// `x/2 (1 + erf(x/√2))`.
  void geluErf(float[] x, int xo, float[] y, int yo, int n);
}
