package io.github.candle4j.core.cpu;

/// Functions of one float, as polynomials of our own so that results depend neither on the JDK nor on the platform.
///
/// Each is written as a straight line of fused multiply-adds which the vector form repeats operation by operation.
/// Bounds are in units in the last place (ULP) of the exact result, measured on all 2³² floats unless said; NaN gives NaN.
public final class FloatMath {
  private FloatMath() {}

  /// `e^x`: `x = k ln2 + r`, a polynomial of `e^r`, and `2^k` in two factors so that subnormal results round once.
  public static float exp(float x) {
    float c = x < Coefficients.EXP_LOW ? Coefficients.EXP_LOW : x;
    c = c > Coefficients.EXP_HIGH ? Coefficients.EXP_HIGH : c;
    float t = Math.fma(c, Coefficients.LOG2E, Coefficients.ROUND_TWO);
    return scale(expReduced(c, t - Coefficients.ROUND_TWO), t);
  }

  /// `log x` (natural): `x = 2^k m` with `m` in `[2/3, 4/3)`, and a polynomial of `log(1 + f)`, `f = m - 1`.
  public static float log(float x) {
    boolean subnormal = x < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(subnormal ? x * Coefficients.SUBNORMAL_LIFT : x);
    int exponent = (bits - Coefficients.TWO_THIRDS_BITS) >> Coefficients.EXPONENT_SHIFT;
    float f = Float.intBitsToFloat(bits - (exponent << Coefficients.EXPONENT_SHIFT)) - 1;
    float k = exponent - (subnormal ? Coefficients.SUBNORMAL_LIFT_LOG2 : 0);
    float p = Math.fma(Coefficients.LOG_7, f, Coefficients.LOG_6);
    p = Math.fma(p, f, Coefficients.LOG_5);
    p = Math.fma(p, f, Coefficients.LOG_4);
    p = Math.fma(p, f, Coefficients.LOG_3);
    p = Math.fma(p, f, Coefficients.LOG_2);
    p = Math.fma(p, f, Coefficients.LOG_1);
    p = Math.fma(p, f, Coefficients.LOG_0);
    float ff = f * f;
    float y = Math.fma(ff * f, p, k * Coefficients.LN2_1);
    y = Math.fma(k, Coefficients.LN2_0, Math.fma(ff, -0.5f, y) + f);
    if (x <= 0) {
      return x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
    }
    return x < Float.POSITIVE_INFINITY ? y : x;
  }

  /// `sin x`: `x = k π/2 + r` in three steps (Cody and Waite), and a polynomial chosen by `k mod 4`; above 2^17 the
  /// double function of `StrictMath`, whose reduction is exact.
  public static float sin(float x) {
    float a = Math.abs(x);
    if (!(a < Coefficients.TRIG_HIGH)) {
      return (float) StrictMath.sin(x);
    }
    float t = Math.fma(a, Coefficients.TWO_OVER_PI, Coefficients.ROUND);
    int k = Float.floatToRawIntBits(t);
    int sign = (Float.floatToRawIntBits(x) & Integer.MIN_VALUE) ^ ((k & 2) << 30);
    return quarter(a, t - Coefficients.ROUND, k, sign);
  }

  /// `cos x`, see [#sin(float)].
  public static float cos(float x) {
    float a = Math.abs(x);
    if (!(a < Coefficients.TRIG_HIGH)) {
      return (float) StrictMath.cos(x);
    }
    float t = Math.fma(a, Coefficients.TWO_OVER_PI, Coefficients.ROUND);
    int k = Float.floatToRawIntBits(t) + 1;
    return quarter(a, t - Coefficients.ROUND, k, (k & 2) << 30);
  }

  /// `tanh x = m / (m + 2)` with `m = e^(2|x|) - 1`, which is `2^k (e^r - 1) + (2^k - 1)`: no cancellation near 0.
  /// The quotient is corrected by its remainder.
  public static float tanh(float x) {
    float a = Math.abs(x);
    a = a > Coefficients.TANH_HIGH ? Coefficients.TANH_HIGH : a;
    a = a + a;
    float t = Math.fma(a, Coefficients.LOG2E, Coefficients.ROUND_ONE);
    float k = t - Coefficients.ROUND_ONE;
    float r = Math.fma(k, -Coefficients.LN2_1, Math.fma(k, -Coefficients.LN2_0, a));
    float p = Math.fma(r * r, expPolynomial(r), r);
    float s = Float.intBitsToFloat(Float.floatToRawIntBits(t) << Coefficients.EXPONENT_SHIFT);
    float m = Math.fma(s, p, s - 1);
    float d = m + 2;
    float lost = m - (d - 2);
    float inverse = 1 / d;
    float y = m * inverse;
    return withSign(Math.fma(Math.fma(-y, lost, Math.fma(-y, d, m)), inverse, y), x);
  }

