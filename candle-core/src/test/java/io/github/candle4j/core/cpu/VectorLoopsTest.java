package io.github.candle4j.core.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The short loops that exist twice: vector against scalar, bit by bit, over every length around a vector and for all
/// special values; and the scalar ones against their definition.
class VectorLoopsTest {
  private static final float[] SPECIAL = {
    0f, -0f, 1f, -1f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE
  };

  private static final int LONGEST = 70;

  private Kernels vector;

  private interface Comparison {
    void run(FloatComparisons kernels, float[] a, float[] b, float[] y, int from, int to);
  }

  private interface Relation {
    boolean holds(float a, float b);
  }

  @BeforeEach
  void vectorKernelsAreThere() throws ReflectiveOperationException {
    vector = Kernels.vector();
    assertThat(vector.name()).startsWith("vector");
  }

  @Test
  void comparisons() {
    check(FloatComparisons::equal, (a, b) -> a == b);
    check(FloatComparisons::notEqual, (a, b) -> a != b);
    check(FloatComparisons::less, (a, b) -> a < b);
    check(FloatComparisons::lessOrEqual, (a, b) -> a <= b);
  }

  @Test
  void whereKeepsEveryBit() {
    float[] condition = numbers(1);
    float[] a = numbers(2);
    float[] b = numbers(3);
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), vector}) {
      for (int to = 0; to <= LONGEST; to++) {
        float[] y = new float[LONGEST + 1];
        kernels.comparisons().where(condition, a, b, y, 1, to);
        for (int i = 0; i < y.length; i++) {
          float expected = i < 1 || i >= to ? 0 : condition[i] != 0 ? a[i] : b[i];
          assertThat(Float.floatToRawIntBits(y[i])).isEqualTo(Float.floatToRawIntBits(expected));
        }
      }
    }
  }

  @Test
  void everyBf16BecomesAFloatAndComesBack() {
    short[] all = new short[1 << 16];
    for (int i = 0; i < all.length; i++) {
      all[i] = (short) i;
    }
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), vector}) {
      float[] wide = new float[all.length];
      kernels.bf16().toFloats(all, 0, wide, 0, all.length);
      short[] back = new short[all.length];
      kernels.bf16().fromFloats(wide, 0, back, 0, all.length);
      for (int i = 0; i < all.length; i++) {
        assertThat(Float.floatToRawIntBits(wide[i])).isEqualTo(i << 16);
        boolean signaling = Float.isNaN(wide[i]) && (i & 0x40) == 0;
        assertThat(back[i]).isEqualTo((short) (signaling ? i | 0x40 : i));
      }
    }
  }

  @Test
  void bf16IsTheNearestAndEvenOnTies() {
    Random random = new Random(7);
    float[] x = new float[4099];
    for (int i = 0; i < x.length; i++) {
      int bits = random.nextInt();
      x[i] = Float.intBitsToFloat(i % 3 == 0 ? bits & 0xFFFF8000 : bits);
    }
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), vector}) {
      short[] y = new short[x.length + 1];
      kernels.bf16().fromFloats(x, 0, y, 1, x.length);
      for (int i = 0; i < x.length; i++) {
        assertNearest(x[i], y[i + 1]);
      }
    }
  }

  /// No neighbour is nearer, and of two at the same distance the even one is taken. Distances are exact in doubles; the
  /// neighbour beyond the largest number counts as 2^128.
  private static void assertNearest(float x, short bits) {
    if (Float.isNaN(x)) {
      assertThat(Float.intBitsToFloat(bits << 16)).isNaN();
      return;
    }
    double distance = Math.abs(value(bits) - x);
    for (int step : new int[] {-1, 1}) {
      short neighbour = (short) (bits + step);
      boolean sameSign = (neighbour ^ bits) >= 0 && !Double.isNaN(value(neighbour));
      if (sameSign && !Double.isInfinite(x)) {
        double other = Math.abs(value(neighbour) - x);
        assertThat(distance < other || (distance == other && (bits & 1) == 0))
            .as("%s became %s", x, value(bits))
            .isTrue();
      }
    }
  }

  private static double value(short bits) {
    float x = Float.intBitsToFloat(bits << 16);
    return Float.isInfinite(x) ? Math.copySign(0x1p128, x) : x;
  }

  private void check(Comparison kernel, Relation relation) {
    float[] a = numbers(4);
    float[] b = numbers(5);
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), vector}) {
      for (int to = 0; to <= LONGEST; to++) {
        float[] y = new float[LONGEST + 1];
        kernel.run(kernels.comparisons(), a, b, y, 1, to);
        for (int i = 0; i < y.length; i++) {
          boolean flag = i >= 1 && i < to && relation.holds(a[i], b[i]);
          assertThat(y[i]).as("%s and %s", a[i], b[i]).isEqualTo(flag ? 1f : 0f);
        }
      }
    }
  }

  /// All special values, often enough to meet each other.
  private static float[] numbers(int seed) {
    Random random = new Random(seed);
    float[] x = new float[LONGEST + 1];
    for (int i = 0; i < x.length; i++) {
      x[i] = SPECIAL[random.nextInt(SPECIAL.length)];
    }
    return x;
  }
}
