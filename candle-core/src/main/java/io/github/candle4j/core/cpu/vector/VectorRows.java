package io.github.candle4j.core.cpu.vector;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;
import static jdk.incubator.vector.VectorOperators.NE;

import io.github.candle4j.core.cpu.RowKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Row kernels with the Vector API.
///
/// Sums run in four vector accumulators over blocks of 2,048 elements; blocks are added in double, so the relative error
/// stays near 1e-7 for rows of any length. Lanes are added in a fixed order (`reduceLanes(ADD)` promises none).
public final class VectorRows implements RowKernels {
  private static final VectorSpecies<Float> FLOAT = Species.FLOAT;
  private static final int LANES = Species.LANES;

  /// Elements summed in float before their sum is added to a double.
  private static final int BLOCK = 2048;

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
  public float max(float[] x, int xo, int n) {
    if (n < LANES) {
      return fewMax(x, xo, n);
    }
    FloatVector max0 = FloatVector.fromArray(FLOAT, x, xo + n - LANES);
    FloatVector max1 = max0;
    VectorMask<Float> nan = max0.compare(NE, max0);
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, x, xo + i);
      FloatVector w = FloatVector.fromArray(FLOAT, x, xo + i + LANES);
      nan = nan.or(v.compare(NE, v)).or(w.compare(NE, w));
      max0 = max0.blend(v, v.compare(GT, max0));
      max1 = max1.blend(w, w.compare(GT, max1));
    }
    if (i <= n - LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, x, xo + i);
      nan = nan.or(v.compare(NE, v));
      max0 = max0.blend(v, v.compare(GT, max0));
    }
    return nan.anyTrue() ? Float.NaN : max0.max(max1).reduceLanes(MAX);
  }

  private static float fewMax(float[] x, int xo, int n) {
    float max = x[xo];
    for (int i = 1; i < n; i++) {
      max = Math.max(max, x[xo + i]);
    }
    return max;
  }

  @Override
  public float min(float[] x, int xo, int n) {
    if (n < LANES) {
      return fewMin(x, xo, n);
    }
    FloatVector min0 = FloatVector.fromArray(FLOAT, x, xo + n - LANES);
    FloatVector min1 = min0;
    VectorMask<Float> nan = min0.compare(NE, min0);
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, x, xo + i);
      FloatVector w = FloatVector.fromArray(FLOAT, x, xo + i + LANES);
      nan = nan.or(v.compare(NE, v)).or(w.compare(NE, w));
      min0 = min0.blend(v, v.compare(LT, min0));
      min1 = min1.blend(w, w.compare(LT, min1));
    }
    if (i <= n - LANES) {
      FloatVector v = FloatVector.fromArray(FLOAT, x, xo + i);
      nan = nan.or(v.compare(NE, v));
      min0 = min0.blend(v, v.compare(LT, min0));
    }
    return nan.anyTrue() ? Float.NaN : min0.min(min1).reduceLanes(MIN);
  }

  private static float fewMin(float[] x, int xo, int n) {
    float min = x[xo];
    for (int i = 1; i < n; i++) {
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
  public float logSumExp(float[] x, int xo, int n) {
    float max = max(x, xo, n);
    if (!(Math.abs(max) < Float.POSITIVE_INFINITY)) {
      return max;
    }
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total += blockSumExp(x, xo + i, Math.min(BLOCK, n - i), max);
    }
    return (float) (max + StrictMath.log(total));
  }

  private static float blockSumExp(float[] x, int xo, int n, float max) {
    FloatVector sum = FloatVector.zero(FLOAT);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      sum = sum.add(VectorMath.exp(FloatVector.fromArray(FLOAT, x, xo + i).sub(max)));
    }
    if (i < n) {
      VectorMask<Float> rest = FLOAT.indexInRange(i, n);
      sum = sum.add(VectorMath.exp(FloatVector.fromArray(FLOAT, x, xo + i, rest).sub(max)), rest);
    }
    return addLanes(sum);
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
      FloatVector e = VectorMath.exp(FloatVector.fromArray(FLOAT, x, xo + i).sub(max));
      e.intoArray(y, yo + i);
      sum = sum.add(e);
    }
    if (i < n) {
      VectorMask<Float> rest = FLOAT.indexInRange(i, n);
      FloatVector e = VectorMath.exp(FloatVector.fromArray(FLOAT, x, xo + i, rest).sub(max));
      e.intoArray(y, yo + i, rest);
      sum = sum.add(e, rest);
    }
    return addLanes(sum);
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
