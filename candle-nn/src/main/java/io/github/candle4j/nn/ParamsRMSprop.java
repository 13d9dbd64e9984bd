package io.github.candle4j.nn;

/// The settings of [RMSprop].
///
/// @param lr the learning rate
/// @param alpha how much of the mean squared gradient is kept from step to step, below 1
/// @param eps what is added to the root of the mean squared gradient
/// @param weightDecay how much of a parameter is added to its gradient
/// @param momentum which part of the last step is made again, 0 for none
/// @param centered whether the mean gradient is taken off, which leaves the variance
public record ParamsRMSprop(
    double lr, double alpha, double eps, double weightDecay, double momentum, boolean centered) {
  /// Checks the ranges.
  ///
  /// @throws io.github.candle4j.core.CandleException if a number is outside its range
  public ParamsRMSprop {
    OptimizerInputs.rate("rmsprop", lr);
    OptimizerInputs.kept("rmsprop", "alpha", alpha);
    OptimizerInputs.notNegative("rmsprop", "eps", eps);
    OptimizerInputs.notNegative("rmsprop", "weightDecay", weightDecay);
    OptimizerInputs.notNegative("rmsprop", "momentum", momentum);
  }

  /// Learning rate 0.01, alpha 0.99, eps 1e-8 and nothing else.
  public static ParamsRMSprop defaults() {
    return new ParamsRMSprop(1e-2, 0.99, 1e-8, 0, 0, false);
  }

  /// These settings with another learning rate.
  public ParamsRMSprop withLr(double value) {
    return new ParamsRMSprop(value, alpha, eps, weightDecay, momentum, centered);
  }

  /// These settings with another alpha.
  public ParamsRMSprop withAlpha(double value) {
    return new ParamsRMSprop(lr, value, eps, weightDecay, momentum, centered);
  }

  /// These settings with another eps.
  public ParamsRMSprop withEps(double value) {
    return new ParamsRMSprop(lr, alpha, value, weightDecay, momentum, centered);
  }

  /// These settings with another weight decay.
  public ParamsRMSprop withWeightDecay(double value) {
    return new ParamsRMSprop(lr, alpha, eps, value, momentum, centered);
  }

  /// These settings with another momentum.
  public ParamsRMSprop withMomentum(double value) {
    return new ParamsRMSprop(lr, alpha, eps, weightDecay, value, centered);
  }

  /// These settings with the variance or with the mean square.
  public ParamsRMSprop withCentered(boolean value) {
    return new ParamsRMSprop(lr, alpha, eps, weightDecay, momentum, value);
  }
}
