package io.github.candle4j.core.cpu;

/// Coefficients and limits shared by [FloatMath] and its vector form, so that both compute the same bits.
///
/// The polynomials are weighted minimax fits (Remez) rounded to float one coefficient at a time; they are derived, with
/// the error of each fit, by `tools/fit_polynomials.py`. Suffix `_i` is the coefficient of degree `i`. A constant named
/// `X_0`, `X_1`, `X_2` under "sums" is split into floats that add up to it.
public final class Coefficients {
  private Coefficients() {}

  // --- e^r = 1 + r + r² p(r), |r| <= ln2/2, relative error 2^-28.2
  public static final float EXP_0 = 0x1.fffffcp-2f;
  public static final float EXP_1 = 0x1.55548ep-3f;
  public static final float EXP_2 = 0x1.5558a4p-5f;
  public static final float EXP_3 = 0x1.123bccp-7f;
  public static final float EXP_4 = 0x1.6a5afap-10f;

  // --- 2^r = 1 + r p(r), |r| <= 1/2, relative error 2^-27.4
  public static final float EXP2_0 = 0x1.62e432p-1f;
  public static final float EXP2_1 = 0x1.ebfbe4p-3f;
  public static final float EXP2_2 = 0x1.c6add8p-5f;
  public static final float EXP2_3 = 0x1.3b2732p-7f;
  public static final float EXP2_4 = 0x1.5fa05ep-10f;
  public static final float EXP2_5 = 0x1.464d1ep-13f;

  // --- log(1+f) = f - f²/2 + f³ p(f), |f| <= 1/3, relative error 2^-27.5
  public static final float LOG_0 = 0x1.555506p-2f;
  public static final float LOG_1 = -0x1.ffff76p-3f;
  public static final float LOG_2 = 0x1.99d03ap-3f;
  public static final float LOG_3 = -0x1.558620p-3f;
  public static final float LOG_4 = 0x1.1ed77cp-3f;
  public static final float LOG_5 = -0x1.f59fbep-4f;
  public static final float LOG_6 = 0x1.1e609ap-3f;
  public static final float LOG_7 = -0x1.027d94p-3f;

  // --- sin r = r + r³ p(r²), |r| <= 0.8, relative error 2^-27.8
  public static final float SIN_0 = -0x1.555544p-3f;
  public static final float SIN_1 = 0x1.1106b4p-7f;
  public static final float SIN_2 = -0x1.99122ap-13f;

  // --- cos r = 1 - r²/2 + r⁴ p(r²), |r| <= 0.8, absolute error 2^-32.3
  public static final float COS_0 = 0x1.55554ep-5f;
  public static final float COS_1 = -0x1.6c0e06p-10f;
  public static final float COS_2 = 0x1.9a52fcp-16f;

  // --- erf x = x + x p(x²), |x| <= 1, relative error 2^-29.3
  public static final float ERF_SMALL_0 = 0x1.06eba8p-3f;
  public static final float ERF_SMALL_1 = -0x1.81273ep-2f;
  public static final float ERF_SMALL_2 = 0x1.ce2cf0p-4f;
  public static final float ERF_SMALL_3 = -0x1.b7f858p-6f;
  public static final float ERF_SMALL_4 = 0x1.53ff92p-8f;
  public static final float ERF_SMALL_5 = -0x1.a3c95cp-11f;
  public static final float ERF_SMALL_6 = 0x1.48edeep-14f;

  // --- erf a = 1 - 2^-p(a), 1 <= a <= 4, absolute error 2^-35.2
  public static final float ERF_LARGE_0 = -0x1.1c74dcp-12f;
  public static final float ERF_LARGE_1 = 0x1.a12fdcp+0f;
  public static final float ERF_LARGE_2 = 0x1.d3bc44p-1f;
  public static final float ERF_LARGE_3 = 0x1.405464p-3f;
  public static final float ERF_LARGE_4 = -0x1.29e5f6p-5f;
  public static final float ERF_LARGE_5 = 0x1.8d6fbap-8f;
  public static final float ERF_LARGE_6 = -0x1.4da21cp-11f;
  public static final float ERF_LARGE_7 = 0x1.062a16p-15f;

