package io.github.candle4j.core.cpu.vector;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The right edge of a product with vectors of 256 bits: fewer columns than a tile has, one vector at
/// a time.
///
/// Masks are not used: NEON has no masked stores, and on x86 C2 left the masked loads of such a loop as
/// objects (7 times slower, docs/concepts/kernels-matmul.md). So a last vector that is not full goes
/// through a small array: its columns of `c` are copied in and out, and the rows of `b` whose vector would
/// reach beyond the array are copied and filled with zeros. The other rows are read in full; what lies
/// beyond the edge stays in lanes that nobody reads.
final class FloatEdges256 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
  private static final int LANES = 8;
  private static final int ROWS = 8;

  private FloatEdges256() {}

  /// The last `n` columns of `c`, from top to bottom.
  static void strip(
      int m,
      int n,
      int k,
      FloatPanels a,
      FloatPanels b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    if (n <= LANES / 2) {
      FloatEdges128.strip(m, n, k, a, b, bo, c, co, ldc, add);
      return;
    }
    int height = a.seamless() ? m : a.panelRows();
    for (int top = 0, ao = a.offset(); top < m; top += height, ao += a.panelStride()) {
      int rows = Math.min(m - top, height);
      int j = 0;
      for (; j + LANES <= n; j += LANES) {
        vectors(rows, k, a, ao, b.data(), bo + j, b.step(), c, co + top * ldc + j, ldc, add);
      }
      if (j < n) {
        partial(rows, n - j, k, a, ao, b, bo + j, c, co + top * ldc + j, ldc, add);
      }
    }
  }

  /// One full vector of columns.
  private static void vectors(
      int m,
      int k,
      FloatPanels a,
      int ao,
      float[] b,
      int bo,
      int brs,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    int ars = a.stride();
    int i = 0;
    for (; i + ROWS <= m; i += ROWS) {
      edge8(k, a.data(), ao + i * ars, ars, a.step(), b, bo, brs, c, co + i * ldc, ldc, add);
    }
    for (; i + 4 <= m; i += 4) {
      edge4(k, a.data(), ao + i * ars, ars, a.step(), b, bo, brs, c, co + i * ldc, ldc, add);
    }
    for (; i < m; i++) {
      edge1(k, a.data(), ao + i * ars, a.step(), b, bo, brs, c, co + i * ldc, add);
    }
  }

  private static void partial(
      int m,
      int columns,
      int k,
      FloatPanels a,
      int ao,
      FloatPanels b,
      int bo,
      float[] c,
      int co,
      int ldc,
      boolean add) {
    int brs = b.step();
    int room = b.data().length - LANES - bo;
    int inside = room < 0 ? 0 : brs == 0 ? k : Math.min(k, room / brs + 1);
    int outside = k - inside;
    float[] edge = Scratch.get().edge(LANES * (ROWS + outside));
    int tail = LANES * ROWS;
    for (int p = 0; p < outside; p++) {
      for (int j = 0; j < LANES; j++) {
        edge[tail + p * LANES + j] = j < columns ? b.data()[bo + (inside + p) * brs + j] : 0f;
      }
    }
    int acs = a.step();
    for (int i = 0; i < m; i += ROWS) {
      int rows = Math.min(ROWS, m - i);
      int from = ao + i * a.stride();
      for (int r = 0; add && r < rows; r++) {
        for (int j = 0; j < columns; j++) {
          edge[r * LANES + j] = c[co + (i + r) * ldc + j];
        }
      }
      vectors(rows, inside, a, from, b.data(), bo, brs, edge, 0, LANES, add);
      if (outside > 0) {
        vectors(rows, outside, a, from + inside * acs, edge, tail, LANES, edge, 0, LANES, true);
      }
      for (int r = 0; r < rows; r++) {
        for (int j = 0; j < columns; j++) {
          c[co + (i + r) * ldc + j] = edge[r * LANES + j];
        }
      }
    }
  }

  /// Eight rows by one vector.
  private static void edge8(
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
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    FloatVector s4 = FloatVector.zero(SPECIES);
    FloatVector s5 = FloatVector.zero(SPECIES);
    FloatVector s6 = FloatVector.zero(SPECIES);
    FloatVector s7 = FloatVector.zero(SPECIES);
    int c1 = co + ldc;
    int c2 = co + 2 * ldc;
    int c3 = co + 3 * ldc;
    int c4 = co + 4 * ldc;
    int c5 = co + 5 * ldc;
    int c6 = co + 6 * ldc;
    int c7 = co + 7 * ldc;
    if (add) {
      s0 = FloatVector.fromArray(SPECIES, c, co);
      s1 = FloatVector.fromArray(SPECIES, c, c1);
      s2 = FloatVector.fromArray(SPECIES, c, c2);
      s3 = FloatVector.fromArray(SPECIES, c, c3);
      s4 = FloatVector.fromArray(SPECIES, c, c4);
      s5 = FloatVector.fromArray(SPECIES, c, c5);
      s6 = FloatVector.fromArray(SPECIES, c, c6);
      s7 = FloatVector.fromArray(SPECIES, c, c7);
    }
    int a1 = ao + ars;
    int a2 = ao + 2 * ars;
    int a3 = ao + 3 * ars;
    int a4 = ao + 4 * ars;
    int a5 = ao + 5 * ars;
    int a6 = ao + 6 * ars;
    int a7 = ao + 7 * ars;
    for (int p = 0, q = 0; p < k; p++, q += acs, bo += brs) {
      FloatVector row = FloatVector.fromArray(SPECIES, b, bo);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + q]);
      s0 = x.fma(row, s0);
      VarHandle.loadLoadFence();
      x = FloatVector.broadcast(SPECIES, a[a1 + q]);
      s1 = x.fma(row, s1);
      VarHandle.loadLoadFence();
      x = FloatVector.broadcast(SPECIES, a[a2 + q]);
      s2 = x.fma(row, s2);
      VarHandle.loadLoadFence();
      x = FloatVector.broadcast(SPECIES, a[a3 + q]);
      s3 = x.fma(row, s3);
      VarHandle.loadLoadFence();
      x = FloatVector.broadcast(SPECIES, a[a4 + q]);
      s4 = x.fma(row, s4);
      VarHandle.loadLoadFence();
      x = FloatVector.broadcast(SPECIES, a[a5 + q]);
      s5 = x.fma(row, s5);
      VarHandle.loadLoadFence();
      x = FloatVector.broadcast(SPECIES, a[a6 + q]);
      s6 = x.fma(row, s6);
      VarHandle.loadLoadFence();
      x = FloatVector.broadcast(SPECIES, a[a7 + q]);
      s7 = x.fma(row, s7);
      VarHandle.loadLoadFence();
    }
    s0.intoArray(c, co);
    s1.intoArray(c, c1);
    s2.intoArray(c, c2);
    s3.intoArray(c, c3);
    s4.intoArray(c, c4);
    s5.intoArray(c, c5);
    s6.intoArray(c, c6);
    s7.intoArray(c, c7);
  }

  /// Four rows by one vector.
  private static void edge4(
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
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    int c1 = co + ldc;
    int c2 = co + 2 * ldc;
    int c3 = co + 3 * ldc;
    if (add) {
      s0 = FloatVector.fromArray(SPECIES, c, co);
      s1 = FloatVector.fromArray(SPECIES, c, c1);
      s2 = FloatVector.fromArray(SPECIES, c, c2);
      s3 = FloatVector.fromArray(SPECIES, c, c3);
    }
    int a1 = ao + ars;
    int a2 = ao + 2 * ars;
    int a3 = ao + 3 * ars;
    for (int p = 0, q = 0; p < k; p++, q += acs, bo += brs) {
      FloatVector row = FloatVector.fromArray(SPECIES, b, bo);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + q]);
      s0 = x.fma(row, s0);
      x = FloatVector.broadcast(SPECIES, a[a1 + q]);
      s1 = x.fma(row, s1);
      x = FloatVector.broadcast(SPECIES, a[a2 + q]);
      s2 = x.fma(row, s2);
      x = FloatVector.broadcast(SPECIES, a[a3 + q]);
      s3 = x.fma(row, s3);
    }
    s0.intoArray(c, co);
    s1.intoArray(c, c1);
    s2.intoArray(c, c2);
    s3.intoArray(c, c3);
  }

  /// One row by one vector.
  private static void edge1(
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
    FloatVector s0 = FloatVector.zero(SPECIES);
    if (add) {
      s0 = FloatVector.fromArray(SPECIES, c, co);
    }
    for (int p = 0, q = 0; p < k; p++, q += acs, bo += brs) {
      FloatVector row = FloatVector.fromArray(SPECIES, b, bo);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + q]);
      s0 = x.fma(row, s0);
    }
    s0.intoArray(c, co);
  }
}
