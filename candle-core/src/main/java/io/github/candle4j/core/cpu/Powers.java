package io.github.candle4j.core.cpu;

/// `x^e` in double, without the arrays that StrictMath.pow makes for every number.
final class Powers {
  /// The rough cost of one power.
  static final double NANOS = 40;

  /// Whole exponents up to this size are products: in double each of them rounds once, which a float never sees.
  private static final int LARGEST_PRODUCT = 64;

  /// Whole exponents from -1 to this are products in F64 too: at most two of them round.
  private static final int LARGEST_EXACT = 3;

  /// `log 2` cut to 42 bits, so that its product with an exponent is exact, and the rest of it.
  private static final double LN2_HIGH = 0x1.62e42fefa38p-1;

  private static final double LN2_LOW = 0x1.ef35793c7673p-45;

  /// `e^x` overflows above, and is 0 below.
  private static final double EXP_HIGH = 710;

  private static final double EXP_LOW = -746;

  private static final int MANTISSA_BITS = 52;
  private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
  private static final long ONE = Double.doubleToRawLongBits(1);

  private Powers() {}

  /// The power for a result that is rounded to F32: error below 1e-14.
  static double forFloat(double x, double e) {
    return isWhole(e, LARGEST_PRODUCT) ? product(x, (int) e) : power(x, e);
  }

  /// The power in F64, with an error of no more than 2 ULP.
  static double forDouble(double x, double e) {
    return e >= -1 && isWhole(e, LARGEST_EXACT) ? product(x, (int) e) : power(x, e);
  }

  private static boolean isWhole(double e, int largest) {
    return Math.abs(e) <= largest && e == (int) e;
  }

  /// By squaring: `x^13 = x x^4 x^8`.
  private static double product(double x, int e) {
    double result = 1;
    double square = x;
    for (int rest = Math.abs(e); rest > 0; rest >>= 1) {
      result *= (rest & 1) == 1 ? square : 1;
      square *= square;
    }
    return e < 0 ? 1 / result : result;
  }

  private static double power(double x, double e) {
    if (x > 0 && x < Double.POSITIVE_INFINITY && Math.abs(e) < Double.POSITIVE_INFINITY) {
      return ofPositive(x, e);
    }
    if (e == 0 || x == 1) {
      return 1;
    }
    if (Double.isNaN(x) || Double.isNaN(e)) {
      return Double.NaN;
    }
    double size = Math.abs(x);
    if (Double.isInfinite(e)) {
      return size == 1 ? 1 : (size > 1) == (e > 0) ? Double.POSITIVE_INFINITY : 0;
    }
    boolean whole = e == Math.rint(e);
    boolean odd = whole && Math.abs(e) < 0x1p53 && ((long) e & 1) == 1;
    if (size == 0 || Double.isInfinite(size)) {
      double result = (size == 0) == (e > 0) ? 0 : Double.POSITIVE_INFINITY;
      return odd ? Math.copySign(result, x) : result;
    }
    if (!whole) {
      return Double.NaN;
    }
    return odd ? -ofPositive(size, e) : ofPositive(size, e);
  }

  /// `exp(e log x)` for finite numbers, x above 0. The logarithm is a sum of two doubles, since the exponential turns its
  /// absolute error into a relative one.
  ///
  /// With `x = 2^k m`, m between √½ and √2, and `s = (m - 1)/(m + 1)`: `log x = k log 2 + 2 s + 2 s³ (1/3 + s²/5 + ...)`.
  private static double ofPositive(double x, double e) {
    boolean subnormal = x < Double.MIN_NORMAL;
    long bits = Double.doubleToRawLongBits(subnormal ? x * 0x1p54 : x);
    int k = (int) (bits >>> MANTISSA_BITS) - Double.MAX_EXPONENT - (subnormal ? 54 : 0);
    double m = Double.longBitsToDouble((bits & MANTISSA) | ONE);
    if (m > 1.4142135623730951) {
      m *= 0.5;
      k++;
    }
    double d = m + 1;
    double dLow = m - (d - 1);
    double s = (m - 1) / d;
    double sLow = (Math.fma(-s, d, m - 1) - s * dLow) / d;
    double t = s * s;
    double tLow = Math.fma(s, s, -t) + 2 * s * sLow;
    double third = t / 3;
    double cube = s * third;
    double cubeLow =
        Math.fma(s, third, -cube) + s * (Math.fma(-3, third, t) + tLow) / 3 + sLow * third;
    double atanh = s + cube;
    double rest = s - atanh + cube + (sLow + cubeLow + s * t * series(t));
    double high = k * LN2_HIGH;
    double first = high + 2 * atanh;
    rest = high - first + 2 * atanh + (2 * rest + k * LN2_LOW);
    double log = first + rest;
    double logLow = first - log + rest;
    double p = e * log;
    if (p > EXP_HIGH) {
      return Double.POSITIVE_INFINITY;
    }
    if (p < EXP_LOW) {
      return 0;
    }
    double result = StrictMath.exp(p);
    double correction = Math.fma(e, log, -p) + e * logLow;
    return Double.isInfinite(result) ? result : result + result * correction;
  }

  /// `t/5 + t²/7 + t³/9 + ...`; t is at most 0.0295, so the first term left out is below 2^-64.
  private static double series(double t) {
    double sum = 1.0 / 25;
    for (int n = 23; n >= 5; n -= 2) {
      sum = Math.fma(sum, t, 1.0 / n);
    }
    return t * sum;
  }
}
