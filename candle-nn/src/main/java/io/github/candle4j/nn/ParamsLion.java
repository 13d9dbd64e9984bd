package io.github.candle4j.nn;

/// The settings of [Lion].
///
/// @param lr the learning rate
/// @param beta1 how much of the mean gradient is in the direction of a step, below 1
/// @param beta2 how much of the mean gradient is kept from step to step, below 1
/// @param weightDecay how much of a parameter decays in a step, as a part of lr
public record ParamsLion(double lr, double beta1, double beta2, double weightDecay) {
  /// Checks the ranges.
  ///
  /// @throws io.github.candle4j.core.CandleException if a number is outside its range
  public ParamsLion {
    OptimizerInputs.rate("lion", lr);
    OptimizerInputs.kept("lion", "beta1", beta1);
    OptimizerInputs.kept("lion", "beta2", beta2);
    OptimizerInputs.notNegative("lion", "weightDecay", weightDecay);
  }

  /// Learning rate 0.0001, betas 0.9 and 0.99, no weight decay.
  public static ParamsLion defaults() {
    return new ParamsLion(1e-4, 0.9, 0.99, 0);
  }

  /// These settings with another learning rate.
  public ParamsLion withLr(double value) {
    return new ParamsLion(value, beta1, beta2, weightDecay);
  }

  /// These settings with another beta1.
  public ParamsLion withBeta1(double value) {
    return new ParamsLion(lr, value, beta2, weightDecay);
  }

  /// These settings with another beta2.
  public ParamsLion withBeta2(double value) {
    return new ParamsLion(lr, beta1, value, weightDecay);
  }

  /// These settings with another weight decay.
  public ParamsLion withWeightDecay(double value) {
    return new ParamsLion(lr, beta1, beta2, value);
  }
}
