package io.github.candle4j.core.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The register tiles of matrix products with vectors of 512 bits.
///
/// Tiles of 12 rows by 32 columns: 24 accumulators, two vectors of `b` and one broadcast element of
/// `a` fill 27 of the 32 registers. A tile one vector wide is bound by its loads (72 % of peak); 8 x 32
/// and 6 x 48 are as fast in cache, but take more of them (docs/concepts/kernels-matmul.md).
final class FloatTiles512 implements FloatTiles {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;
  private static final int LANES = 16;
  private static final int ROWS = 12;
  private static final int COLUMNS = 2 * LANES;

  @Override
  public int tileRows() {
    return ROWS;
  }

  @Override
  public int tileColumns() {
    return COLUMNS;
  }

  /// 512 KB and 256 KB: half the level-2 cache, and less where each step of k is in another line of `a`.
  @Override
  public int directElements(boolean rowOrder) {
    return rowOrder ? 128 * 1024 : 64 * 1024;
  }

  @Override
  public void block(
      int m, int n, int k, FloatPanels a, FloatPanels b, float[] c, int co, int ldc, boolean add) {
    int bo = b.offset();
    for (int j = 0; j < n; j += COLUMNS, bo += b.panelStride()) {
      if (n - j >= COLUMNS) {
        strip(m, k, a, b, bo, c, co + j, ldc, add);
      } else {
        FloatEdges512.strip(m, n - j, k, a, b, bo, c, co + j, ldc, add);
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
      tile12(k, as, ao, ars, acs, bs, bo, brs, c, co + i * ldc, ldc, add);
    }
    if (i + 8 <= m) {
      tile8(k, as, ao, ars, acs, bs, bo, brs, c, co + i * ldc, ldc, add);
      i += 8;
      ao += 8 * ars;
    }
    if (i + 4 <= m) {
      tile4(k, as, ao, ars, acs, bs, bo, brs, c, co + i * ldc, ldc, add);
      i += 4;
      ao += 4 * ars;
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

  /// Twelve rows by `COLUMNS`.
  private static void tile12(
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
    FloatVector s10 = FloatVector.zero(SPECIES);
    FloatVector s11 = FloatVector.zero(SPECIES);
    FloatVector s20 = FloatVector.zero(SPECIES);
    FloatVector s21 = FloatVector.zero(SPECIES);
    FloatVector s30 = FloatVector.zero(SPECIES);
    FloatVector s31 = FloatVector.zero(SPECIES);
    FloatVector s40 = FloatVector.zero(SPECIES);
    FloatVector s41 = FloatVector.zero(SPECIES);
    FloatVector s50 = FloatVector.zero(SPECIES);
    FloatVector s51 = FloatVector.zero(SPECIES);
    FloatVector s60 = FloatVector.zero(SPECIES);
    FloatVector s61 = FloatVector.zero(SPECIES);
    FloatVector s70 = FloatVector.zero(SPECIES);
    FloatVector s71 = FloatVector.zero(SPECIES);
    FloatVector s80 = FloatVector.zero(SPECIES);
    FloatVector s81 = FloatVector.zero(SPECIES);
    FloatVector s90 = FloatVector.zero(SPECIES);
    FloatVector s91 = FloatVector.zero(SPECIES);
    FloatVector s100 = FloatVector.zero(SPECIES);
    FloatVector s101 = FloatVector.zero(SPECIES);
    FloatVector s110 = FloatVector.zero(SPECIES);
    FloatVector s111 = FloatVector.zero(SPECIES);
    int c1 = co + ldc;
    int c2 = co + 2 * ldc;
    int c3 = co + 3 * ldc;
    int c4 = co + 4 * ldc;
    int c5 = co + 5 * ldc;
    int c6 = co + 6 * ldc;
    int c7 = co + 7 * ldc;
    int c8 = co + 8 * ldc;
    int c9 = co + 9 * ldc;
    int c10 = co + 10 * ldc;
    int c11 = co + 11 * ldc;
    if (add) {
      s00 = FloatVector.fromArray(SPECIES, c, co);
      s01 = FloatVector.fromArray(SPECIES, c, co + LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c1);
      s11 = FloatVector.fromArray(SPECIES, c, c1 + LANES);
      s20 = FloatVector.fromArray(SPECIES, c, c2);
      s21 = FloatVector.fromArray(SPECIES, c, c2 + LANES);
      s30 = FloatVector.fromArray(SPECIES, c, c3);
      s31 = FloatVector.fromArray(SPECIES, c, c3 + LANES);
      s40 = FloatVector.fromArray(SPECIES, c, c4);
      s41 = FloatVector.fromArray(SPECIES, c, c4 + LANES);
      s50 = FloatVector.fromArray(SPECIES, c, c5);
      s51 = FloatVector.fromArray(SPECIES, c, c5 + LANES);
      s60 = FloatVector.fromArray(SPECIES, c, c6);
      s61 = FloatVector.fromArray(SPECIES, c, c6 + LANES);
      s70 = FloatVector.fromArray(SPECIES, c, c7);
      s71 = FloatVector.fromArray(SPECIES, c, c7 + LANES);
      s80 = FloatVector.fromArray(SPECIES, c, c8);
      s81 = FloatVector.fromArray(SPECIES, c, c8 + LANES);
      s90 = FloatVector.fromArray(SPECIES, c, c9);
      s91 = FloatVector.fromArray(SPECIES, c, c9 + LANES);
      s100 = FloatVector.fromArray(SPECIES, c, c10);
      s101 = FloatVector.fromArray(SPECIES, c, c10 + LANES);
      s110 = FloatVector.fromArray(SPECIES, c, c11);
      s111 = FloatVector.fromArray(SPECIES, c, c11 + LANES);
    }
    int a1 = ao + ars;
    int a2 = ao + 2 * ars;
    int a3 = ao + 3 * ars;
    int a4 = ao + 4 * ars;
    int a5 = ao + 5 * ars;
    int a6 = ao + 6 * ars;
    int a7 = ao + 7 * ars;
    int a8 = ao + 8 * ars;
    int a9 = ao + 9 * ars;
    int a10 = ao + 10 * ars;
    int a11 = ao + 11 * ars;
    for (int p = 0, q = 0; p < k; p++, q += acs, bo += brs) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + q]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[a1 + q]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = FloatVector.broadcast(SPECIES, a[a2 + q]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[a3 + q]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      x = FloatVector.broadcast(SPECIES, a[a4 + q]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = FloatVector.broadcast(SPECIES, a[a5 + q]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      x = FloatVector.broadcast(SPECIES, a[a6 + q]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      x = FloatVector.broadcast(SPECIES, a[a7 + q]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
      x = FloatVector.broadcast(SPECIES, a[a8 + q]);
      s80 = x.fma(b0, s80);
      s81 = x.fma(b1, s81);
      x = FloatVector.broadcast(SPECIES, a[a9 + q]);
      s90 = x.fma(b0, s90);
      s91 = x.fma(b1, s91);
      x = FloatVector.broadcast(SPECIES, a[a10 + q]);
      s100 = x.fma(b0, s100);
      s101 = x.fma(b1, s101);
      x = FloatVector.broadcast(SPECIES, a[a11 + q]);
      s110 = x.fma(b0, s110);
      s111 = x.fma(b1, s111);
    }
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + LANES);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + LANES);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + LANES);
    s40.intoArray(c, c4);
    s41.intoArray(c, c4 + LANES);
    s50.intoArray(c, c5);
    s51.intoArray(c, c5 + LANES);
    s60.intoArray(c, c6);
    s61.intoArray(c, c6 + LANES);
    s70.intoArray(c, c7);
    s71.intoArray(c, c7 + LANES);
    s80.intoArray(c, c8);
    s81.intoArray(c, c8 + LANES);
    s90.intoArray(c, c9);
    s91.intoArray(c, c9 + LANES);
    s100.intoArray(c, c10);
    s101.intoArray(c, c10 + LANES);
    s110.intoArray(c, c11);
    s111.intoArray(c, c11 + LANES);
  }

  /// Eight rows by `COLUMNS`.
  private static void tile8(
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
    FloatVector s10 = FloatVector.zero(SPECIES);
    FloatVector s11 = FloatVector.zero(SPECIES);
    FloatVector s20 = FloatVector.zero(SPECIES);
    FloatVector s21 = FloatVector.zero(SPECIES);
    FloatVector s30 = FloatVector.zero(SPECIES);
    FloatVector s31 = FloatVector.zero(SPECIES);
    FloatVector s40 = FloatVector.zero(SPECIES);
    FloatVector s41 = FloatVector.zero(SPECIES);
    FloatVector s50 = FloatVector.zero(SPECIES);
    FloatVector s51 = FloatVector.zero(SPECIES);
    FloatVector s60 = FloatVector.zero(SPECIES);
    FloatVector s61 = FloatVector.zero(SPECIES);
    FloatVector s70 = FloatVector.zero(SPECIES);
    FloatVector s71 = FloatVector.zero(SPECIES);
    int c1 = co + ldc;
    int c2 = co + 2 * ldc;
    int c3 = co + 3 * ldc;
    int c4 = co + 4 * ldc;
    int c5 = co + 5 * ldc;
    int c6 = co + 6 * ldc;
    int c7 = co + 7 * ldc;
    if (add) {
      s00 = FloatVector.fromArray(SPECIES, c, co);
      s01 = FloatVector.fromArray(SPECIES, c, co + LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c1);
      s11 = FloatVector.fromArray(SPECIES, c, c1 + LANES);
      s20 = FloatVector.fromArray(SPECIES, c, c2);
      s21 = FloatVector.fromArray(SPECIES, c, c2 + LANES);
      s30 = FloatVector.fromArray(SPECIES, c, c3);
      s31 = FloatVector.fromArray(SPECIES, c, c3 + LANES);
      s40 = FloatVector.fromArray(SPECIES, c, c4);
      s41 = FloatVector.fromArray(SPECIES, c, c4 + LANES);
      s50 = FloatVector.fromArray(SPECIES, c, c5);
      s51 = FloatVector.fromArray(SPECIES, c, c5 + LANES);
      s60 = FloatVector.fromArray(SPECIES, c, c6);
      s61 = FloatVector.fromArray(SPECIES, c, c6 + LANES);
      s70 = FloatVector.fromArray(SPECIES, c, c7);
      s71 = FloatVector.fromArray(SPECIES, c, c7 + LANES);
    }
    int a1 = ao + ars;
    int a2 = ao + 2 * ars;
    int a3 = ao + 3 * ars;
    int a4 = ao + 4 * ars;
    int a5 = ao + 5 * ars;
    int a6 = ao + 6 * ars;
    int a7 = ao + 7 * ars;
    for (int p = 0, q = 0; p < k; p++, q += acs, bo += brs) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + q]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[a1 + q]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = FloatVector.broadcast(SPECIES, a[a2 + q]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[a3 + q]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      x = FloatVector.broadcast(SPECIES, a[a4 + q]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = FloatVector.broadcast(SPECIES, a[a5 + q]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      x = FloatVector.broadcast(SPECIES, a[a6 + q]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      x = FloatVector.broadcast(SPECIES, a[a7 + q]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
    }
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + LANES);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + LANES);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + LANES);
    s40.intoArray(c, c4);
    s41.intoArray(c, c4 + LANES);
    s50.intoArray(c, c5);
    s51.intoArray(c, c5 + LANES);
    s60.intoArray(c, c6);
    s61.intoArray(c, c6 + LANES);
    s70.intoArray(c, c7);
    s71.intoArray(c, c7 + LANES);
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
    FloatVector s10 = FloatVector.zero(SPECIES);
    FloatVector s11 = FloatVector.zero(SPECIES);
    FloatVector s20 = FloatVector.zero(SPECIES);
    FloatVector s21 = FloatVector.zero(SPECIES);
    FloatVector s30 = FloatVector.zero(SPECIES);
    FloatVector s31 = FloatVector.zero(SPECIES);
    int c1 = co + ldc;
    int c2 = co + 2 * ldc;
    int c3 = co + 3 * ldc;
    if (add) {
      s00 = FloatVector.fromArray(SPECIES, c, co);
      s01 = FloatVector.fromArray(SPECIES, c, co + LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c1);
      s11 = FloatVector.fromArray(SPECIES, c, c1 + LANES);
      s20 = FloatVector.fromArray(SPECIES, c, c2);
      s21 = FloatVector.fromArray(SPECIES, c, c2 + LANES);
      s30 = FloatVector.fromArray(SPECIES, c, c3);
      s31 = FloatVector.fromArray(SPECIES, c, c3 + LANES);
    }
    int a1 = ao + ars;
    int a2 = ao + 2 * ars;
    int a3 = ao + 3 * ars;
    for (int p = 0, q = 0; p < k; p++, q += acs, bo += brs) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + q]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[a1 + q]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = FloatVector.broadcast(SPECIES, a[a2 + q]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[a3 + q]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
    }
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + LANES);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + LANES);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + LANES);
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
    FloatVector s10 = FloatVector.zero(SPECIES);
    FloatVector s11 = FloatVector.zero(SPECIES);
    int c1 = co + ldc;
    if (add) {
      s00 = FloatVector.fromArray(SPECIES, c, co);
      s01 = FloatVector.fromArray(SPECIES, c, co + LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c1);
      s11 = FloatVector.fromArray(SPECIES, c, c1 + LANES);
    }
    int a1 = ao + ars;
    for (int p = 0, q = 0; p < k; p++, q += acs, bo += brs) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + q]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[a1 + q]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
    }
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + LANES);
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
    if (add) {
      s00 = FloatVector.fromArray(SPECIES, c, co);
      s01 = FloatVector.fromArray(SPECIES, c, co + LANES);
    }
    for (int p = 0, q = 0; p < k; p++, q += acs, bo += brs) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + q]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
    }
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
  }
}
