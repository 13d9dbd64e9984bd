package io.github.candle4j.core.cpu.vector;

/// Products of a matrix and a vector, for one vector width.
interface FloatRows {
  int lanes();

  /// `y = Σ x(p) b(p)`, the rows of `b` weighted by the elements of `x`: `n` columns, a multiple of
  /// [#lanes], and `k` rows.
  void combine(
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
      boolean add);

  /// `y(i) = Σ a(i, p) x(p)` for `m` rows of `a` and `k` elements, both with stride 1 along `p`.
  void dots(
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
      boolean add);
}
