package io.github.candle4j.core.cpu.vector;

/// The register tiles of one vector width.
///
/// Each element of `c` is one chain of fused multiply-adds in the order of k, started from the element
/// itself when `add` is set. So neither blocking nor packing nor sharing among threads changes a bit.
interface FloatTiles {
  /// Rows of the tile, and of a packed panel of `a`.
  int tileRows();

  /// Columns of the tile, and of a packed panel of `b`.
  int tileColumns();

  /// Elements of `b` up to which the tiles are faster with both operands where they lie than with packed
  /// ones, for `a` in order of rows or of columns.
  int directElements(boolean rowOrder);

  /// `c[co + i * ldc + j] = Σ a(i, p) b(p, j)` for `i < m`, `j < n`, `p < k`; added to `c` when `add` is set.
  void block(
      int m, int n, int k, FloatPanels a, FloatPanels b, float[] c, int co, int ldc, boolean add);
}
