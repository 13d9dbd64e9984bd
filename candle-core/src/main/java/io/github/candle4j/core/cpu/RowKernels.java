package io.github.candle4j.core.cpu;

/// Reductions of one contiguous row `x[xo .. xo+n)` of F32, and the functions of a row built on them.
///
/// The order of additions may differ between implementations (the results then differ in the last bits), never between
/// two calls on the same row.
public interface RowKernels {
  /// `Σ x`, 0 for an empty row.
  float sum(float[] x, int xo, int n);

  /// `Σ x y`.
  float dot(float[] x, int xo, float[] y, int yo, int n);

  /// `y += x`; x and y are different arrays.
  void accumulate(float[] x, int xo, float[] y, int yo, int n);

  /// The largest value, NaN when there is one; `n >= 1`.
  float max(float[] x, int xo, int n);

  /// The smallest value, NaN when there is one; `n >= 1`.
  float min(float[] x, int xo, int n);

  /// `Σ (x - mean)²`.
  float sumOfSquares(float[] x, int xo, int n, float mean);

  /// `log Σ e^x`, shifted by the maximum so that it does not overflow; -inf for a row of -inf; `n >= 1`.
  default float logSumExp(float[] x, int xo, int n) {
    float max = max(x, xo, n);
    return Float.isFinite(max) ? (float) (max + logSum(x, xo, n, max)) : max;
  }

  /// `log Σ e^(x - max)` for the largest of the numbers, which must be finite.
  double logSum(float[] x, int xo, int n, float max);

  /// `y = e^x / Σ e^x`, shifted by the maximum; `n >= 1`. `x` and `y` may be the same run.
  void softmax(float[] x, int xo, float[] y, int yo, int n);

  /// `dx = y (dy - Σ y dy)`, the derivative of softmax with `y` its result.
  void softmaxGrad(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n);
}
