package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;

/// The settings of [Loss#tripletMargin(Tensor, Tensor, Tensor, TripletMarginConfig)].
///
/// @param margin how much farther the negative should be than the positive
/// @param p the norm of the distance, 1 or more
/// @param eps what is added to each difference, so that the distance of equal points has a gradient
/// @param swap whether the negative is measured from the positive where that is nearer than the anchor
/// @param reduction what becomes of the losses
public record TripletMarginConfig(
    double margin, double p, double eps, boolean swap, Reduction reduction) {
  /// Checks the ranges.
  ///
  /// @throws CandleException if a number is outside its range
  public TripletMarginConfig {
    String operation = "triplet_margin";
    Checks.check(
        margin > 0 && Double.isFinite(margin), operation, "margin must be above 0", margin);
    Checks.check(p >= 1 && Double.isFinite(p), operation, "p must be 1 or more and finite", p);
    Checks.check(eps >= 0 && Double.isFinite(eps), operation, "eps must be 0 or more", eps);
  }

  /// Margin 1, the Euclidean distance, eps 1e-6, no swap, the mean.
  public static TripletMarginConfig defaults() {
    return new TripletMarginConfig(1, 2, 1e-6, false, Reduction.MEAN);
  }

  /// These settings with another margin.
  public TripletMarginConfig withMargin(double value) {
    return new TripletMarginConfig(value, p, eps, swap, reduction);
  }

  /// These settings with another norm.
  public TripletMarginConfig withP(double value) {
    return new TripletMarginConfig(margin, value, eps, swap, reduction);
  }

  /// These settings with another eps.
  public TripletMarginConfig withEps(double value) {
    return new TripletMarginConfig(margin, p, value, swap, reduction);
  }

  /// These settings with the swap or without.
  public TripletMarginConfig withSwap(boolean value) {
    return new TripletMarginConfig(margin, p, eps, value, reduction);
  }

  /// These settings with another reduction.
  public TripletMarginConfig withReduction(Reduction value) {
    return new TripletMarginConfig(margin, p, eps, swap, value);
  }
}
