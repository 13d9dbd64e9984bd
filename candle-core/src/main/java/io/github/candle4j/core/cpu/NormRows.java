package io.github.candle4j.core.cpu;

/// The steps of normalisation over a run of elements, all arrays from place 0, the form that C2 turns into vector
/// instructions.
public final class NormRows {
  /// Squares between these are far from the borders of F32.
  private static final float SMALL = 1e-30f;

  private static final float LARGE = 1e30f;

  private NormRows() {}

  /// `Σ x`, in double where F32 overflows.
  public static double sum(float[] x, int n) {
    float sum = Kernels.active().rows().sum(x, 0, n);
    if (Float.isFinite(sum)) {
      return sum;
    }
    double wide = 0;
    for (int i = 0; i < n; i++) {
      wide += x[i];
    }
    return wide;
  }

  /// `Σ x²`, in double where squares leave the range of F32.
  public static double squares(float[] x, int n) {
    float sum = Kernels.active().rows().sumOfSquares(x, 0, n, 0);
    if (sum > SMALL && sum < LARGE) {
      return sum;
    }
    double wide = 0;
    for (int i = 0; i < n; i++) {
      wide += (double) x[i] * x[i];
    }
    return wide;
  }

  /// `Σ x²`
  public static double squares(double[] x, int n) {
    return dot(x, x, n);
  }

  /// `Σ x y`, with four partial sums.
  public static double dot(double[] x, double[] y, int n) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      sum0 += x[i] * y[i];
      sum1 += x[i + 1] * y[i + 1];
      sum2 += x[i + 2] * y[i + 2];
      sum3 += x[i + 3] * y[i + 3];
    }
    for (; i < n; i++) {
      sum0 += x[i] * y[i];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  /// `x -= by`
  public static void shift(float[] x, float by, int n) {
    for (int i = 0; i < n; i++) {
      x[i] -= by;
    }
  }

  /// `x -= by`
  public static void shift(double[] x, double by, int n) {
    for (int i = 0; i < n; i++) {
      x[i] -= by;
    }
  }

  /// `x = ((x - near) - rest) factor`
  public static void scale(float[] x, float near, float rest, float factor, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = (x[i] - near - rest) * factor;
    }
  }

  /// `x = ((x - near) - rest) factor`
  public static void scale(double[] x, double near, double rest, double factor, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = (x[i] - near - rest) * factor;
    }
  }

  /// `x *= w`
  public static void weigh(float[] x, float[] w, int n) {
    for (int i = 0; i < n; i++) {
      x[i] *= w[i];
    }
  }

  /// `x *= w`
  public static void weigh(double[] x, double[] w, int n) {
    for (int i = 0; i < n; i++) {
      x[i] *= w[i];
    }
  }

  /// `x += b`
  public static void add(float[] x, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      x[i] += b[i];
    }
  }

  /// `x += b`
  public static void add(double[] x, double[] b, int n) {
    for (int i = 0; i < n; i++) {
      x[i] += b[i];
    }
  }

  /// `g = (g - mean - x dot) factor`
  public static void gradient(float[] x, float[] g, float mean, float dot, float factor, int n) {
    for (int i = 0; i < n; i++) {
      g[i] = (g[i] - mean - x[i] * dot) * factor;
    }
  }

  /// `g = (g - mean - x dot) factor`
  public static void gradient(
      double[] x, double[] g, double mean, double dot, double factor, int n) {
    for (int i = 0; i < n; i++) {
      g[i] = (g[i] - mean - x[i] * dot) * factor;
    }
  }

  /// `sum += x y`
  public static void addProducts(float[] x, float[] y, float[] sum, int n) {
    for (int i = 0; i < n; i++) {
      sum[i] += x[i] * y[i];
    }
  }

  /// `sum += x y`
  public static void addProducts(double[] x, double[] y, double[] sum, int n) {
    for (int i = 0; i < n; i++) {
      sum[i] += x[i] * y[i];
    }
  }
}
