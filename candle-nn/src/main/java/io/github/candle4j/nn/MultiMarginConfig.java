package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Tensor;
import java.util.Optional;

/// The settings of [Loss#multiMargin(Tensor, Tensor, MultiMarginConfig)].
///
/// @param p the power of what lies within the margin, 1 or 2
/// @param margin by how much the right class should be above the others
/// @param weight a weight for each class, `[classes]` of floats; a constant
/// @param reduction what becomes of the losses
public record MultiMarginConfig(
    int p, double margin, Optional<Tensor> weight, Reduction reduction) {
  /// Checks the ranges.
  ///
  /// @throws CandleException if p is neither 1 nor 2, or the margin infinite or not a number
  public MultiMarginConfig {
    Checks.check(p == 1 || p == 2, "multi_margin", "p must be 1 or 2", p);
    Checks.check(Double.isFinite(margin), "multi_margin", "margin must be finite", margin);
  }

  /// Power 1, margin 1, no weights, the mean.
  public static MultiMarginConfig defaults() {
    return new MultiMarginConfig(1, 1, Optional.empty(), Reduction.MEAN);
  }

  /// These settings with another power.
  public MultiMarginConfig withP(int value) {
    return new MultiMarginConfig(value, margin, weight, reduction);
  }

  /// These settings with another margin.
  public MultiMarginConfig withMargin(double value) {
    return new MultiMarginConfig(p, value, weight, reduction);
  }

  /// These settings with weights.
  public MultiMarginConfig withWeight(Tensor value) {
    return new MultiMarginConfig(p, margin, Optional.of(value), reduction);
  }

  /// These settings with another reduction.
  public MultiMarginConfig withReduction(Reduction value) {
    return new MultiMarginConfig(p, margin, weight, value);
  }
}
