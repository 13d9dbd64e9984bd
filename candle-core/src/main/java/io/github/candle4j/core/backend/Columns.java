package io.github.candle4j.core.backend;

import io.github.candle4j.core.op.Axis;
import io.github.candle4j.core.op.Frame;

/// The elements of windows as a matrix: a row for each element `k` of a window (channel, row, column), a column for each
/// window `p`. Padding is 0. A convolution is the product of kernel and this matrix, of which only tiles are ever made.
final class Columns {
  private final Reals reals;
  private final Axis height;
  private final Axis width;
  private final int taps;
  private final int plane;

  /// True if a row of windows is as long as a row of the input and both move by single steps: then a row of the matrix is
  /// the input, moved, but for its edges.
  private final boolean moved;

  Columns(Reals reals, Frame frame) {
    this.reals = reals;
    height = frame.height();
    width = frame.width();
    taps = frame.taps();
    plane = frame.inputs();
    moved = frame.hasUnitStride() && width.in() == width.out();
  }

  /// Rows `k0 .. k1-1`, columns `p0 .. p1-1`.
  record Tile(int k0, int k1, int p0, int p1) {
    int rows() {
      return k1 - k0;
    }

    int columns() {
      return p1 - p0;
    }
  }

  /// Fills a tile from the channels that start at place `at` of x, its rows `step` apart from place `first` on.
  void gather(Object x, int at, Tile tile, Object to, int first, int step) {
    int row = first;
    for (int k = tile.k0; k < tile.k1; k++, row += step) {
      int from = at + k / taps * plane;
      int i = k % taps / width.kernel();
      int j = k % width.kernel();
      if (moved) {
        move(x, from, i, j, tile, to, row);
        continue;
      }
      for (int p = tile.p0; p < tile.p1; ) {
        int o = p / width.out();
        int q = p - o * width.out();
        int n = Math.min(width.out() - q, tile.p1 - p);
        copyRun(x, from, height.at(o, i), j, q, n, to, row + p - tile.p0);
        p += n;
      }
    }
  }

  /// Element `j` of `n` windows from `q` on that lie in row `r` of the input.
  private void copyRun(Object x, int from, int r, int j, int q, int n, Object to, int at) {
    boolean inside = r >= 0 && r < height.in();
    int first = inside ? Math.clamp(width.first(j), q, q + n) : q + n;
    int end = inside ? Math.clamp(width.end(j), first, q + n) : q + n;
    reals.zero(to, at, at + first - q);
    if (end > first) {
      int source = from + r * width.in() + width.at(first, j);
      reals.copy(x, source, width.stride(), to, at + first - q, end - first);
    }
    reals.zero(to, at + end - q, at + n);
  }

  /// One copy for all windows, then zeros where a row went over an edge.
  private void move(Object x, int from, int i, int j, Tile tile, Object to, int at) {
    int w = width.in();
    int shift = height.at(0, i) * w + width.at(0, j);
    int first = Math.max(height.first(i) * w, -shift);
    int end = Math.min(height.end(i) * w, plane - shift);
    first = Math.clamp(first, tile.p0, tile.p1);
    end = Math.clamp(end, first, tile.p1);
    reals.zero(to, at, at + first - tile.p0);
    if (end > first) {
      reals.copy(x, from + shift + first, 1, to, at + first - tile.p0, end - first);
    }
    reals.zero(to, at + end - tile.p0, at + tile.columns());
    int left = width.first(j);
    int right = width.end(j);
    for (int p = first / w * w; p < end && (left > 0 || right < w); p += w) {
      zero(to, at - tile.p0, Math.max(p, first), Math.min(p + left, end));
      zero(to, at - tile.p0, Math.max(p + right, first), Math.min(p + w, end));
    }
  }

  private void zero(Object to, int at, int from, int end) {
    if (end > from) {
      reals.zero(to, at + from, at + end);
    }
  }

  /// Adds a tile to the elements of x that it would be gathered from.
  void scatter(Object tileElements, Tile tile, Object x, int at) {
    int row = 0;
    for (int k = tile.k0; k < tile.k1; k++, row += tile.columns()) {
      int to = at + k / taps * plane;
      int i = k % taps / width.kernel();
      int j = k % width.kernel();
      for (int p = tile.p0; p < tile.p1; ) {
        int o = p / width.out();
        int q = p - o * width.out();
        int n = Math.min(width.out() - q, tile.p1 - p);
        int r = height.at(o, i);
        int first = Math.clamp(width.first(j), q, q + n);
        int end = Math.clamp(width.end(j), first, q + n);
        if (r >= 0 && r < height.in() && end > first) {
          int source = row + p - tile.p0 + first - q;
          int target = to + r * width.in() + width.at(first, j);
          reals.add(tileElements, source, x, target, width.stride(), end - first);
        }
        p += n;
      }
    }
  }
}
