package io.github.candle4j.core.cpu.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// The register tiles of F64 products with vectors of 128 bits.
final class DoubleTiles128 implements DoubleTiles {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_128;
  private static final int LANES = 2;
  private static final int COLUMNS = 2 * LANES;

  @Override
  public int tileColumns() {
    return COLUMNS;
  }

  @Override
  public void tile4(
      int k,
      double[] a,
      int ao,
      int ars,
      int acs,
      double[] b,
      int bo,
      double[] c,
      int co,
      int ldc,
      boolean add) {
    DoubleVector s00 = DoubleVector.zero(SPECIES);
    DoubleVector s01 = DoubleVector.zero(SPECIES);
    DoubleVector s10 = DoubleVector.zero(SPECIES);
    DoubleVector s11 = DoubleVector.zero(SPECIES);
    DoubleVector s20 = DoubleVector.zero(SPECIES);
    DoubleVector s21 = DoubleVector.zero(SPECIES);
    DoubleVector s30 = DoubleVector.zero(SPECIES);
    DoubleVector s31 = DoubleVector.zero(SPECIES);
    int c1 = co + ldc;
    int c2 = co + 2 * ldc;
    int c3 = co + 3 * ldc;
    if (add) {
      s00 = DoubleVector.fromArray(SPECIES, c, co);
      s01 = DoubleVector.fromArray(SPECIES, c, co + LANES);
      s10 = DoubleVector.fromArray(SPECIES, c, c1);
      s11 = DoubleVector.fromArray(SPECIES, c, c1 + LANES);
      s20 = DoubleVector.fromArray(SPECIES, c, c2);
      s21 = DoubleVector.fromArray(SPECIES, c, c2 + LANES);
      s30 = DoubleVector.fromArray(SPECIES, c, c3);
      s31 = DoubleVector.fromArray(SPECIES, c, c3 + LANES);
    }
    int a1 = ao + ars;
    int a2 = ao + 2 * ars;
    int a3 = ao + 3 * ars;
    for (int p = 0, q = 0; p < k; p++, q += acs, bo += COLUMNS) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bo);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, bo + LANES);
      DoubleVector x = DoubleVector.broadcast(SPECIES, a[ao + q]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = DoubleVector.broadcast(SPECIES, a[a1 + q]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = DoubleVector.broadcast(SPECIES, a[a2 + q]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = DoubleVector.broadcast(SPECIES, a[a3 + q]);
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

  @Override
  public void tile1(
      int k, double[] a, int ao, int acs, double[] b, int bo, double[] c, int co, boolean add) {
    DoubleVector s00 = DoubleVector.zero(SPECIES);
    DoubleVector s01 = DoubleVector.zero(SPECIES);
    if (add) {
      s00 = DoubleVector.fromArray(SPECIES, c, co);
      s01 = DoubleVector.fromArray(SPECIES, c, co + LANES);
    }
    for (int p = 0, q = 0; p < k; p++, q += acs, bo += COLUMNS) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bo);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, bo + LANES);
      DoubleVector x = DoubleVector.broadcast(SPECIES, a[ao + q]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
    }
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
  }
}
