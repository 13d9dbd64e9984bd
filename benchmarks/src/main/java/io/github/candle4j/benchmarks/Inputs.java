package io.github.candle4j.benchmarks;

import java.util.Random;

/// The numbers that all engines start from.
final class Inputs {
  private Inputs() {}

  static float[] gaussian(int n, double scale, long seed) {
    Random random = new Random(seed);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) (scale * random.nextGaussian());
    }
    return x;
  }

  static float[] gaussian(int[] dims, double scale, long seed) {
    int n = 1;
    for (int size : dims) {
      n *= size;
    }
    return gaussian(n, scale, seed);
  }

  /// Class ids of a batch.
  static int[] labels(int n, int classes) {
    Random random = new Random(7);
    int[] ids = new int[n];
    for (int i = 0; i < n; i++) {
      ids[i] = random.nextInt(classes);
    }
    return ids;
  }

  /// The first weight `[out, in]` of a layer.
  static float[] weight(int in, int out, int layer) {
    return gaussian(in * out, Math.sqrt(2.0 / in), 100 + layer);
  }

  /// The first bias `[out]` of a layer.
  static float[] bias(int out, int layer) {
    return gaussian(out, 0.1, 200 + layer);
  }

  /// Numbers that tell whether two results of a kernel are the same: the sum of squares, and a sum in which the place
  /// matters.
  static double[] summary(float[] y) {
    double squares = 0;
    double places = 0;
    for (int i = 0; i < y.length; i++) {
      squares += (double) y[i] * y[i];
      places += Math.abs(y[i]) * (1 + i % 17);
    }
    return new double[] {squares, places};
  }
}
