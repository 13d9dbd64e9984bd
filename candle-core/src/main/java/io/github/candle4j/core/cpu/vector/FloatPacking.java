package io.github.candle4j.core.cpu.vector;

import io.github.candle4j.core.cpu.Matrix;

/// Copies operands into panels: for each step of k the elements of one tile lie side by side.
final class FloatPacking {
  private FloatPacking() {}

  /// Rows `i0 .. i1-1`, steps `p0 .. p1-1` of `a`, in panels of `height` rows. Rows that the last panel lacks
  /// are left as they were: no tile reads them.
  static void packRows(
      Matrix.F32 a, int i0, int i1, int p0, int p1, int height, float[] to, int at) {
    int steps = p1 - p0;
    for (int i = i0; i < i1; i += height, at += height * steps) {
      int rows = Math.min(height, i1 - i);
      int from = a.offset() + i * a.rowStride() + p0 * a.columnStride();
      if (a.rowStride() == 1) {
        copySteps(a.data(), from, a.columnStride(), steps, rows, height, to, at);
      } else {
        copyLines(a.data(), from, a.rowStride(), a.columnStride(), steps, rows, height, to, at);
      }
    }
  }

  /// Columns `j0 .. j1-1`, steps `p0 .. p1-1` of `b`, in panels of `width` columns. Columns that the last panel lacks are zeros.
  static void packColumns(
      Matrix.F32 b, int j0, int j1, int p0, int p1, int width, float[] to, int at) {
    int steps = p1 - p0;
    for (int j = j0; j < j1; j += width, at += width * steps) {
      int columns = Math.min(width, j1 - j);
      int from = b.offset() + j * b.columnStride() + p0 * b.rowStride();
      if (b.columnStride() == 1) {
        copySteps(b.data(), from, b.rowStride(), steps, columns, width, to, at);
      } else {
        copyLines(b.data(), from, b.columnStride(), b.rowStride(), steps, columns, width, to, at);
      }
      for (int p = 0; columns < width && p < steps; p++) {
        java.util.Arrays.fill(to, at + p * width + columns, at + (p + 1) * width, 0f);
      }
    }
  }

  private static void copySteps(
      float[] x, int from, int step, int steps, int count, int size, float[] to, int at) {
    for (int p = 0; p < steps; p++, from += step, at += size) {
      System.arraycopy(x, from, to, at, count);
    }
  }

  /// Four lines at a time: a line of the source is read in order, and a cache line of the panel gets four
  /// elements at once.
  private static void copyLines(
      float[] x, int from, int line, int step, int steps, int count, int size, float[] to, int at) {
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      copyFour(x, from + i * line, line, step, steps, size, to, at + i);
    }
    for (; i < count; i++) {
      int source = from + i * line;
      for (int p = 0; p < steps; p++) {
        to[at + i + p * size] = x[source + p * step];
      }
    }
  }

  private static void copyFour(
      float[] x, int x0, int line, int step, int steps, int size, float[] to, int at) {
    int x1 = x0 + line;
    int x2 = x1 + line;
    int x3 = x2 + line;
    for (int p = 0, q = 0; p < steps; p++, q += step, at += size) {
      to[at] = x[x0 + q];
      to[at + 1] = x[x1 + q];
      to[at + 2] = x[x2 + q];
      to[at + 3] = x[x3 + q];
    }
  }
}