  // --- Φ(-a) = e^(-a²/2) p(t) / (a + 3), t = (a - 3) / (a + 3), 0 <= a <= 15, relative error
  // 2^-24.7
  public static final float TAIL_CENTRE = 3;
  public static final float TAIL_0 = 0x1.754a76p-1f;
  public static final float TAIL_1 = -0x1.04c72ap-1f;
  public static final float TAIL_2 = 0x1.d7132ap-3f;
  public static final float TAIL_3 = -0x1.832cdap-5f;
  public static final float TAIL_4 = -0x1.56ae1ap-7f;
  public static final float TAIL_5 = 0x1.c8c82ap-8f;
  public static final float TAIL_6 = 0x1.094bb2p-10f;
  public static final float TAIL_7 = -0x1.0ff0c4p-10f;
  public static final float TAIL_8 = -0x1.e7ec04p-13f;
  public static final float TAIL_9 = 0x1.21b0a4p-13f;
  public static final float TAIL_10 = 0x1.c30416p-15f;

  // --- sums
  public static final float LN2_0 = 0x1.62e42ep-1f;
  public static final float LN2_1 = 0x1.efa39ep-25f;

  /// `π/2`: the first two parts are truncated, so `x - k X_0` and then `- k X_1` are exact when they cancel.
  public static final float PI_HALF_0 = 0x1.921fb4p+0f;

  public static final float PI_HALF_1 = 0x1.4442d0p-24f;
  public static final float PI_HALF_2 = 0x1.84698ap-48f;

  /// `2 √(2/π) log2(e)`.
  public static final float GELU_LINEAR_0 = 0x1.26aec2p+1f;

  public static final float GELU_LINEAR_1 = 0x1.bce75ap-27f;

  /// `2 √(2/π) log2(e) 0.044715`.
  public static final float GELU_CUBIC_0 = 0x1.a5a7cep-4f;

  public static final float GELU_CUBIC_1 = 0x1.7572aap-28f;

  /// `log2(e) / 2`.
  public static final float HALF_LOG2E_0 = 0x1.715476p-1f;

  public static final float HALF_LOG2E_1 = 0x1.4ae0c0p-27f;

  public static final float LOG2E = 0x1.715476p+0f;
  public static final float TWO_OVER_PI = 0x1.45f306p-1f;

  // --- rounding to an integer: a float in [2^23, 2^24) has no fraction, so adding 1.5 · 2^23
  // rounds, and the low bits
  // of the sum are the integer. A bias added to it lands where a float keeps its exponent once
  // shifted left by 23.
  public static final float ROUND = 0x1.8p23f;

  /// Biased so that `(bits << 23)` is `2^k`, for `-126 <= k <= 127`.
  public static final float ROUND_ONE = 0x1.8p23f + 127;

  /// Biased so that `h = bits >> 1` gives `(h << 23) ((bits - h) << 23) = 2^k` in two factors, for `-252 <= k <= 254`.
  public static final float ROUND_TWO = 0x1.8p23f + 254;

  /// Bits of the mantissa of a float, the shift that moves an integer to the exponent.
  public static final int EXPONENT_SHIFT = 23;

  // --- limits beyond which a result no longer changes
  /// `e^89` is infinite.
  public static final float EXP_HIGH = 89;

  /// `110 e^-110` is 0 in float.
  public static final float EXP_LOW = -110;

  /// `tanh 10` is 1 in float.
  public static final float TANH_HIGH = 10;

  /// `erf 4` is 1 in float.
  public static final float ERF_HIGH = 4;

  /// `gelu(-12.5)` is 0 in float, and the exponent fits two factors.
  public static final float GELU_HIGH = 12.5f;

  /// `geluErf(-15)` is 0 in float, and the exponent fits two factors.
  public static final float GELU_ERF_HIGH = 15;

  /// From here on sin and cos reduce their argument in double (`StrictMath`).
  public static final float TRIG_HIGH = 0x1p17f;

  // --- logarithm
  /// The bits of 2/3: mantissas are brought to `[2/3, 4/3)`.
  public static final int TWO_THIRDS_BITS = 0x3f2aaaab;

  /// What lifts a subnormal number among the normal ones, and its logarithm to base 2.
  public static final float SUBNORMAL_LIFT = 0x1p23f;

  public static final float SUBNORMAL_LIFT_LOG2 = 23;
}
