package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;

/// The settings of losses that are 0 beyond a margin: `hinge`, `hingeEmbedding`, `cosineEmbedding` of [Loss].
///
/// @param margin the margin
/// @param reduction what becomes of the losses
public record MarginConfig(double margin, Reduction reduction) {
  /// Checks the number.
  ///
  /// @throws CandleException if the margin is infinite or not a number
  public MarginConfig {
    Checks.check(Double.isFinite(margin), "margin", "margin must be finite", margin);
  }

  /// A margin, and the mean of the losses.
  ///
  /// @throws CandleException if it is infinite or not a number
  public static MarginConfig of(double margin) {
    return new MarginConfig(margin, Reduction.MEAN);
  }

  /// These settings with another reduction.
  public MarginConfig withReduction(Reduction value) {
    return new MarginConfig(margin, value);
  }
}
