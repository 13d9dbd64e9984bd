package io.github.candle4j.core.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Powers against StrictMath.pow, whose error is below 1 ULP where the exponent is not huge, and against the C standard where the two differ.
class PowersTest {
  private static final double[] EXPONENTS = {
    0, 1, 2, 3, 4, -1, -2, -3, 0.5, -0.5, 1.0 / 3, 2.5, -7.25, 10, 63, 64, 65, -64, 1e-3, 1e-300,
    400.5, 1e6
  };

  @Test
  void agreesWithStrictMathOverTheWholeRange() {
    Random random = new Random(5);
    for (int i = 0; i < 200_000; i++) {
      double x = Double.longBitsToDouble(random.nextLong());
      double e = i % 3 == 0 ? EXPONENTS[i % EXPONENTS.length] : (random.nextDouble() - 0.5) * 8;
      check(x, e);
      check(random.nextDouble() * 4, e);
      check(-random.nextDouble() * 4, Math.rint(e));
    }
  }

  @Test
  void valuesNearOneWithLargeExponents() {
    Random random = new Random(6);
    for (int i = 0; i < 100_000; i++) {
      double x = 1 + (random.nextDouble() - 0.5) * Math.scalb(1.0, -random.nextInt(40));
      // StrictMath.pow is off by hundreds of ULP where the exponent is above 2^31.
      double e = random.nextGaussian() * Math.scalb(1.0, random.nextInt(28));
      check(x, e);
    }
  }

  @Test
  void specialValues() {
    double inf = Double.POSITIVE_INFINITY;
    double[] xs = {0, -0.0, 1, -1, 2, -2, 0.5, -0.5, inf, -inf, Double.NaN, Double.MIN_VALUE};
    double[] es = {0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 65, 66, inf, -inf, 0x1p53, Double.NaN};
    for (double x : xs) {
      for (double e : es) {
        boolean one = x == 1 || (x == -1 && Double.isInfinite(e));
        double expected = one ? 1 : StrictMath.pow(x, e);
        boolean irrational =
            Math.abs(e) == 0.5 && Math.abs(x) != 1 && !Double.isInfinite(x) && x > 0;
        if (irrational) {
          check(x, e);
        } else {
          assertThat(same(Powers.forDouble(x, e), expected)).as("%s ^ %s", x, e).isTrue();
          assertThat(same(Powers.forFloat(x, e), expected)).as("%s ^ %s", x, e).isTrue();
        }
      }
    }
  }

  private static void check(double x, double e) {
    double expected = StrictMath.pow(x, e);
    double size = Math.abs(expected);
    double f64 = Powers.forDouble(x, e);
    if (!(Math.abs(f64 - expected) <= 3 * Math.ulp(expected)) && !same(f64, expected)) {
      throw new AssertionError(x + " ^ " + e + " is " + f64 + ", not " + expected);
    }
    double wide = Powers.forFloat(x, e);
    boolean inRange = size < 1e38 && size > 1e-45;
    if (inRange && !(Math.abs(wide - expected) <= 1e-14 * size)) {
      throw new AssertionError(x + " ^ " + e + " is " + wide + ", not " + expected);
    }
    assertThat(Double.isNaN(wide)).isEqualTo(Double.isNaN(expected));
  }

  private static boolean same(double a, double b) {
    return Double.compare(a, b) == 0;
  }
}
