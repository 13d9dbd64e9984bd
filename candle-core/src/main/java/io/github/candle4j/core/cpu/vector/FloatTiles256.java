package io.github.candle4j.core.cpu.vector;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The register tiles of matrix products with vectors of 256 bits.
///
/// Tiles of 6 rows by 16 columns for packed operands, of 4 by 16 for others. x86 has 16 registers at
/// this width: 12 accumulators, two vectors of `b` and one element of `a` are all that fits. C2 moves
/// the loads of all rows to the head of the loop and would spill; the fence behind each row (it emits
/// no instruction) stops it: 26 against 55 GFLOP/s. With a free row stride of `a` six rows spill
/// even so, four do not (docs/concepts/kernels-matmul.md).
final class FloatTiles256 implements FloatTiles {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
  private static final int LANES = 8;
  private static final int ROWS = 6;
  private static final int COLUMNS = 2 * LANES;

  @Override
  public int tileRows() {
    return ROWS;
  }

  @Override
  public int tileColumns() {
    return COLUMNS;
  }

  /// 24 KB: only packed operands are read six rows at a time.
  @Override
  public int directElements(boolean rowOrder) {
    return 6 * 1024;
  }

  @Override
  public void block(
      int m, int n, int k, FloatPanels a, FloatPanels b, float[] c, int co, int ldc, boolean add) {
    int bo = b.offset();
    for (int j = 0; j < n; j += COLUMNS, bo += b.panelStride()) {
      if (n - j >= COLUMNS) {
        strip(m, k, a, b, bo, c, co + j, ldc, add);
      } else {
        FloatEdges256.strip(m, n - j, k, a, b, bo, c, co + j, ldc, add);
      }
    }
  }

  /// `COLUMNS` columns of `c`, from top to bottom.
  private static void strip(
      int m, int k, FloatPanels a, FloatPanels b, int bo, float[] c, int co, int ldc, boolean add) {
    float[] as = a.data();
    int ao = a.offset();
    int i = 0;
    if (a.stride() == 1 && a.step() == ROWS && b.step() == COLUMNS) {
      for (; i + ROWS <= m; i += ROWS, ao += a.panelStride()) {
        packed6(k, as, ao, b.data(), bo, c, co + i * ldc, ldc, add);
      }
    }
    rest(i, m, k, a, ao, b, bo, c, co, ldc, add);
  }

  /// Rows `i` to `m`, the first of them at `ao`.
  private static void rest(
      int i,
      int m,
      int k,
      FloatPanels a,
      int ao,
      FloatPanels b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    float[] as = a.data();
    int ars = a.stride();
    int acs = a.step();
    float[] bs = b.data();
    int brs = b.step();
    for (; i + 4 <= m; i += 4, ao += 4 * ars) {
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

  /// Six packed rows: the elements of `a` for one step of k are adjacent, so one index serves them all.
  private static void packed6(
      int k, float[] a, int ao, float[] b, int bo, float[] c, int co, int ldc, boolean add) {
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
    int c1 = co + ldc;
    int c2 = co + 2 * ldc;
    int c3 = co + 3 * ldc;
    int c4 = co + 4 * ldc;
    int c5 = co + 5 * ldc;
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
    }
    for (int p = 0; p < k; p++, ao += ROWS, bo += COLUMNS) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      VarHandle.loadLoadFence();
      x = FloatVector.broadcast(SPECIES, a[ao + 1]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      VarHandle.loadLoadFence();
      x = FloatVector.broadcast(SPECIES, a[ao + 2]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      VarHandle.loadLoadFence();
      x = FloatVector.broadcast(SPECIES, a[ao + 3]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      VarHandle.loadLoadFence();
      x = FloatVector.broadcast(SPECIES, a[ao + 4]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      VarHandle.loadLoadFence();
      x = FloatVector.broadcast(SPECIES, a[ao + 5]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      VarHandle.loadLoadFence();
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
      VarHandle.loadLoadFence();
      x = FloatVector.broadcast(SPECIES, a[a1 + q]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      VarHandle.loadLoadFence();
      x = FloatVector.broadcast(SPECIES, a[a2 + q]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      VarHandle.loadLoadFence();
      x = FloatVector.broadcast(SPECIES, a[a3 + q]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      VarHandle.loadLoadFence();
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
