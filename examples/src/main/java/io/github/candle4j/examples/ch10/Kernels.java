package io.github.candle4j.examples.ch10;

/// Kernels that were made by hand.
enum Kernels {
  // @start region="kernels"
  HORIZONTAL_EDGES(new double[][] {{1, 1, 1}, {0, 0, 0}, {-1, -1, -1}}),
  VERTICAL_EDGES(new double[][] {{1, 0, -1}, {1, 0, -1}, {1, 0, -1}}),
  BLUR(new double[][] {{1, 1, 1}, {1, 1, 1}, {1, 1, 1}}),
  SHARPEN(new double[][] {{0, -1, 0}, {-1, 5, -1}, {0, -1, 0}});
  // @end

  private final double[][] weights;

  Kernels(double[][] weights) {
    this.weights = weights;
  }

  /// `[3, 3]`
  double[][] weights() {
    double[][] copy = new double[weights.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = weights[i].clone();
    }
    return copy;
  }
}
