package io.github.candle4j.nn.train;

/// Which of two values of a metric is the better one. NaN is not better than anything.
public enum Better {
  /// The lower one, as of losses.
  LOWER,
  /// The higher one, as of accuracies.
  HIGHER;

  /// True if `value` is better than `other` by more than `margin`.
  boolean isBetter(double value, double other, double margin) {
    return switch (this) {
      case LOWER -> value < other - margin;
      case HIGHER -> value > other + margin;
    };
  }

  /// What every number is better than.
  double worst() {
    return switch (this) {
      case LOWER -> Double.POSITIVE_INFINITY;
      case HIGHER -> Double.NEGATIVE_INFINITY;
    };
  }
}
