package io.github.candle4j.core.cpu;

/// The exact functions, as near as double comes to them, and the distance of a float from them.
final class DoubleOracle {
  private static final double SERIES_LIMIT = 2;
  private static final int FRACTION_TERMS = 200;

  private DoubleOracle() {}

  static double erf(double x) {
    double a = Math.abs(x);
    return Math.copySign(a < SERIES_LIMIT ? erfSeries(a) : 1 - erfc(a), x);
  }

  /// `1 - erf a` for `a >= 0`: Laplace's continued fraction `e^(-a²)/√π · 1/(a + ½/(a + 1/(a + 3/2/(a + ...))))`.
  static double erfc(double a) {
    if (a < SERIES_LIMIT) {
      return 1 - erfSeries(a);
    }
    if (a > 30) {
      return 0; // below the smallest double
    }
    double square = a * a;
    double exponential = StrictMath.exp(-square) * (1 - Math.fma(a, a, -square));
    return exponential / Math.sqrt(Math.PI) / (a + fraction(a));
  }

  /// `2/√π e^(-a²) Σ 2ⁿ a^(2n+1) / (2n+1)!!`, whose terms are all positive.
  private static double erfSeries(double a) {
    double term = a;
    double sum = a;
    for (int n = 1; term > sum * 0x1p-60; n++) {
      term *= 2 * a * a / (2 * n + 1);
      sum += term;
    }
    return sum * StrictMath.exp(-a * a) * 2 / Math.sqrt(Math.PI);
  }

  private static double fraction(double a) {
    double f = 0;
    for (int k = FRACTION_TERMS; k >= 1; k--) {
      f = k / 2.0 / (a + f);
    }
    return f;
  }

  static double sigmoid(double x) {
    return x >= 0 ? 1 / (1 + StrictMath.exp(-x)) : StrictMath.exp(x) / (1 + StrictMath.exp(x));
  }

  static double silu(double x) {
    return x < -1000 ? -0.0 : x * sigmoid(x);
  }

  static double gelu(double x) {
    // x/2 (1 + tanh u) = x sigmoid(2u)
    return x < -20 ? -0.0 : x * sigmoid(2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x));
  }

  static double geluErf(double x) {
    double a = Math.abs(x);
    if (a > 40) {
      return x < 0 ? -0.0 : x;
    }
    double z = a / Math.sqrt(2);
    // The square of a float is exact in double, that of z is not.
    double tail =
        z < SERIES_LIMIT
            ? (1 - erfSeries(z)) / 2
            : StrictMath.exp(-a * a / 2) / Math.sqrt(Math.PI) / (z + fraction(z)) / 2;
    return x < 0 ? x * tail : x * (1 - tail);
  }

  /// `|actual - exact|` in units of the last place of `exact` as a float; infinite when one is NaN or of wrong range.
  static double ulps(double exact, float actual) {
    if (Double.isNaN(exact) || Float.isNaN(actual)) {
      return Double.isNaN(exact) && Float.isNaN(actual) ? 0 : Double.POSITIVE_INFINITY;
    }
    float rounded = (float) exact;
    if (rounded == actual) {
      return Float.isInfinite(rounded) ? 0 : Math.abs(actual - exact) / Math.ulp(rounded);
    }
    return Math.abs(actual - exact)
        / Math.ulp(Float.isInfinite(rounded) ? Float.MAX_VALUE : rounded);
  }
}
