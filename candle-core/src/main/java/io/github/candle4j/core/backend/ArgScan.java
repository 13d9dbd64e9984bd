package io.github.candle4j.core.backend;

/// Where the largest or smallest of `n` numbers stands, counted from the first: the first of equal ones. A NaN counts as
/// larger and as smaller than everything, so the first one is found. Rows that are not an array of their dtype are read in
/// blocks.
final class ArgScan {
  private ArgScan() {}

  static int floats(RowCursor row, int n, boolean largest) {
    int length = row.givesOwnFloats() ? n : ElementwiseLoops.BLOCK;
    int best = 0;
    float limit = 0;
    for (int at = 0, end; at < n; at = end) {
      end = Chunks.end(at, length, n);
      float[] x = row.floats(at, end - at);
      int found = floats(x, row.from(), end - at, largest);
      float value = x[row.from() + found];
      if (at == 0 || Float.isNaN(value) || (largest ? value > limit : value < limit)) {
        best = at + found;
        limit = value;
        if (Float.isNaN(value)) {
          return best;
        }
      }
    }
    return best;
  }

  static int doubles(RowCursor row, int n, boolean largest) {
    int length = row.givesOwnDoubles() ? n : ElementwiseLoops.BLOCK;
    int best = 0;
    double limit = 0;
    for (int at = 0, end; at < n; at = end) {
      end = Chunks.end(at, length, n);
      double[] x = row.doubles(at, end - at);
      int found = doubles(x, row.from(), end - at, largest);
      double value = x[row.from() + found];
      if (at == 0 || Double.isNaN(value) || (largest ? value > limit : value < limit)) {
        best = at + found;
        limit = value;
        if (Double.isNaN(value)) {
          return best;
        }
      }
    }
    return best;
  }

  static int longs(RowCursor row, int n, boolean largest) {
    int length = row.givesOwnLongs() ? n : ElementwiseLoops.BLOCK;
    int best = 0;
    long limit = 0;
    for (int at = 0, end; at < n; at = end) {
      end = Chunks.end(at, length, n);
      long[] x = row.longs(at, end - at);
      int found = longs(x, row.from(), end - at, largest);
      long value = x[row.from() + found];
      if (at == 0 || (largest ? value > limit : value < limit)) {
        best = at + found;
        limit = value;
      }
    }
    return best;
  }

  private static int floats(float[] x, int from, int n, boolean largest) {
    int best = from;
    float limit = x[from];
    for (int i = from; i < from + n; i++) {
      float value = x[i];
      if (Float.isNaN(value)) {
        return i - from;
      }
      if (largest ? value > limit : value < limit) {
        best = i;
        limit = value;
      }
    }
    return best - from;
  }

  private static int doubles(double[] x, int from, int n, boolean largest) {
    int best = from;
    double limit = x[from];
    for (int i = from; i < from + n; i++) {
      double value = x[i];
      if (Double.isNaN(value)) {
        return i - from;
      }
      if (largest ? value > limit : value < limit) {
        best = i;
        limit = value;
      }
    }
    return best - from;
  }

  private static int longs(long[] x, int from, int n, boolean largest) {
    int best = from;
    long limit = x[from];
    for (int i = from; i < from + n; i++) {
      long value = x[i];
      if (largest ? value > limit : value < limit) {
        best = i;
        limit = value;
      }
    }
    return best - from;
  }
}
