package io.github.candle4j.core.cpu.vector;

import io.github.candle4j.core.cpu.Matrix;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Copies operands into panels: for each step of k the elements of one tile lie side by side.
final class FloatPacking {
  /// 128 bits at any width: transposing is bound by shuffles, and larger squares gained nothing.
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_128;

  private static final int LANES = 4;

  /// Elements of a step up to which a loop is faster than a call to copy them.
  private static final int FEW = 16;

  private static final VectorShuffle<Float> LOW = VectorShuffle.fromValues(SPECIES, 0, 0, 1, 1);
  private static final VectorShuffle<Float> HIGH = VectorShuffle.fromValues(SPECIES, 2, 2, 3, 3);
  private static final VectorMask<Float> ODD =
      VectorMask.fromValues(SPECIES, false, true, false, true);

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
        Arrays.fill(to, at + p * width + columns, at + (p + 1) * width, 0f);
      }
    }
  }

  /// Rows of the source become rows of the panel.
  private static void copySteps(
      float[] x, int from, int step, int steps, int count, int size, float[] to, int at) {
    if (count % LANES == 0 && count <= FEW) {
      for (int p = 0; p < steps; p++, from += step, at += size) {
        for (int i = 0; i < count; i += LANES) {
          FloatVector.fromArray(SPECIES, x, from + i).intoArray(to, at + i);
        }
      }
      return;
    }
    for (int p = 0; p < steps; p++, from += step, at += size) {
      System.arraycopy(x, from, to, at, count);
    }
  }

  /// Rows of the source become columns of the panel, four at a time. The last four may overlap those
  /// before them: they write the same values again.
  private static void copyLines(
      float[] x, int from, int line, int step, int steps, int count, int size, float[] to, int at) {
    int done = 0;
    if (step == 1 && count >= LANES && steps >= LANES) {
      done = steps - steps % LANES;
      for (int i = 0; i < count; i += LANES) {
        int first = Math.min(i, count - LANES);
        transpose(x, from + first * line, line, done, size, to, at + first);
      }
    }
    for (int i = 0; i < count && done < steps; i++) {
      int source = from + i * line;
      for (int p = done; p < steps; p++) {
        to[at + i + p * size] = x[source + p * step];
      }
    }
  }

  /// Four rows of `steps` elements, in squares of four by four: half the time of copying single elements.
  private static void transpose(
      float[] x, int x0, int line, int steps, int size, float[] to, int at) {
    int x1 = x0 + line;
    int x2 = x0 + 2 * line;
    int x3 = x0 + 3 * line;
    for (int p = 0; p < steps; p += LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, x, x0 + p);
      FloatVector b = FloatVector.fromArray(SPECIES, x, x1 + p);
      FloatVector c = FloatVector.fromArray(SPECIES, x, x2 + p);
      FloatVector d = FloatVector.fromArray(SPECIES, x, x3 + p);
      FloatVector ac01 = a.rearrange(LOW).blend(c.rearrange(LOW), ODD);
      FloatVector ac23 = a.rearrange(HIGH).blend(c.rearrange(HIGH), ODD);
      FloatVector bd01 = b.rearrange(LOW).blend(d.rearrange(LOW), ODD);
      FloatVector bd23 = b.rearrange(HIGH).blend(d.rearrange(HIGH), ODD);
      int t = at + p * size;
      ac01.rearrange(LOW).blend(bd01.rearrange(LOW), ODD).intoArray(to, t);
      ac01.rearrange(HIGH).blend(bd01.rearrange(HIGH), ODD).intoArray(to, t + size);
      ac23.rearrange(LOW).blend(bd23.rearrange(LOW), ODD).intoArray(to, t + 2 * size);
      ac23.rearrange(HIGH).blend(bd23.rearrange(HIGH), ODD).intoArray(to, t + 3 * size);
    }
  }
}
