package io.github.candle4j.nn;

/// The settings of [Adam].
///
/// @param lr the learning rate
/// @param beta1 how much of the mean gradient is kept from step to step, below 1
/// @param beta2 how much of the mean squared gradient is kept from step to step, below 1
/// @param eps what is added to the root of the mean squared gradient
/// @param weightDecay how much of a parameter is added to its gradient
/// @param amsgrad whether the largest mean squared gradient so far takes the place of the last one; arXiv 1904.09237
public record ParamsAdam(
    double lr, double beta1, double beta2, double eps, double weightDecay, boolean amsgrad) {
  /// Checks the ranges.
  ///
  /// @throws io.github.candle4j.core.CandleException if a number is outside its range
  public ParamsAdam {
    OptimizerInputs.rate("adam", lr);
    OptimizerInputs.kept("adam", "beta1", beta1);
    OptimizerInputs.kept("adam", "beta2", beta2);
    OptimizerInputs.notNegative("adam", "eps", eps);
    OptimizerInputs.notNegative("adam", "weightDecay", weightDecay);
  }

  /// Learning rate 0.001, betas 0.9 and 0.999, eps 1e-8, no weight decay, no amsgrad.
  public static ParamsAdam defaults() {
    return new ParamsAdam(1e-3, 0.9, 0.999, 1e-8, 0, false);
  }

  /// These settings with another learning rate.
  public ParamsAdam withLr(double value) {
    return new ParamsAdam(value, beta1, beta2, eps, weightDecay, amsgrad);
  }

  /// These settings with another beta1.
  public ParamsAdam withBeta1(double value) {
    return new ParamsAdam(lr, value, beta2, eps, weightDecay, amsgrad);
  }

  /// These settings with another beta2.
  public ParamsAdam withBeta2(double value) {
    return new ParamsAdam(lr, beta1, value, eps, weightDecay, amsgrad);
  }

  /// These settings with another eps.
  public ParamsAdam withEps(double value) {
    return new ParamsAdam(lr, beta1, beta2, value, weightDecay, amsgrad);
  }

  /// These settings with another weight decay.
  public ParamsAdam withWeightDecay(double value) {
    return new ParamsAdam(lr, beta1, beta2, eps, value, amsgrad);
  }

  /// These settings with amsgrad or without.
  public ParamsAdam withAmsgrad(boolean value) {
    return new ParamsAdam(lr, beta1, beta2, eps, weightDecay, value);
  }
}
