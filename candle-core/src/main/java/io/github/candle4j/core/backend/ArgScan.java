package io.github.candle4j.core.backend;

/// Where the largest or smallest of `n` numbers stands, counted from the first: the first of equal ones. A NaN counts as
/// larger and as smaller than everything, so the first one is found.
final class ArgScan {
  private ArgScan() {}

  static int floats(float[] x, int from, int n, boolean largest) {
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

  static int doubles(double[] x, int from, int n, boolean largest) {
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

  static int longs(long[] x, int from, int n, boolean largest) {
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
