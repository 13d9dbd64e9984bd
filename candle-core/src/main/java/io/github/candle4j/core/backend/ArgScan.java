package io.github.candle4j.core.backend;

/// The position of the largest or smallest of some numbers: the first of equal ones.
final class ArgScan {
  private ArgScan() {}

  /// A NaN counts as larger and as smaller than everything, so the first one is found.
  static int doubles(double[] x, boolean largest) {
    int best = 0;
    for (int i = 0; i < x.length; i++) {
      if (Double.isNaN(x[i])) {
        return i;
      }
      if (largest ? x[i] > x[best] : x[i] < x[best]) {
        best = i;
      }
    }
    return best;
  }

  static int longs(long[] x, boolean largest) {
    int best = 0;
    for (int i = 0; i < x.length; i++) {
      if (largest ? x[i] > x[best] : x[i] < x[best]) {
        best = i;
      }
    }
    return best;
  }
}
