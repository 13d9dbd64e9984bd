package io.github.candle4j.core.cpu.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Products of a matrix and a vector with vectors of 512 bits, in both orientations. Both read the
/// matrix once and in the order of memory: walking down columns costs 60 % of the bandwidth.
///
/// The lanes of a sum are added in a fixed order, by halves. `reduceLanes` leaves its order open: the
/// interpreter and C2 differ, so the bits of a result would change while the program warms up.
final class FloatRows512 implements FloatRows {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;
  private static final int LANES = 16;
  private static final VectorShuffle<Float> SWAP1 = VectorShuffle.fromOp(SPECIES, i -> i ^ 1);
  private static final VectorShuffle<Float> SWAP2 = VectorShuffle.fromOp(SPECIES, i -> i ^ 2);
  private static final VectorShuffle<Float> SWAP4 = VectorShuffle.fromOp(SPECIES, i -> i ^ 4);
  private static final VectorShuffle<Float> SWAP8 = VectorShuffle.fromOp(SPECIES, i -> i ^ 8);

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void combine(
      int n,
      int k,
      float[] x,
      int xo,
      int xs,
      float[] b,
      int bo,
      int brs,
      float[] y,
      int yo,
      boolean add) {
    int p = 0;
    if (!add) {
      if (k < 4) {
        Arrays.fill(y, yo, yo + n, 0f);
      } else {
        combine4(n, x, xo, xs, b, bo, brs, y, yo, false);
        p = 4;
      }
    }
    for (; p + 4 <= k; p += 4) {
      combine4(n, x, xo + p * xs, xs, b, bo + p * brs, brs, y, yo, true);
    }
    for (; p < k; p++) {
      combine1(n, x[xo + p * xs], b, bo + p * brs, y, yo);
    }
  }

  /// `y += x0 b0 + x1 b1 + x2 b2 + x3 b3`, added in this order: four rows for one pass over `y`.
  private static void combine4(
      int n,
      float[] x,
      int xo,
      int xs,
      float[] b,
      int bo,
      int brs,
      float[] y,
      int yo,
      boolean add) {
    float x0 = x[xo];
    float x1 = x[xo + xs];
    float x2 = x[xo + 2 * xs];
    float x3 = x[xo + 3 * xs];
    int b1 = bo + brs;
    int b2 = bo + 2 * brs;
    int b3 = bo + 3 * brs;
    FloatVector v0 = FloatVector.broadcast(SPECIES, x0);
    FloatVector v1 = FloatVector.broadcast(SPECIES, x1);
    FloatVector v2 = FloatVector.broadcast(SPECIES, x2);
    FloatVector v3 = FloatVector.broadcast(SPECIES, x3);
    for (int j = 0; j < n; j += LANES) {
      FloatVector sum = FloatVector.zero(SPECIES);
      if (add) {
        sum = FloatVector.fromArray(SPECIES, y, yo + j);
      }
      sum = v0.fma(FloatVector.fromArray(SPECIES, b, bo + j), sum);
      sum = v1.fma(FloatVector.fromArray(SPECIES, b, b1 + j), sum);
      sum = v2.fma(FloatVector.fromArray(SPECIES, b, b2 + j), sum);
      sum = v3.fma(FloatVector.fromArray(SPECIES, b, b3 + j), sum);
      sum.intoArray(y, yo + j);
    }
  }

