package io.github.candle4j.examples.ch15;

/// Attention in plain loops over arrays, one head.
final class AttentionByHand {
  private AttentionByHand() {}

  // @start region="matmul"
  /// x `[rows, inner]` times w `[inner, columns]`.
  static double[][] matmul(double[][] x, double[][] w) {
    double[][] y = new double[x.length][w[0].length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < w[0].length; j++) {
        for (int k = 0; k < w.length; k++) {
          y[i][j] += x[i][k] * w[k][j];
        }
      }
    }
    return y;
  }

  // @end
  // @start region="scores"
  /// The score of each query with each key: their dot product, times the scale. With `causal`, what comes later has the score -∞.
  static double[][] scores(double[][] q, double[][] k, double scale, boolean causal) {
    double[][] scores = new double[q.length][k.length];
    for (int i = 0; i < q.length; i++) {
      for (int j = 0; j < k.length; j++) {
        double dot = 0;
        for (int d = 0; d < q[i].length; d++) {
          dot += q[i][d] * k[j][d];
        }
        scores[i][j] = causal && j > i ? Double.NEGATIVE_INFINITY : dot * scale;
      }
    }
    return scores;
  }

  // @end
  // @start region="softmax"
  /// Each row as shares of 1. The largest score is taken off first, so that no exponential overflows.
  static double[][] softmax(double[][] scores) {
    double[][] weights = new double[scores.length][scores[0].length];
    for (int i = 0; i < scores.length; i++) {
      double max = Double.NEGATIVE_INFINITY;
      for (double score : scores[i]) {
        max = Math.max(max, score);
      }
      double sum = 0;
      for (int j = 0; j < scores[i].length; j++) {
        weights[i][j] = Math.exp(scores[i][j] - max);
        sum += weights[i][j];
      }
      for (int j = 0; j < scores[i].length; j++) {
        weights[i][j] /= sum;
      }
    }
    return weights;
  }
  // @end
}
