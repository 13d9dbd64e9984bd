package io.github.candle4j.core.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Tiles of dot products with vectors of 512 bits, for `a bᵀ` whose operands both lie along k: no
/// packing, 4 x 4 sums in registers. Each element is one sum over k in lanes, then the lanes by halves
/// (as in [FloatRows512]), then the last steps of k one by one: the same bits in every tile.
final class FloatDots512 implements FloatDots {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;
  private static final int LANES = 16;
  private static final int ROWS = 4;
  private static final int COLUMNS = 4;
  private static final VectorShuffle<Float> SWAP8 = VectorShuffle.fromOp(SPECIES, i -> i ^ 8);
  private static final VectorShuffle<Float> SWAP4 = VectorShuffle.fromOp(SPECIES, i -> i ^ 4);
  private static final VectorShuffle<Float> SWAP2 = VectorShuffle.fromOp(SPECIES, i -> i ^ 2);
  private static final VectorShuffle<Float> SWAP1 = VectorShuffle.fromOp(SPECIES, i -> i ^ 1);

  @Override
  public void block(
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int ars,
      float[] b,
      int bo,
      int brs,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    float[] sums = Scratch.get().edge(ROWS * COLUMNS * LANES);
    int full = k - k % LANES;
    for (int j = 0; j < n; j += COLUMNS) {
      int columns = Math.min(COLUMNS, n - j);
      int b0 = bo + j * brs;
      for (int i = 0; i < m; i += ROWS) {
        int rows = Math.min(ROWS, m - i);
        int a0 = ao + i * ars;
        sums(rows, columns, full, a, a0, ars, b, b0, brs, sums);
        for (int r = 0; r < rows; r++) {
          int at = co + (i + r) * ldc + j;
          int ar = a0 + r * ars;
          finish(columns, full, k, a, ar, b, b0, brs, sums, r * COLUMNS * LANES, c, at, add);
        }
      }
    }
  }

  /// The lanes of each sum, to `sums[(row * COLUMNS + column) * LANES]`.
  private static void sums(
      int rows,
      int columns,
      int k,
      float[] a,
      int a0,
      int ars,
      float[] b,
      int b0,
      int brs,
      float[] sums) {
    if (rows == ROWS && columns == COLUMNS) {
      tile(k, a, a0, ars, b, b0, brs, sums);
      return;
    }
    for (int i = 0; i < rows; i++) {
      int ai = a0 + i * ars;
      int to = i * COLUMNS * LANES;
      if (columns == COLUMNS) {
        row(k, a, ai, b, b0, brs, sums, to);
      } else {
        for (int j = 0; j < columns; j++) {
          one(k, a, ai, b, b0 + j * brs, sums, to + j * LANES);
        }
      }
    }
  }

  /// Adds up the lanes and the last steps of one row of a tile.
  private static void finish(
      int columns,
      int p0,
      int k,
      float[] a,
      int ao,
      float[] b,
      int bo,
      int brs,
      float[] sums,
      int from,
      float[] c,
      int co,
      boolean add) {
    for (int j = 0; j < columns; j++, bo += brs) {
      FloatVector lanes = FloatVector.fromArray(SPECIES, sums, from + j * LANES);
      lanes = lanes.add(lanes.rearrange(SWAP8));
      lanes = lanes.add(lanes.rearrange(SWAP4));
      lanes = lanes.add(lanes.rearrange(SWAP2));
      lanes = lanes.add(lanes.rearrange(SWAP1));
      float sum = lanes.lane(0);
      for (int p = p0; p < k; p++) {
        sum = Math.fma(a[ao + p], b[bo + p], sum);
      }
      c[co + j] = add ? c[co + j] + sum : sum;
    }
  }

