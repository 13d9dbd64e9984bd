package io.github.candle4j.core.cpu.vector;

/// Products of two matrices that both lie along k, for one vector width.
interface FloatDots {
  /// `c(i, j) = Σ a(i, p) b(j, p)` for `i < m`, `j < n`, `p < k`; rows of `a` are `ars` apart, rows of `b`
  /// (the columns of the product) `brs`.
  void block(
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
      boolean add);
}
