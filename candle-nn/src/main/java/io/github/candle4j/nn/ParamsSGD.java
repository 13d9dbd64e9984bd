package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;

/// The settings of [SGD].
///
/// @param lr the learning rate
/// @param momentum which part of the last step is made again, 0 for none
/// @param dampening which part of the gradient does not enter the momentum
/// @param weightDecay how much of a parameter is added to its gradient
/// @param nesterov whether the gradient is taken as if the momentum had moved the parameter already
public record ParamsSGD(
    double lr, double momentum, double dampening, double weightDecay, boolean nesterov) {
  /// Checks the ranges.
  ///
  /// @throws CandleException if a number is outside its range, or Nesterov's momentum is dampened or 0
  public ParamsSGD {
    OptimizerInputs.rate("sgd", lr);
    OptimizerInputs.notNegative("sgd", "momentum", momentum);
    Checks.check(Double.isFinite(dampening), "sgd", "dampening must be finite", dampening);
    OptimizerInputs.notNegative("sgd", "weightDecay", weightDecay);
    if (nesterov && (momentum == 0 || dampening != 0)) {
      throw new CandleException(
          Kind.ARGUMENT, "sgd", "sgd: nesterov wants a momentum above 0 and a dampening of 0");
    }
  }

  /// Learning rate 0.001 and nothing else.
  public static ParamsSGD defaults() {
    return new ParamsSGD(1e-3, 0, 0, 0, false);
  }

  /// These settings with another learning rate.
  public ParamsSGD withLr(double value) {
    return new ParamsSGD(value, momentum, dampening, weightDecay, nesterov);
  }

  /// These settings with another momentum.
  public ParamsSGD withMomentum(double value) {
    return new ParamsSGD(lr, value, dampening, weightDecay, nesterov);
  }

  /// These settings with another dampening.
  public ParamsSGD withDampening(double value) {
    return new ParamsSGD(lr, momentum, value, weightDecay, nesterov);
  }

  /// These settings with another weight decay.
  public ParamsSGD withWeightDecay(double value) {
    return new ParamsSGD(lr, momentum, dampening, value, nesterov);
  }

  /// These settings with Nesterov's momentum or without.
  public ParamsSGD withNesterov(boolean value) {
    return new ParamsSGD(lr, momentum, dampening, weightDecay, value);
  }
}
