package io.github.candle4j.nn;

/// The settings of a [BatchNorm].
///
/// @param eps what is added to the variance
/// @param removeMean whether the mean is subtracted in training
/// @param affine whether each channel has a weight and a bias
/// @param momentum how much of the running statistics each batch replaces
public record BatchNormConfig(double eps, boolean removeMean, boolean affine, double momentum) {
  /// Checks the ranges.
  ///
  /// @throws io.github.candle4j.core.CandleException if eps is negative or the momentum not from `[0, 1]`
  public BatchNormConfig {
    BatchNorm.checkSettings(eps, momentum);
  }

  /// Eps 1e-5, mean subtracted, with weights and biases, momentum 0.1.
  public static BatchNormConfig defaults() {
    return new BatchNormConfig(1e-5, true, true, 0.1);
  }

  /// These settings with another eps.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is negative, infinite or NaN
  public BatchNormConfig withEps(double value) {
    return new BatchNormConfig(value, removeMean, affine, momentum);
  }

  /// These settings with the mean subtracted or not.
  public BatchNormConfig withRemoveMean(boolean value) {
    return new BatchNormConfig(eps, value, affine, momentum);
  }

  /// These settings with weights and biases or without.
  public BatchNormConfig withAffine(boolean value) {
    return new BatchNormConfig(eps, removeMean, value, momentum);
  }

  /// These settings with another momentum.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is not from `[0, 1]`
  public BatchNormConfig withMomentum(double value) {
    return new BatchNormConfig(eps, removeMean, affine, value);
  }
}
