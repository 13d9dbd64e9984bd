package io.github.candle4j.core.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.cpu.vector.VectorFunctions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The tests name [VectorFunctions] directly: without the Vector API they fail, they do not pass empty.
class FloatFunctionsTest {
  private static final int BLOCK = 1 << 14;

  /// A prime, so that the sample of every 4,001st float meets all low bits and all exponents.
  private static final long STEP = 4001;

  private static final float[] SPECIAL = {
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    1f,
    -1f,
    0x1p17f,
    -0x1p17f,
    1e30f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  private final FloatFunctions scalar = new ScalarFunctions();
  private final FloatFunctions vector = new VectorFunctions();

  /// Numbers of mpmath (40 digits): erf and 1 - erf.
  @ParameterizedTest
  @CsvSource({
    "0.001, 0.0011283787909692363799, 0.99887162120903076362",
    "0.125, 0.14031620480133381739, 0.85968379519866618261",
    "0.5, 0.52049987781304653768, 0.47950012218695346232",
    "0.84375, 0.76722566123234163346, 0.23277433876765836654",
    "1, 0.84270079294971486934, 0.15729920705028513066",
    "1.25, 0.92290012825645823014, 0.077099871743541769863",
    "1.5, 0.96610514647531072707, 0.033894853524689272933",
    "2, 0.99532226501895273416, 0.0046777349810472658379",
    "2.5, 0.99959304798255504106, 0.00040695201744495893956",
    "3, 0.99997790950300141456, 0.000022090496998585441373",
    "4, 0.99999998458274209972, 1.5417257900280018852e-8",
    "5, 0.99999999999846254021, 1.5374597944280348502e-12",
    "7, 1, 4.1838256077794143986e-23",
    "9.5, 1, 3.7692144856548799417e-41"
  })
  void theOracleOfTheErrorFunctionAgreesWithMpmath(double x, double erf, double erfc) {
    assertThat(DoubleOracle.erf(x)).isCloseTo(erf, within(1e-15));
    assertThat(DoubleOracle.erf(-x)).isCloseTo(-erf, within(1e-15));
    assertThat(DoubleOracle.erfc(x) / erfc).isCloseTo(1, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void staysWithinItsBoundOverAllFloatsAndTheVectorFormGivesTheSameBits(Elementwise function) {
    float[] x = new float[BLOCK];
    float[] y = new float[BLOCK];
    float[] z = new float[BLOCK];
    for (long bits = 0; bits < 1L << 32; ) {
      int n = 0;
      for (; n < BLOCK && bits < 1L << 32; bits += STEP) {
        x[n++] = Float.intBitsToFloat((int) bits);
      }
      function.kernel.run(scalar, x, 0, y, 0, n);
      function.kernel.run(vector, x, 0, z, 0, n);
      assertSameBits(function, x, y, z, n);
      for (int i = 0; i < n; i++) {
        double ulps = DoubleOracle.ulps(function.exact.applyAsDouble(x[i]), y[i]);
        if (!(ulps <= function.ulpBound)) {
          throw new AssertionError(
              function + "(" + x[i] + ") = " + y[i] + " is " + ulps + " ULP off");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesTheExactResultRoundedAtSpecialValues(Elementwise function) {
    for (float x : SPECIAL) {
      double exact = Double.isInfinite(x) ? limit(function, x) : function.exact.applyAsDouble(x);
      double ulps = DoubleOracle.ulps(exact, function.of(scalar, x));
      assertThat(ulps).as("ULP of %s(%s)", function, x).isLessThanOrEqualTo(function.ulpBound);
    }
    float[] many = new float[8 * SPECIAL.length];
    for (int i = 0; i < many.length; i++) {
      many[i] = SPECIAL[i % SPECIAL.length];
    }
    assertSameBits(
        function, many, function.of(scalar, many), function.of(vector, many), many.length);
  }

  /// The formula of silu and gelu read literally is `-∞ · 0` at -∞; their limit is 0.
  private static double limit(Elementwise function, double x) {
    return switch (function) {
      case EXP, LOG, SIN, COS, TANH, ERF, SIGMOID ->
          function.exact.applyAsDouble(Math.signum(x) * Double.MAX_VALUE * 2);
      case SILU, GELU, GELU_ERF -> Math.max(x, -0.0);
    };
  }

  @Test
  void keepsTheSignOfZeroAndOfSubnormalNumbers() {
    for (Elementwise odd :
        new Elementwise[] {
          Elementwise.SIN, Elementwise.TANH, Elementwise.ERF, Elementwise.SILU, Elementwise.GELU
        }) {
      for (FloatFunctions functions : new FloatFunctions[] {scalar, vector}) {
        float[] y = odd.of(functions, new float[64]);
        float[] minus = new float[64];
        Arrays.fill(minus, -0f);
        assertThat(Float.floatToRawIntBits(y[0])).isZero();
        assertThat(Float.floatToRawIntBits(odd.of(functions, minus)[0]))
            .isEqualTo(Integer.MIN_VALUE);
      }
    }
    assertThat(FloatMath.sin(-Float.MIN_VALUE)).isEqualTo(-Float.MIN_VALUE);
    assertThat(FloatMath.tanh(Float.MIN_VALUE)).isEqualTo(Float.MIN_VALUE);
  }

  @Test
  void overflowsAndUnderflowsWhereTheExponentialDoes() {
    assertThat(FloatMath.exp(88.72283f)).isLessThan(Float.POSITIVE_INFINITY);
    assertThat(FloatMath.exp(88.72284f)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(FloatMath.exp(-103.97f)).isEqualTo(Float.MIN_VALUE);
    assertThat(FloatMath.exp(-103.98f)).isZero();
    assertThat(FloatMath.log(Float.MIN_VALUE)).isEqualTo(-103.27893f);
  }

  @ParameterizedTest
  @EnumSource
  void writesOnlyItsRunForEveryLengthAndOffsetAlsoInPlace(Elementwise function) {
    Random random = new Random(7);
    for (int n = 0; n <= 1025; n = n == 100 ? 1023 : n + 1) {
      int xo = random.nextInt(20);
      int yo = random.nextInt(20);
      float[] x = new float[xo + n + 20];
      for (int i = 0; i < x.length; i++) {
        x[i] = 40 * (float) random.nextGaussian();
      }
      float[] y = new float[yo + n + 20];
      Arrays.fill(y, 123f);
      float[] expected = y.clone();
      for (int i = 0; i < n; i++) {
        expected[yo + i] = function.of(scalar, x[xo + i]);
      }
      float[] scalarY = y.clone();
      function.kernel.run(scalar, x, xo, scalarY, yo, n);
      function.kernel.run(vector, x, xo, y, yo, n);
      assertThat(bits(scalarY)).isEqualTo(bits(expected));
      assertThat(bits(y)).isEqualTo(bits(expected));
      float[] inPlace = x.clone();
      function.kernel.run(vector, inPlace, xo, inPlace, xo, n);
      System.arraycopy(expected, yo, x, xo, n);
      assertThat(bits(inPlace)).isEqualTo(bits(x));
    }
  }

  private static void assertSameBits(Elementwise function, float[] x, float[] y, float[] z, int n) {
    for (int i = 0; i < n; i++) {
      if (Float.floatToIntBits(y[i]) != Float.floatToIntBits(z[i])) {
        throw new AssertionError(function + "(" + x[i] + "): scalar " + y[i] + ", vector " + z[i]);
      }
    }
  }

  /// Bits with one NaN: the payload of a NaN is not part of the contract.
  private static int[] bits(float[] x) {
    int[] bits = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      bits[i] = Float.floatToIntBits(x[i]);
    }
    return bits;
  }
}
