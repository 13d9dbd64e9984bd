package io.github.candle4j.nn;

/// The settings of [AdamW].
///
/// @param lr the learning rate
/// @param beta1 how much of the mean gradient is kept from step to step, below 1
/// @param beta2 how much of the mean squared gradient is kept from step to step, below 1
/// @param eps what is added to the root of the mean squared gradient
/// @param weightDecay how much of a parameter decays in a step, as a part of lr
/// @param amsgrad whether the largest mean squared gradient so far takes the place of the last one; arXiv 1904.09237
public record ParamsAdamW(
    double lr, double beta1, double beta2, double eps, double weightDecay, boolean amsgrad) {
  /// Checks the ranges.
  ///
  /// @throws io.github.candle4j.core.CandleException if a number is outside its range
  public ParamsAdamW {
    OptimizerInputs.rate("adamw", lr);
    OptimizerInputs.kept("adamw", "beta1", beta1);
    OptimizerInputs.kept("adamw", "beta2", beta2);
    OptimizerInputs.notNegative("adamw", "eps", eps);
    OptimizerInputs.notNegative("adamw", "weightDecay", weightDecay);
  }

  /// Candle's settings: without amsgrad.
  ///
  /// @throws io.github.candle4j.core.CandleException if a number is outside its range
  public ParamsAdamW(double lr, double beta1, double beta2, double eps, double weightDecay) {
    this(lr, beta1, beta2, eps, weightDecay, false);
  }

  /// Learning rate 0.001, betas 0.9 and 0.999, eps 1e-8, weight decay 0.01, no amsgrad.
  public static ParamsAdamW defaults() {
    return new ParamsAdamW(1e-3, 0.9, 0.999, 1e-8, 0.01, false);
  }

  /// These settings with another learning rate.
  public ParamsAdamW withLr(double value) {
    return new ParamsAdamW(value, beta1, beta2, eps, weightDecay, amsgrad);
  }

  /// These settings with another beta1.
  public ParamsAdamW withBeta1(double value) {
    return new ParamsAdamW(lr, value, beta2, eps, weightDecay, amsgrad);
  }

  /// These settings with another beta2.
  public ParamsAdamW withBeta2(double value) {
    return new ParamsAdamW(lr, beta1, value, eps, weightDecay, amsgrad);
  }

  /// These settings with another eps.
  public ParamsAdamW withEps(double value) {
    return new ParamsAdamW(lr, beta1, beta2, value, weightDecay, amsgrad);
  }

  /// These settings with another weight decay.
  public ParamsAdamW withWeightDecay(double value) {
    return new ParamsAdamW(lr, beta1, beta2, eps, value, amsgrad);
  }

  /// These settings with amsgrad or without.
  public ParamsAdamW withAmsgrad(boolean value) {
    return new ParamsAdamW(lr, beta1, beta2, eps, weightDecay, value);
  }
}
