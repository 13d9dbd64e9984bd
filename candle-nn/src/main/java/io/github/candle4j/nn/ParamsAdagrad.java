package io.github.candle4j.nn;

/// The settings of [Adagrad].
///
/// @param lr the learning rate
/// @param lrDecay by how much the divisor of the learning rate grows with each step
/// @param weightDecay how much of a parameter is added to its gradient
/// @param initialAccumulatorValue what the sum of squares starts as
/// @param eps what is added to the root of the sum of squares
public record ParamsAdagrad(
    double lr, double lrDecay, double weightDecay, double initialAccumulatorValue, double eps) {
  /// Checks the ranges.
  ///
  /// @throws io.github.candle4j.core.CandleException if a number is outside its range
  public ParamsAdagrad {
    OptimizerInputs.rate("adagrad", lr);
    OptimizerInputs.notNegative("adagrad", "lrDecay", lrDecay);
    OptimizerInputs.notNegative("adagrad", "weightDecay", weightDecay);
    OptimizerInputs.notNegative("adagrad", "initialAccumulatorValue", initialAccumulatorValue);
    OptimizerInputs.notNegative("adagrad", "eps", eps);
  }

  /// Learning rate 0.01, eps 1e-10 and nothing else.
  public static ParamsAdagrad defaults() {
    return new ParamsAdagrad(1e-2, 0, 0, 0, 1e-10);
  }

  /// These settings with another learning rate.
  public ParamsAdagrad withLr(double value) {
    return new ParamsAdagrad(value, lrDecay, weightDecay, initialAccumulatorValue, eps);
  }

  /// These settings with another decay of the learning rate.
  public ParamsAdagrad withLrDecay(double value) {
    return new ParamsAdagrad(lr, value, weightDecay, initialAccumulatorValue, eps);
  }

  /// These settings with another weight decay.
  public ParamsAdagrad withWeightDecay(double value) {
    return new ParamsAdagrad(lr, lrDecay, value, initialAccumulatorValue, eps);
  }

  /// These settings with another start.
  public ParamsAdagrad withInitialAccumulatorValue(double value) {
    return new ParamsAdagrad(lr, lrDecay, weightDecay, value, eps);
  }

  /// These settings with another eps.
  public ParamsAdagrad withEps(double value) {
    return new ParamsAdagrad(lr, lrDecay, weightDecay, initialAccumulatorValue, value);
  }
}
