package io.github.candle4j.core.cpu;

/// Functions of a double that StrictMath lacks.
final class DoubleMath {
  /// arXiv 1606.08415, section 2.
  private static final double GELU_CUBIC = 0.044715;

  private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
  private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);
  private static final double SQRT_HALF = Math.sqrt(0.5);

  /// Where the series and the continued fraction of erf cost the same.
  private static final double SERIES_LIMIT = 2.5;

  /// Terms of the continued fraction of erfc that give full precision beyond [#SERIES_LIMIT].
  private static final int FRACTION_TERMS = 60;

  private DoubleMath() {}

  /// `1 / (1 + e^-x)`, with the exponential of a negative number so that nothing overflows.
  static double sigmoid(double x) {
    double e = StrictMath.exp(-Math.abs(x));
    return x >= 0 ? 1 / (1 + e) : e / (1 + e);
  }

  static double gelu(double x) {
    return 0.5 * x * (1 + StrictMath.tanh(SQRT_2_OVER_PI * (x + GELU_CUBIC * x * x * x)));
  }

  static double geluErf(double x) {
    return x < 0 ? 0.5 * x * erfc(-x * SQRT_HALF) : 0.5 * x * (1 + erf(x * SQRT_HALF));
  }

  /// `2/√π e^(-x²) Σ 2^n x^(2n+1) / (1·3·…·(2n+1))` near 0, whose terms all have one sign, and `1 - erfc` further out.
  /// DLMF 7.6.2 and 7.9.1.
  static double erf(double x) {
    double size = Math.abs(x);
    if (!(size < SERIES_LIMIT)) {
      return Double.isNaN(x) ? x : Math.copySign(1 - erfc(size), x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.ulp(sum) * 0.25; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return TWO_OVER_SQRT_PI * StrictMath.exp(-x * x) * sum;
  }

  /// `1 - erf x` for `x >= 0` without cancellation.
  private static double erfc(double x) {
    if (x < SERIES_LIMIT) {
      return 1 - erf(x);
    }
    double fraction = x;
    for (int n = FRACTION_TERMS; n >= 1; n--) {
      fraction = x + n * 0.5 / fraction;
    }
    return StrictMath.exp(-x * x) * TWO_OVER_SQRT_PI * 0.5 / fraction;
  }
}
