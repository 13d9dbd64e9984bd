package io.github.candle4j.examples.ch01;

/// Matrix products with loops of one's own, `c = a · b` for square matrices in row-major order.
final class Products {
  private Products() {}

  // @start region="textbook"
  /// As in the textbook: an element of `c` is the product of a row of `a` and a column of `b`.
  static float[] textbook(float[] a, float[] b, int n) {
    float[] c = new float[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int k = 0; k < n; k++) {
          sum += a[i * n + k] * b[k * n + j];
        }
        c[i * n + j] = sum;
      }
    }
    return c;
  }

  // @end
  // @start region="rows"
  /// The same sums in another order of the loops: the innermost one goes along rows.
  static float[] byRows(float[] a, float[] b, int n) {
    float[] c = new float[n * n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        float factor = a[i * n + k];
        for (int j = 0; j < n; j++) {
          c[i * n + j] += factor * b[k * n + j];
        }
      }
    }
    return c;
  }
  // @end
}
