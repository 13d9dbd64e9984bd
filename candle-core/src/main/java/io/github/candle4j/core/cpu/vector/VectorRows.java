package io.github.candle4j.core.cpu.vector;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;

import io.github.candle4j.core.cpu.Coefficients;
import io.github.candle4j.core.cpu.FloatMath;
import io.github.candle4j.core.cpu.RowKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Row kernels with the Vector API.
///
/// Sums run in four vector accumulators of 32 terms each (longer ones gather a bias when all elements are alike); these
/// blocks are added in double, so the relative error stays within 4e-7 for rows of any length. Lanes are added in a fixed order (`reduceLanes(ADD)` promises none).
public final class VectorRows implements RowKernels {
  private static final VectorSpecies<Float> FLOAT = Species.FLOAT;
  private static final int LANES = Species.LANES;
  private static final int SHIFT = Coefficients.EXPONENT_SHIFT;

  /// Elements summed in float before their sum is added to a double.
  private static final int BLOCK = 4 * 32 * LANES;

  private static final VectorShuffle<Float> ROTATE_1 = VectorShuffle.iota(FLOAT, 1, 1, true);
  private static final VectorShuffle<Float> ROTATE_2 =
      VectorShuffle.iota(FLOAT, 2 % LANES, 1, true);
  private static final VectorShuffle<Float> ROTATE_4 =
      VectorShuffle.iota(FLOAT, 4 % LANES, 1, true);
  private static final VectorShuffle<Float> ROTATE_8 =
      VectorShuffle.iota(FLOAT, 8 % LANES, 1, true);

