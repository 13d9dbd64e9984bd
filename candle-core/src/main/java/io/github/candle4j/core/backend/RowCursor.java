package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.Layout;

/// Goes from row to row of an operand and gives parts of the row as arrays: the storage's own where its elements lie side
/// by side and have the type, else scratch of the thread ([Blocks]) that holds the part until the next one is asked for.
final class RowCursor {
  private final CpuStorage data;
  private final Layout row;
  private final boolean sideBySide;
  private final StridedRuns rows;
  private final StridedRuns elements;
  private int from;

  /// At row `first` of those that start at the elements of `kept` and look like `row`.
  RowCursor(CpuStorage data, Layout kept, Layout row, int first) {
    this.data = data;
    this.row = row;
    sideBySide = row.isContiguous();
    rows = new StridedRuns(kept);
    elements = new StridedRuns(row);
    rows.seek(first);
  }

  void next() {
    rows.advance(1);
  }

  /// Where in the array that was given last the part starts.
  int from() {
    return from;
  }

  /// True if [#floats] gives the storage's own array.
  boolean givesOwnFloats() {
    return sideBySide && data instanceof CpuStorage.F32;
  }

  /// True if [#doubles] gives the storage's own array.
  boolean givesOwnDoubles() {
    return sideBySide && data instanceof CpuStorage.F64;
  }

  /// True if [#longs] gives the storage's own array.
  boolean givesOwnLongs() {
    return sideBySide && data instanceof CpuStorage.I64;
  }

  /// Elements `start` to `start + n` of the row, of a dtype that is computed in floats.
  float[] floats(int start, int n) {
    if (sideBySide && data instanceof CpuStorage.F32(float[] array)) {
      from = rows.offset() + start;
      return array;
    }
    float[] floats = Blocks.ofThread().floats(0, n);
    ElementwiseLoops.readFloats(data, at(start, n), floats, n);
    return floats;
  }

  /// Elements `start` to `start + n` of the row, of F64.
  double[] doubles(int start, int n) {
    if (sideBySide && data instanceof CpuStorage.F64(double[] array)) {
      from = rows.offset() + start;
      return array;
    }
    double[] doubles = Blocks.ofThread().doubles(0, n);
    ElementwiseLoops.readDoubles(data, at(start, n), doubles, n);
    return doubles;
  }

  /// Elements `start` to `start + n` of the row, of a dtype of integers.
  long[] longs(int start, int n) {
    if (sideBySide && data instanceof CpuStorage.I64(long[] array)) {
      from = rows.offset() + start;
      return array;
    }
    long[] longs = Blocks.ofThread().longs(0, n);
    ElementwiseLoops.readLongs(data, at(start, n), longs, n);
    return longs;
  }

  private StridedRuns at(int start, int n) {
    from = 0;
    if (n > 0) {
      elements.restart(row.startOffset() + rows.offset(), start);
    }
    return elements;
  }
}