  private static void combine1(int n, float x, float[] b, int bo, float[] y, int yo) {
    FloatVector v = FloatVector.broadcast(SPECIES, x);
    for (int j = 0; j < n; j += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, y, yo + j);
      v.fma(FloatVector.fromArray(SPECIES, b, bo + j), sum).intoArray(y, yo + j);
    }
  }

  @Override
  public void dots(
      int m,
      int k,
      float[] a,
      int ao,
      int ars,
      float[] x,
      int xo,
      float[] y,
      int yo,
      int ys,
      boolean add) {
    int i = 0;
    for (; i + 4 <= m; i += 4) {
      dots4(k, a, ao + i * ars, ars, x, xo, y, yo + i * ys, ys, add);
    }
    for (; i < m; i++) {
      dot(k, a, ao + i * ars, x, xo, y, yo + i * ys, add);
    }
  }

  /// Four rows at a time, two sums each: every vector of `x` is loaded once for four of `a`.
  private static void dots4(
      int k,
      float[] a,
      int a0,
      int ars,
      float[] x,
      int xo,
      float[] y,
      int yo,
      int ys,
      boolean add) {
    int a1 = a0 + ars;
    int a2 = a0 + 2 * ars;
    int a3 = a0 + 3 * ars;
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = s00;
    FloatVector s10 = s00;
    FloatVector s11 = s00;
    FloatVector s20 = s00;
    FloatVector s21 = s00;
    FloatVector s30 = s00;
    FloatVector s31 = s00;
    int p = 0;
    for (; p <= k - 2 * LANES; p += 2 * LANES) {
      FloatVector x0 = FloatVector.fromArray(SPECIES, x, xo + p);
      FloatVector x1 = FloatVector.fromArray(SPECIES, x, xo + p + LANES);
      s00 = FloatVector.fromArray(SPECIES, a, a0 + p).fma(x0, s00);
      s01 = FloatVector.fromArray(SPECIES, a, a0 + p + LANES).fma(x1, s01);
      s10 = FloatVector.fromArray(SPECIES, a, a1 + p).fma(x0, s10);
      s11 = FloatVector.fromArray(SPECIES, a, a1 + p + LANES).fma(x1, s11);
      s20 = FloatVector.fromArray(SPECIES, a, a2 + p).fma(x0, s20);
      s21 = FloatVector.fromArray(SPECIES, a, a2 + p + LANES).fma(x1, s21);
      s30 = FloatVector.fromArray(SPECIES, a, a3 + p).fma(x0, s30);
      s31 = FloatVector.fromArray(SPECIES, a, a3 + p + LANES).fma(x1, s31);
    }
    for (; p <= k - LANES; p += LANES) {
      FloatVector x0 = FloatVector.fromArray(SPECIES, x, xo + p);
      s00 = FloatVector.fromArray(SPECIES, a, a0 + p).fma(x0, s00);
      s10 = FloatVector.fromArray(SPECIES, a, a1 + p).fma(x0, s10);
      s20 = FloatVector.fromArray(SPECIES, a, a2 + p).fma(x0, s20);
      s30 = FloatVector.fromArray(SPECIES, a, a3 + p).fma(x0, s30);
    }
    s00 = s00.add(s01);
    s10 = s10.add(s11);
    s20 = s20.add(s21);
    s30 = s30.add(s31);
    s00 = s00.add(s00.rearrange(SWAP8));
    s10 = s10.add(s10.rearrange(SWAP8));
    s20 = s20.add(s20.rearrange(SWAP8));
    s30 = s30.add(s30.rearrange(SWAP8));
    s00 = s00.add(s00.rearrange(SWAP4));
    s10 = s10.add(s10.rearrange(SWAP4));
    s20 = s20.add(s20.rearrange(SWAP4));
    s30 = s30.add(s30.rearrange(SWAP4));
    s00 = s00.add(s00.rearrange(SWAP2));
    s10 = s10.add(s10.rearrange(SWAP2));
    s20 = s20.add(s20.rearrange(SWAP2));
    s30 = s30.add(s30.rearrange(SWAP2));
    s00 = s00.add(s00.rearrange(SWAP1));
    s10 = s10.add(s10.rearrange(SWAP1));
    s20 = s20.add(s20.rearrange(SWAP1));
    s30 = s30.add(s30.rearrange(SWAP1));
    float sum0 = s00.lane(0);
    float sum1 = s10.lane(0);
    float sum2 = s20.lane(0);
    float sum3 = s30.lane(0);
    for (; p < k; p++) {
      float value = x[xo + p];
      sum0 = Math.fma(a[a0 + p], value, sum0);
      sum1 = Math.fma(a[a1 + p], value, sum1);
      sum2 = Math.fma(a[a2 + p], value, sum2);
      sum3 = Math.fma(a[a3 + p], value, sum3);
    }
    y[yo] = add ? y[yo] + sum0 : sum0;
    y[yo + ys] = add ? y[yo + ys] + sum1 : sum1;
    y[yo + 2 * ys] = add ? y[yo + 2 * ys] + sum2 : sum2;
    y[yo + 3 * ys] = add ? y[yo + 3 * ys] + sum3 : sum3;
  }

  private static void dot(
      int k, float[] a, int ao, float[] x, int xo, float[] y, int yo, boolean add) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    int p = 0;
    for (; p <= k - 2 * LANES; p += 2 * LANES) {
      FloatVector x0 = FloatVector.fromArray(SPECIES, x, xo + p);
      FloatVector x1 = FloatVector.fromArray(SPECIES, x, xo + p + LANES);
      s0 = FloatVector.fromArray(SPECIES, a, ao + p).fma(x0, s0);
      s1 = FloatVector.fromArray(SPECIES, a, ao + p + LANES).fma(x1, s1);
    }
    for (; p <= k - LANES; p += LANES) {
      FloatVector x0 = FloatVector.fromArray(SPECIES, x, xo + p);
      s0 = FloatVector.fromArray(SPECIES, a, ao + p).fma(x0, s0);
    }
    s0 = s0.add(s1);
    s0 = s0.add(s0.rearrange(SWAP8));
    s0 = s0.add(s0.rearrange(SWAP4));
    s0 = s0.add(s0.rearrange(SWAP2));
    s0 = s0.add(s0.rearrange(SWAP1));
    float sum = s0.lane(0);
    for (; p < k; p++) {
      sum = Math.fma(a[ao + p], x[xo + p], sum);
    }
    y[yo] = add ? y[yo] + sum : sum;
  }
}