  /// `ROWS` by `COLUMNS` sums.
  private static void tile(
      int k, float[] a, int a0, int ars, float[] b, int b0, int brs, float[] sums) {
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = FloatVector.zero(SPECIES);
    FloatVector s02 = FloatVector.zero(SPECIES);
    FloatVector s03 = FloatVector.zero(SPECIES);
    FloatVector s10 = FloatVector.zero(SPECIES);
    FloatVector s11 = FloatVector.zero(SPECIES);
    FloatVector s12 = FloatVector.zero(SPECIES);
    FloatVector s13 = FloatVector.zero(SPECIES);
    FloatVector s20 = FloatVector.zero(SPECIES);
    FloatVector s21 = FloatVector.zero(SPECIES);
    FloatVector s22 = FloatVector.zero(SPECIES);
    FloatVector s23 = FloatVector.zero(SPECIES);
    FloatVector s30 = FloatVector.zero(SPECIES);
    FloatVector s31 = FloatVector.zero(SPECIES);
    FloatVector s32 = FloatVector.zero(SPECIES);
    FloatVector s33 = FloatVector.zero(SPECIES);
    int a1 = a0 + ars;
    int a2 = a0 + 2 * ars;
    int a3 = a0 + 3 * ars;
    int b1 = b0 + brs;
    int b2 = b0 + 2 * brs;
    int b3 = b0 + 3 * brs;
    for (int p = 0; p < k; p += LANES) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, b0 + p);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, b1 + p);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, b2 + p);
      FloatVector y3 = FloatVector.fromArray(SPECIES, b, b3 + p);
      FloatVector x = FloatVector.fromArray(SPECIES, a, a0 + p);
      s00 = x.fma(y0, s00);
      s01 = x.fma(y1, s01);
      s02 = x.fma(y2, s02);
      s03 = x.fma(y3, s03);
      x = FloatVector.fromArray(SPECIES, a, a1 + p);
      s10 = x.fma(y0, s10);
      s11 = x.fma(y1, s11);
      s12 = x.fma(y2, s12);
      s13 = x.fma(y3, s13);
      x = FloatVector.fromArray(SPECIES, a, a2 + p);
      s20 = x.fma(y0, s20);
      s21 = x.fma(y1, s21);
      s22 = x.fma(y2, s22);
      s23 = x.fma(y3, s23);
      x = FloatVector.fromArray(SPECIES, a, a3 + p);
      s30 = x.fma(y0, s30);
      s31 = x.fma(y1, s31);
      s32 = x.fma(y2, s32);
      s33 = x.fma(y3, s33);
    }
    s00.intoArray(sums, 0);
    s01.intoArray(sums, LANES);
    s02.intoArray(sums, 2 * LANES);
    s03.intoArray(sums, 3 * LANES);
    s10.intoArray(sums, 4 * LANES);
    s11.intoArray(sums, 5 * LANES);
    s12.intoArray(sums, 6 * LANES);
    s13.intoArray(sums, 7 * LANES);
    s20.intoArray(sums, 8 * LANES);
    s21.intoArray(sums, 9 * LANES);
    s22.intoArray(sums, 10 * LANES);
    s23.intoArray(sums, 11 * LANES);
    s30.intoArray(sums, 12 * LANES);
    s31.intoArray(sums, 13 * LANES);
    s32.intoArray(sums, 14 * LANES);
    s33.intoArray(sums, 15 * LANES);
  }

  /// One row by `COLUMNS` sums.
  private static void row(
      int k, float[] a, int a0, float[] b, int b0, int brs, float[] sums, int to) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    int b1 = b0 + brs;
    int b2 = b0 + 2 * brs;
    int b3 = b0 + 3 * brs;
    for (int p = 0; p < k; p += LANES) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, b0 + p);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, b1 + p);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, b2 + p);
      FloatVector y3 = FloatVector.fromArray(SPECIES, b, b3 + p);
      FloatVector x = FloatVector.fromArray(SPECIES, a, a0 + p);
      s0 = x.fma(y0, s0);
      s1 = x.fma(y1, s1);
      s2 = x.fma(y2, s2);
      s3 = x.fma(y3, s3);
    }
    s0.intoArray(sums, to);
    s1.intoArray(sums, to + LANES);
    s2.intoArray(sums, to + 2 * LANES);
    s3.intoArray(sums, to + 3 * LANES);
  }

  /// A single sum.
  private static void one(int k, float[] a, int a0, float[] b, int b0, float[] sums, int to) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p += LANES) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, b0 + p);
      FloatVector x = FloatVector.fromArray(SPECIES, a, a0 + p);
      sum = x.fma(y0, sum);
    }
    sum.intoArray(sums, to);
  }
}