  /// `erf x = 2/√π ∫₀ˣ e^(-u²) du`: an odd polynomial up to 1, and `1 - 2^-p(|x|)` beyond.
  public static float erf(float x) {
    float a = Math.abs(x);
    a = a > Coefficients.ERF_HIGH ? Coefficients.ERF_HIGH : a;
    return withSign(a < 1 ? erfSmall(a) : erfLarge(a), x);
  }

  /// `1 / (1 + e^-x)`, for negative `x` as `e^x / (1 + e^x)`.
  public static float sigmoid(float x) {
    float c = -Math.abs(x);
    c = c < Coefficients.EXP_LOW ? Coefficients.EXP_LOW : c;
    float t = Math.fma(c, Coefficients.LOG2E, Coefficients.ROUND_TWO);
    float e = scale(expReduced(c, t - Coefficients.ROUND_TWO), t);
    return (x < 0 ? e : 1) / (1 + e);
  }

  /// `x / (1 + e^-x)`, for negative `x` as `x e^x / (1 + e^x)`; the limit 0 at -∞, where the formula read literally is NaN.
  public static float silu(float x) {
    float c = -Math.abs(x);
    c = c < Coefficients.EXP_LOW ? Coefficients.EXP_LOW : c;
    float t = Math.fma(c, Coefficients.LOG2E, Coefficients.ROUND_TWO);
    float p = expReduced(c, t - Coefficients.ROUND_TWO);
    return (x < 0 ? scale(c * p, t) : x) / (1 + scale(p, t));
  }

  /// `x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))` (arXiv 1606.08415), which is `x / (1 + 2^-z)` with
  /// `z = x (A + B x²)`; `z` is computed as a sum of two floats, as its error is the relative error of the tail.
  public static float gelu(float x) {
    float a = Math.abs(x);
    a = a > Coefficients.GELU_HIGH ? Coefficients.GELU_HIGH : a;
    float square = a * a;
    float w = Math.fma(square, Coefficients.GELU_CUBIC_0, Coefficients.GELU_LINEAR_0);
    float d = w - Coefficients.GELU_LINEAR_0;
    float low =
        Math.fma(square, Coefficients.GELU_CUBIC_0, -d) - ((w - d) - Coefficients.GELU_LINEAR_0);
    low =
        Math.fma(
            Math.fma(a, a, -square), Coefficients.GELU_CUBIC_0, low + Coefficients.GELU_LINEAR_1);
    low = Math.fma(square, Coefficients.GELU_CUBIC_1, low);
    float z = a * w;
    low = Math.fma(a, low, Math.fma(a, w, -z));
    float t = Coefficients.ROUND_TWO - z;
    float p = exp2Polynomial(((Coefficients.ROUND_TWO - t) - z) - low);
    return (x < 0 ? scale(-a * p, t) : x) / (1 + scale(p, t));
  }

  /// `x/2 (1 + erf(x/√2)) = max(x, 0) - |x| Φ(-|x|)` with `Φ(-a) = e^(-a²/2) p(t) / (a + 3)`,
  /// `t = (a - 3) / (a + 3)`; `p` is nearly flat, and `a²` is computed as a sum of two floats.
  public static float geluErf(float x) {
    float a = Math.abs(x);
    a = a > Coefficients.GELU_ERF_HIGH ? Coefficients.GELU_ERF_HIGH : a;
    float square = a * a;
    float z = square * Coefficients.HALF_LOG2E_0;
    float low = Math.fma(square, Coefficients.HALF_LOG2E_0, -z);
    low = Math.fma(Math.fma(a, a, -square), Coefficients.HALF_LOG2E_0, low);
    low = Math.fma(square, Coefficients.HALF_LOG2E_1, low);
    float t = Coefficients.ROUND_TWO - z;
    float p = exp2Polynomial(((Coefficients.ROUND_TWO - t) - z) - low);
    float ratio = a / (a + Coefficients.TAIL_CENTRE);
    return (x < 0 ? -0.0f : x) - scale(ratio * tailPolynomial(Math.fma(ratio, 2, -1)) * p, t);
  }

  /// `e^(x - k ln2)`.
  private static float expReduced(float x, float k) {
    float r = Math.fma(k, -Coefficients.LN2_1, Math.fma(k, -Coefficients.LN2_0, x));
    return Math.fma(Math.fma(expPolynomial(r), r, 1), r, 1);
  }

