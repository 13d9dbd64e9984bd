package io.github.candle4j.core.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The register tiles of matrix products with vectors of 128 bits.
///
/// Tiles of 4 rows by 16 columns: 16 accumulators keep the four multiply-add pipes of a large ARM core
/// busy over a latency of four cycles, and leave 12 of the 32 NEON registers for the operands.
/// Measured only on x86 with vectors held down to 128 bits (docs/concepts/kernels-matmul.md).
final class FloatTiles128 implements FloatTiles {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_128;
  private static final int LANES = 4;
  private static final int ROWS = 4;
  private static final int COLUMNS = 4 * LANES;

  @Override
  public int tileRows() {
    return ROWS;
  }

  @Override
  public int tileColumns() {
    return COLUMNS;
  }

  /// 256 KB: at this width the arithmetic is slow beside the loads.
  @Override
  public int directElements(boolean rowOrder) {
    return 64 * 1024;
  }

  @Override
  public void block(
      int m, int n, int k, FloatPanels a, FloatPanels b, float[] c, int co, int ldc, boolean add) {
    int bo = b.offset();
    for (int j = 0; j < n; j += COLUMNS, bo += b.panelStride()) {
      if (n - j >= COLUMNS) {
        strip(m, k, a, b, bo, c, co + j, ldc, add);
      } else {
        FloatEdges128.strip(m, n - j, k, a, b, bo, c, co + j, ldc, add);
      }
    }
  }

  /// `COLUMNS` columns of `c`, from top to bottom.
  private static void strip(
      int m, int k, FloatPanels a, FloatPanels b, int bo, float[] c, int co, int ldc, boolean add) {
    float[] as = a.data();
    int ao = a.offset();
    int ars = a.stride();
    int acs = a.step();
    float[] bs = b.data();
    int brs = b.step();
    int i = 0;
    for (; i + ROWS <= m; i += ROWS, ao += a.panelStride()) {
      tile4(k, as, ao, ars, acs, bs, bo, brs, c, co + i * ldc, ldc, add);
    }
    if (i + 2 <= m) {
      tile2(k, as, ao, ars, acs, bs, bo, brs, c, co + i * ldc, ldc, add);
      i += 2;
      ao += 2 * ars;
    }
    if (i < m) {
      tile1(k, as, ao, acs, bs, bo, brs, c, co + i * ldc, add);
    }
  }