  @Override
  public float sum(float[] x, int xo, int n) {
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total += blockSum(x, xo + i, Math.min(BLOCK, n - i));
    }
    return (float) total;
  }

  private static float blockSum(float[] x, int xo, int n) {
    FloatVector sum0 = FloatVector.zero(FLOAT);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      sum0 = sum0.add(FloatVector.fromArray(FLOAT, x, xo + i));
      sum1 = sum1.add(FloatVector.fromArray(FLOAT, x, xo + i + LANES));
      sum2 = sum2.add(FloatVector.fromArray(FLOAT, x, xo + i + 2 * LANES));
      sum3 = sum3.add(FloatVector.fromArray(FLOAT, x, xo + i + 3 * LANES));
    }
    for (; i <= n - LANES; i += LANES) {
      sum0 = sum0.add(FloatVector.fromArray(FLOAT, x, xo + i));
    }
    if (i < n) {
      sum1 = sum1.add(FloatVector.fromArray(FLOAT, x, xo + i, FLOAT.indexInRange(i, n)));
    }
    return addLanes(sum0.add(sum1).add(sum2.add(sum3)));
  }

  @Override
  public float dot(float[] x, int xo, float[] y, int yo, int n) {
    return (float) doubleDot(x, xo, y, yo, n);
  }

  private static double doubleDot(float[] x, int xo, float[] y, int yo, int n) {
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total += blockDot(x, xo + i, y, yo + i, Math.min(BLOCK, n - i));
    }
    return total;
  }

  private static float blockDot(float[] x, int xo, float[] y, int yo, int n) {
    FloatVector sum0 = FloatVector.zero(FLOAT);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      int p = xo + i;
      int q = yo + i;
      sum0 = FloatVector.fromArray(FLOAT, x, p).fma(FloatVector.fromArray(FLOAT, y, q), sum0);
      sum1 =
          FloatVector.fromArray(FLOAT, x, p + LANES)
              .fma(FloatVector.fromArray(FLOAT, y, q + LANES), sum1);
      sum2 =
          FloatVector.fromArray(FLOAT, x, p + 2 * LANES)
              .fma(FloatVector.fromArray(FLOAT, y, q + 2 * LANES), sum2);
      sum3 =
          FloatVector.fromArray(FLOAT, x, p + 3 * LANES)
              .fma(FloatVector.fromArray(FLOAT, y, q + 3 * LANES), sum3);
    }
    for (; i <= n - LANES; i += LANES) {
      sum0 =
          FloatVector.fromArray(FLOAT, x, xo + i)
              .fma(FloatVector.fromArray(FLOAT, y, yo + i), sum0);
    }
    if (i < n) {
      VectorMask<Float> rest = FLOAT.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(FLOAT, x, xo + i, rest);
      sum1 = v.fma(FloatVector.fromArray(FLOAT, y, yo + i, rest), sum1);
    }
    return addLanes(sum0.add(sum1).add(sum2.add(sum3)));
  }

  @Override
  public void accumulate(float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector sum = FloatVector.fromArray(FLOAT, y, yo + i);
      sum.add(FloatVector.fromArray(FLOAT, x, xo + i)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] += x[xo + i];
    }
  }

  // Eight chains: four would do, but a method of this size is not inlined, and within callers C2
  // makes objects of the vectors.
  @Override
  public float max(float[] x, int xo, int n) {
    int i = 0;
    float max = x[xo];
    if (n >= 8 * LANES) {
      FloatVector max0 = FloatVector.fromArray(FLOAT, x, xo);
      FloatVector max1 = max0;
      FloatVector max2 = max0;
      FloatVector max3 = max0;
      FloatVector max4 = max0;
      FloatVector max5 = max0;
      FloatVector max6 = max0;
      FloatVector max7 = max0;
      for (; i <= n - 8 * LANES; i += 8 * LANES) {
        max0 = max0.max(FloatVector.fromArray(FLOAT, x, xo + i));
        max1 = max1.max(FloatVector.fromArray(FLOAT, x, xo + i + LANES));
        max2 = max2.max(FloatVector.fromArray(FLOAT, x, xo + i + 2 * LANES));
        max3 = max3.max(FloatVector.fromArray(FLOAT, x, xo + i + 3 * LANES));
        max4 = max4.max(FloatVector.fromArray(FLOAT, x, xo + i + 4 * LANES));
        max5 = max5.max(FloatVector.fromArray(FLOAT, x, xo + i + 5 * LANES));
        max6 = max6.max(FloatVector.fromArray(FLOAT, x, xo + i + 6 * LANES));
        max7 = max7.max(FloatVector.fromArray(FLOAT, x, xo + i + 7 * LANES));
      }
      max0 = max0.max(max1).max(max2.max(max3));
      max4 = max4.max(max5).max(max6.max(max7));
      max = max0.max(max4).reduceLanes(MAX);
    }
    for (; i < n; i++) {
      max = Math.max(max, x[xo + i]);
    }
    return max;
  }

  @Override
  public float min(float[] x, int xo, int n) {
    int i = 0;
    float min = x[xo];
    if (n >= 8 * LANES) {
      FloatVector min0 = FloatVector.fromArray(FLOAT, x, xo);
      FloatVector min1 = min0;
      FloatVector min2 = min0;
      FloatVector min3 = min0;
      FloatVector min4 = min0;
      FloatVector min5 = min0;
      FloatVector min6 = min0;
      FloatVector min7 = min0;
      for (; i <= n - 8 * LANES; i += 8 * LANES) {
        min0 = min0.min(FloatVector.fromArray(FLOAT, x, xo + i));
        min1 = min1.min(FloatVector.fromArray(FLOAT, x, xo + i + LANES));
        min2 = min2.min(FloatVector.fromArray(FLOAT, x, xo + i + 2 * LANES));
        min3 = min3.min(FloatVector.fromArray(FLOAT, x, xo + i + 3 * LANES));
        min4 = min4.min(FloatVector.fromArray(FLOAT, x, xo + i + 4 * LANES));
        min5 = min5.min(FloatVector.fromArray(FLOAT, x, xo + i + 5 * LANES));
        min6 = min6.min(FloatVector.fromArray(FLOAT, x, xo + i + 6 * LANES));
        min7 = min7.min(FloatVector.fromArray(FLOAT, x, xo + i + 7 * LANES));
      }
      min0 = min0.min(min1).min(min2.min(min3));
      min4 = min4.min(min5).min(min6.min(min7));
      min = min0.min(min4).reduceLanes(MIN);
    }
    for (; i < n; i++) {
      min = Math.min(min, x[xo + i]);
    }
    return min;
  }

  @Override
  public float sumOfSquares(float[] x, int xo, int n, float mean) {
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total += blockSumOfSquares(x, xo + i, Math.min(BLOCK, n - i), mean);
    }
    return (float) total;
  }

  private static float blockSumOfSquares(float[] x, int xo, int n, float mean) {
    FloatVector sum0 = FloatVector.zero(FLOAT);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      FloatVector d0 = FloatVector.fromArray(FLOAT, x, xo + i).sub(mean);
      FloatVector d1 = FloatVector.fromArray(FLOAT, x, xo + i + LANES).sub(mean);
      FloatVector d2 = FloatVector.fromArray(FLOAT, x, xo + i + 2 * LANES).sub(mean);
      FloatVector d3 = FloatVector.fromArray(FLOAT, x, xo + i + 3 * LANES).sub(mean);
      sum0 = d0.fma(d0, sum0);
      sum1 = d1.fma(d1, sum1);
      sum2 = d2.fma(d2, sum2);
      sum3 = d3.fma(d3, sum3);
    }
    for (; i <= n - LANES; i += LANES) {
      FloatVector d = FloatVector.fromArray(FLOAT, x, xo + i).sub(mean);
      sum0 = d.fma(d, sum0);
    }
    if (i < n) {
      VectorMask<Float> rest = FLOAT.indexInRange(i, n);
      FloatVector d = FloatVector.fromArray(FLOAT, x, xo + i, rest).sub(mean, rest);
      sum1 = d.fma(d, sum1);
    }
    return addLanes(sum0.add(sum1).add(sum2.add(sum3)));
  }

  @Override
  public double logSum(float[] x, int xo, int n, float max) {
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total += blockSumExp(x, xo + i, Math.min(BLOCK, n - i), max);
    }
    return StrictMath.log(total);
  }

  private static float blockSumExp(float[] x, int xo, int n, float max) {
    FloatVector sum = FloatVector.zero(FLOAT);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, x, xo + i).sub(max);
      FloatVector c = v.blend(Coefficients.EXP_LOW, v.compare(LT, Coefficients.EXP_LOW));
      c = c.blend(Coefficients.EXP_HIGH, c.compare(GT, Coefficients.EXP_HIGH));
      FloatVector t = c.lanewise(FMA, Coefficients.LOG2E, Coefficients.ROUND_TWO);
      FloatVector k = t.sub(Coefficients.ROUND_TWO);
      FloatVector r = k.lanewise(FMA, -Coefficients.LN2_1, k.lanewise(FMA, -Coefficients.LN2_0, c));
      FloatVector p =
          r.lanewise(FMA, Coefficients.EXP_4, Coefficients.EXP_3)
              .lanewise(FMA, r, Coefficients.EXP_2)
              .lanewise(FMA, r, Coefficients.EXP_1)
              .lanewise(FMA, r, Coefficients.EXP_0)
              .lanewise(FMA, r, 1)
              .lanewise(FMA, r, 1);
      IntVector bits = t.reinterpretAsInts();
      IntVector half = bits.lanewise(ASHR, 1);
      FloatVector scale0 = half.lanewise(LSHL, SHIFT).reinterpretAsFloats();
      FloatVector scale1 = bits.sub(half).lanewise(LSHL, SHIFT).reinterpretAsFloats();
      FloatVector e = p.mul(scale0).mul(scale1);
      sum = sum.add(e);
    }
    float rest = 0;
    for (; i < n; i++) {
      rest += FloatMath.exp(x[xo + i] - max);
    }
    // addLanes by hand: C2 would not inline it behind so many vector operations.
    FloatVector s = LANES > 8 ? sum.add(sum.rearrange(ROTATE_8)) : sum;
    s = LANES > 4 ? s.add(s.rearrange(ROTATE_4)) : s;
    s = LANES > 2 ? s.add(s.rearrange(ROTATE_2)) : s;
    return s.add(s.rearrange(ROTATE_1)).lane(0) + rest;
  }

  @Override
  public void softmax(float[] x, int xo, float[] y, int yo, int n) {
    float max = max(x, xo, n);
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total += blockExp(x, xo + i, y, yo + i, Math.min(BLOCK, n - i), max);
    }
    float factor = (float) (1 / total);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector.fromArray(FLOAT, y, yo + i).mul(factor).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] *= factor;
    }
  }

  /// Writes `e^(x - max)` and returns the sum.
  private static float blockExp(float[] x, int xo, float[] y, int yo, int n, float max) {
    FloatVector sum = FloatVector.zero(FLOAT);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, x, xo + i).sub(max);
      FloatVector c = v.blend(Coefficients.EXP_LOW, v.compare(LT, Coefficients.EXP_LOW));
      c = c.blend(Coefficients.EXP_HIGH, c.compare(GT, Coefficients.EXP_HIGH));
      FloatVector t = c.lanewise(FMA, Coefficients.LOG2E, Coefficients.ROUND_TWO);
      FloatVector k = t.sub(Coefficients.ROUND_TWO);
      FloatVector r = k.lanewise(FMA, -Coefficients.LN2_1, k.lanewise(FMA, -Coefficients.LN2_0, c));
      FloatVector p =
          r.lanewise(FMA, Coefficients.EXP_4, Coefficients.EXP_3)
              .lanewise(FMA, r, Coefficients.EXP_2)
              .lanewise(FMA, r, Coefficients.EXP_1)
              .lanewise(FMA, r, Coefficients.EXP_0)
              .lanewise(FMA, r, 1)
              .lanewise(FMA, r, 1);
      IntVector bits = t.reinterpretAsInts();
      IntVector half = bits.lanewise(ASHR, 1);
      FloatVector scale0 = half.lanewise(LSHL, SHIFT).reinterpretAsFloats();
      FloatVector scale1 = bits.sub(half).lanewise(LSHL, SHIFT).reinterpretAsFloats();
      FloatVector e = p.mul(scale0).mul(scale1);
      e.intoArray(y, yo + i);
      sum = sum.add(e);
    }
    float rest = 0;
    for (; i < n; i++) {
      float e = FloatMath.exp(x[xo + i] - max);
      y[yo + i] = e;
      rest += e;
    }
    FloatVector s = LANES > 8 ? sum.add(sum.rearrange(ROTATE_8)) : sum;
    s = LANES > 4 ? s.add(s.rearrange(ROTATE_4)) : s;
    s = LANES > 2 ? s.add(s.rearrange(ROTATE_2)) : s;
    return s.add(s.rearrange(ROTATE_1)).lane(0) + rest;
  }

  @Override
  public void softmaxGrad(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
    float dot = dot(y, yo, dy, dyo, n);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector d = FloatVector.fromArray(FLOAT, dy, dyo + i).sub(dot);
      FloatVector.fromArray(FLOAT, y, yo + i).mul(d).intoArray(dx, dxo + i);
    }
    for (; i < n; i++) {
      dx[dxo + i] = y[yo + i] * (dy[dyo + i] - dot);
    }
  }

  /// The sum of all lanes: halves are folded onto each other.
  private static float addLanes(FloatVector v) {
    FloatVector s = v;
    if (LANES > 8) {
      s = s.add(s.rearrange(ROTATE_8));
    }
    if (LANES > 4) {
      s = s.add(s.rearrange(ROTATE_4));
    }
    if (LANES > 2) {
      s = s.add(s.rearrange(ROTATE_2));
    }
    return s.add(s.rearrange(ROTATE_1)).lane(0);
  }
}
