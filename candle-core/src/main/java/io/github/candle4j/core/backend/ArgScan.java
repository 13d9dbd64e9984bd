package io.github.candle4j.core.backend;

/// The position of the largest or smallest of the first `n` numbers of an array: the first of equal ones.
final class ArgScan {
  private ArgScan() {}

  /// A NaN counts as larger and as smaller than everything, so the first one is found.
  static int doubles(double[] x, int n, boolean largest) {
    int best = 0;
    for (int i = 0; i < n; i++) {
      if (Double.isNaN(x[i])) {
        return i;
      }
      if (largest ? x[i] > x[best] : x[i] < x[best]) {
        best = i;
      }
    }
    return best;
  }

  static int longs(long[] x, int n, boolean largest) {
    int best = 0;
    for (int i = 0; i < n; i++) {
      if (largest ? x[i] > x[best] : x[i] < x[best]) {
        best = i;
      }
    }
    return best;
  }
}