  /// Four rows by `COLUMNS`.
  private static void tile4(
      int k,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] b,
      int bo,
      int brs,
      float[] c,
      int co,
      int ldc,
      boolean add) {
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
    int c1 = co + ldc;
    int c2 = co + 2 * ldc;
    int c3 = co + 3 * ldc;
    if (add) {
      s00 = FloatVector.fromArray(SPECIES, c, co);
      s01 = FloatVector.fromArray(SPECIES, c, co + LANES);
      s02 = FloatVector.fromArray(SPECIES, c, co + 2 * LANES);
      s03 = FloatVector.fromArray(SPECIES, c, co + 3 * LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c1);
      s11 = FloatVector.fromArray(SPECIES, c, c1 + LANES);
      s12 = FloatVector.fromArray(SPECIES, c, c1 + 2 * LANES);
      s13 = FloatVector.fromArray(SPECIES, c, c1 + 3 * LANES);
      s20 = FloatVector.fromArray(SPECIES, c, c2);
      s21 = FloatVector.fromArray(SPECIES, c, c2 + LANES);
      s22 = FloatVector.fromArray(SPECIES, c, c2 + 2 * LANES);
      s23 = FloatVector.fromArray(SPECIES, c, c2 + 3 * LANES);
      s30 = FloatVector.fromArray(SPECIES, c, c3);
      s31 = FloatVector.fromArray(SPECIES, c, c3 + LANES);
      s32 = FloatVector.fromArray(SPECIES, c, c3 + 2 * LANES);
      s33 = FloatVector.fromArray(SPECIES, c, c3 + 3 * LANES);
    }
    int a1 = ao + ars;
    int a2 = ao + 2 * ars;
    int a3 = ao + 3 * ars;
    for (int p = 0, q = 0; p < k; p++, q += acs, bo += brs) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bo + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bo + 3 * LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + q]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      s02 = x.fma(b2, s02);
      s03 = x.fma(b3, s03);
      x = FloatVector.broadcast(SPECIES, a[a1 + q]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      s12 = x.fma(b2, s12);
      s13 = x.fma(b3, s13);
      x = FloatVector.broadcast(SPECIES, a[a2 + q]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      s22 = x.fma(b2, s22);
      s23 = x.fma(b3, s23);
      x = FloatVector.broadcast(SPECIES, a[a3 + q]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      s32 = x.fma(b2, s32);
      s33 = x.fma(b3, s33);
    }
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
    s02.intoArray(c, co + 2 * LANES);
    s03.intoArray(c, co + 3 * LANES);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + LANES);
    s12.intoArray(c, c1 + 2 * LANES);
    s13.intoArray(c, c1 + 3 * LANES);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + LANES);
    s22.intoArray(c, c2 + 2 * LANES);
    s23.intoArray(c, c2 + 3 * LANES);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + LANES);
    s32.intoArray(c, c3 + 2 * LANES);
    s33.intoArray(c, c3 + 3 * LANES);
  }

  /// Two rows by `COLUMNS`.
  private static void tile2(
      int k,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] b,
      int bo,
      int brs,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = FloatVector.zero(SPECIES);
    FloatVector s02 = FloatVector.zero(SPECIES);
    FloatVector s03 = FloatVector.zero(SPECIES);
    FloatVector s10 = FloatVector.zero(SPECIES);
    FloatVector s11 = FloatVector.zero(SPECIES);
    FloatVector s12 = FloatVector.zero(SPECIES);
    FloatVector s13 = FloatVector.zero(SPECIES);
    int c1 = co + ldc;
    if (add) {
      s00 = FloatVector.fromArray(SPECIES, c, co);
      s01 = FloatVector.fromArray(SPECIES, c, co + LANES);
      s02 = FloatVector.fromArray(SPECIES, c, co + 2 * LANES);
      s03 = FloatVector.fromArray(SPECIES, c, co + 3 * LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c1);
      s11 = FloatVector.fromArray(SPECIES, c, c1 + LANES);
      s12 = FloatVector.fromArray(SPECIES, c, c1 + 2 * LANES);
      s13 = FloatVector.fromArray(SPECIES, c, c1 + 3 * LANES);
    }
    int a1 = ao + ars;
    for (int p = 0, q = 0; p < k; p++, q += acs, bo += brs) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bo + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bo + 3 * LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + q]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      s02 = x.fma(b2, s02);
      s03 = x.fma(b3, s03);
      x = FloatVector.broadcast(SPECIES, a[a1 + q]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      s12 = x.fma(b2, s12);
      s13 = x.fma(b3, s13);
    }
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
    s02.intoArray(c, co + 2 * LANES);
    s03.intoArray(c, co + 3 * LANES);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + LANES);
    s12.intoArray(c, c1 + 2 * LANES);
    s13.intoArray(c, c1 + 3 * LANES);
  }

  /// One row by `COLUMNS`.
  private static void tile1(
      int k,
      float[] a,
      int ao,
      int acs,
      float[] b,
      int bo,
      int brs,
      float[] c,
      int co,
      boolean add) {
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = FloatVector.zero(SPECIES);
    FloatVector s02 = FloatVector.zero(SPECIES);
    FloatVector s03 = FloatVector.zero(SPECIES);
    if (add) {
      s00 = FloatVector.fromArray(SPECIES, c, co);
      s01 = FloatVector.fromArray(SPECIES, c, co + LANES);
      s02 = FloatVector.fromArray(SPECIES, c, co + 2 * LANES);
      s03 = FloatVector.fromArray(SPECIES, c, co + 3 * LANES);
    }
    for (int p = 0, q = 0; p < k; p++, q += acs, bo += brs) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bo + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bo + 3 * LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + q]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      s02 = x.fma(b2, s02);
      s03 = x.fma(b3, s03);
    }
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
    s02.intoArray(c, co + 2 * LANES);
    s03.intoArray(c, co + 3 * LANES);
  }
}
