package io.github.candle4j.nn;

/// The settings of a [LayerNorm].
///
/// @param eps what is added to the variance
/// @param removeMean whether the mean is subtracted; without, the layer is an RMS norm
/// @param affine whether there is a bias; there is a weight in any case, as in Candle
public record LayerNormConfig(double eps, boolean removeMean, boolean affine) {
  /// Checks the range.
  ///
  /// @throws io.github.candle4j.core.CandleException if eps is negative, infinite or NaN
  public LayerNormConfig {
    Checks.notNegative("layer-norm", "eps", eps);
  }

  /// Eps 1e-5, mean subtracted, with a bias.
  public static LayerNormConfig defaults() {
    return new LayerNormConfig(1e-5, true, true);
  }

  /// These settings with another eps.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is negative, infinite or NaN
  public LayerNormConfig withEps(double value) {
    return new LayerNormConfig(value, removeMean, affine);
  }

  /// These settings with the mean subtracted or not.
  public LayerNormConfig withRemoveMean(boolean value) {
    return new LayerNormConfig(eps, value, affine);
  }

  /// These settings with a bias or without.
  public LayerNormConfig withAffine(boolean value) {
    return new LayerNormConfig(eps, removeMean, value);
  }
}
