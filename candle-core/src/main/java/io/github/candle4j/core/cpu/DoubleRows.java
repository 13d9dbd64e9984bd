package io.github.candle4j.core.cpu;

/// Reductions of one contiguous row of F64, and the functions of a row built on them: the F64 twins of [RowKernels].
public final class DoubleRows {
  private DoubleRows() {}

  /// `Σ x`, with four partial sums.
  public static double sum(double[] x, int xo, int n) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      sum0 += x[xo + i];
      sum1 += x[xo + i + 1];
      sum2 += x[xo + i + 2];
      sum3 += x[xo + i + 3];
    }
    for (; i < n; i++) {
      sum0 += x[xo + i];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  /// The product of a row, 1 of nothing, with four partial products.
  public static double product(double[] x, int xo, int n) {
    double p0 = 1;
    double p1 = 1;
    double p2 = 1;
    double p3 = 1;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      p0 *= x[xo + i];
      p1 *= x[xo + i + 1];
      p2 *= x[xo + i + 2];
      p3 *= x[xo + i + 3];
    }
    for (; i < n; i++) {
      p0 *= x[xo + i];
    }
    return (p0 * p1) * (p2 * p3);
  }

  /// The product of a row of F32 in double, where parts of it are less likely to overflow; 1 of nothing.
  public static double product(float[] x, int xo, int n) {
    double p0 = 1;
    double p1 = 1;
    double p2 = 1;
    double p3 = 1;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      p0 *= x[xo + i];
      p1 *= x[xo + i + 1];
      p2 *= x[xo + i + 2];
      p3 *= x[xo + i + 3];
    }
    for (; i < n; i++) {
      p0 *= x[xo + i];
    }
    return (p0 * p1) * (p2 * p3);
  }

  /// The largest value, NaN when there is one.
  public static double max(double[] x, int xo, int n) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = xo; i < xo + n; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  /// The smallest value, NaN when there is one.
  public static double min(double[] x, int xo, int n) {
    double min = Double.POSITIVE_INFINITY;
    for (int i = xo; i < xo + n; i++) {
      min = Math.min(min, x[i]);
    }
    return min;
  }

  /// `log Σ e^(x - max)` for the largest of the numbers, which must be finite.
  public static double logSum(double[] x, int xo, int n, double max) {
    double sum = 0;
    for (int i = xo; i < xo + n; i++) {
      sum += StrictMath.exp(x[i] - max);
    }
    return StrictMath.log(sum);
  }

  /// `y = e^x / Σ e^x`, shifted by the maximum.
  public static void softmax(double[] x, int xo, double[] y, int yo, int n) {
    double max = max(x, xo, n);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      y[yo + i] = StrictMath.exp(x[xo + i] - max);
      sum += y[yo + i];
    }
    for (int i = yo; i < yo + n; i++) {
      y[i] /= sum;
    }
  }

  /// `dx = y (dy - Σ y dy)`
  public static void softmaxGrad(
      double[] y, int yo, double[] dy, int dyo, double[] dx, int dxo, int n) {
    double dot = 0;
    for (int i = 0; i < n; i++) {
      dot += y[yo + i] * dy[dyo + i];
    }
    for (int i = 0; i < n; i++) {
      dx[dxo + i] = y[yo + i] * (dy[dyo + i] - dot);
    }
  }
}
