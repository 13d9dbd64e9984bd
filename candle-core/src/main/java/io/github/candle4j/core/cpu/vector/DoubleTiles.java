package io.github.candle4j.core.cpu.vector;

/// The register tiles of F64 products of one vector width: 4 rows by two vectors, 8 accumulators.
interface DoubleTiles {
  int ROWS = 4;

  /// Two vectors.
  int tileColumns();

  /// `ROWS` by [#tileColumns] of `c`. Row `i` of step `p` of `a` is `a[ao + i * ars + p * acs]`; `b` is packed.
  void tile4(
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
      boolean add);

  /// One row by [#tileColumns].
  void tile1(
      int k, double[] a, int ao, int acs, double[] b, int bo, double[] c, int co, boolean add);
}