  /// `(e^r - 1 - r) / r²`.
  private static float expPolynomial(float r) {
    float p = Math.fma(Coefficients.EXP_4, r, Coefficients.EXP_3);
    p = Math.fma(p, r, Coefficients.EXP_2);
    p = Math.fma(p, r, Coefficients.EXP_1);
    return Math.fma(p, r, Coefficients.EXP_0);
  }

  /// `2^r`.
  private static float exp2Polynomial(float r) {
    float p = Math.fma(Coefficients.EXP2_5, r, Coefficients.EXP2_4);
    p = Math.fma(p, r, Coefficients.EXP2_3);
    p = Math.fma(p, r, Coefficients.EXP2_2);
    p = Math.fma(p, r, Coefficients.EXP2_1);
    p = Math.fma(p, r, Coefficients.EXP2_0);
    return Math.fma(p, r, 1);
  }

  /// `p 2^k`, with `k` in the low bits of `t`, see [Coefficients#ROUND_TWO].
  private static float scale(float p, float t) {
    int bits = Float.floatToRawIntBits(t);
    int half = bits >> 1;
    return p
        * Float.intBitsToFloat(half << Coefficients.EXPONENT_SHIFT)
        * Float.intBitsToFloat((bits - half) << Coefficients.EXPONENT_SHIFT);
  }

  /// The sine (k even) or cosine (k odd) of `a - n π/2`, with the sign bit flipped by `sign`.
  private static float quarter(float a, float n, int k, int sign) {
    float r = Math.fma(n, -Coefficients.PI_HALF_1, Math.fma(n, -Coefficients.PI_HALF_0, a));
    r = Math.fma(n, -Coefficients.PI_HALF_2, r);
    float rr = r * r;
    float y;
    if ((k & 1) == 0) {
      float p =
          Math.fma(Math.fma(Coefficients.SIN_2, rr, Coefficients.SIN_1), rr, Coefficients.SIN_0);
      y = Math.fma(rr * r, p, r);
    } else {
      float p =
          Math.fma(Math.fma(Coefficients.COS_2, rr, Coefficients.COS_1), rr, Coefficients.COS_0);
      y = Math.fma(Math.fma(p, rr, -0.5f), rr, 1);
    }
    return Float.intBitsToFloat(Float.floatToRawIntBits(y) ^ sign);
  }

  private static float erfSmall(float a) {
    float s = a * a;
    float p = Math.fma(Coefficients.ERF_SMALL_6, s, Coefficients.ERF_SMALL_5);
    p = Math.fma(p, s, Coefficients.ERF_SMALL_4);
    p = Math.fma(p, s, Coefficients.ERF_SMALL_3);
    p = Math.fma(p, s, Coefficients.ERF_SMALL_2);
    p = Math.fma(p, s, Coefficients.ERF_SMALL_1);
    p = Math.fma(p, s, Coefficients.ERF_SMALL_0);
    return Math.fma(p, a, a);
  }

  private static float erfLarge(float a) {
    float q = Math.fma(Coefficients.ERF_LARGE_7, a, Coefficients.ERF_LARGE_6);
    q = Math.fma(q, a, Coefficients.ERF_LARGE_5);
    q = Math.fma(q, a, Coefficients.ERF_LARGE_4);
    q = Math.fma(q, a, Coefficients.ERF_LARGE_3);
    q = Math.fma(q, a, Coefficients.ERF_LARGE_2);
    q = Math.fma(q, a, Coefficients.ERF_LARGE_1);
    q = Math.fma(q, a, Coefficients.ERF_LARGE_0);
    float t = Coefficients.ROUND_ONE - q;
    float p = exp2Polynomial((Coefficients.ROUND_ONE - t) - q);
    float s = Float.intBitsToFloat(Float.floatToRawIntBits(t) << Coefficients.EXPONENT_SHIFT);
    return Math.fma(-p, s, 1);
  }

  private static float tailPolynomial(float t) {
    float p = Math.fma(Coefficients.TAIL_10, t, Coefficients.TAIL_9);
    p = Math.fma(p, t, Coefficients.TAIL_8);
    p = Math.fma(p, t, Coefficients.TAIL_7);
    p = Math.fma(p, t, Coefficients.TAIL_6);
    p = Math.fma(p, t, Coefficients.TAIL_5);
    p = Math.fma(p, t, Coefficients.TAIL_4);
    p = Math.fma(p, t, Coefficients.TAIL_3);
    p = Math.fma(p, t, Coefficients.TAIL_2);
    p = Math.fma(p, t, Coefficients.TAIL_1);
    return Math.fma(p, t, Coefficients.TAIL_0);
  }

  /// `y >= 0` with the sign of `x`.
  private static float withSign(float y, float x) {
    return Float.intBitsToFloat(
        Float.floatToRawIntBits(y) | (Float.floatToRawIntBits(x) & Integer.MIN_VALUE));
  }
}
