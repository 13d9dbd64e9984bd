package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;

/// The settings of [AdamW].
///
/// @param lr the learning rate
/// @param beta1 how much of the mean gradient is kept from step to step, below 1
/// @param beta2 how much of the mean squared gradient is kept from step to step, below 1
/// @param eps what is added to the root of the mean squared gradient
/// @param weightDecay how much of a parameter decays in a step, as a part of lr
public record ParamsAdamW(double lr, double beta1, double beta2, double eps, double weightDecay) {
  /// Checks the ranges.
  ///
  /// @throws CandleException if a number is outside its range
  public ParamsAdamW {
    checkedRate("adamw", lr);
    check("beta1", beta1, beta1 >= 0 && beta1 < 1, "0 or more and below 1");
    check("beta2", beta2, beta2 >= 0 && beta2 < 1, "0 or more and below 1");
    check("eps", eps, eps >= 0, "0 or more");
    check("weightDecay", weightDecay, weightDecay >= 0, "0 or more");
  }

  /// Learning rate 0.001, betas 0.9 and 0.999, eps 1e-8, weight decay 0.01.
  public static ParamsAdamW defaults() {
    return new ParamsAdamW(1e-3, 0.9, 0.999, 1e-8, 0.01);
  }

  /// These settings with another learning rate.
  public ParamsAdamW withLr(double value) {
    return new ParamsAdamW(value, beta1, beta2, eps, weightDecay);
  }

  /// These settings with another beta1.
  public ParamsAdamW withBeta1(double value) {
    return new ParamsAdamW(lr, value, beta2, eps, weightDecay);
  }

  /// These settings with another beta2.
  public ParamsAdamW withBeta2(double value) {
    return new ParamsAdamW(lr, beta1, value, eps, weightDecay);
  }

  /// These settings with another eps.
  public ParamsAdamW withEps(double value) {
    return new ParamsAdamW(lr, beta1, beta2, value, weightDecay);
  }

  /// These settings with another weight decay.
  public ParamsAdamW withWeightDecay(double value) {
    return new ParamsAdamW(lr, beta1, beta2, eps, value);
  }

  /// A learning rate, if it is one.
  static double checkedRate(String operation, double lr) {
    if (!(lr >= 0 && lr < Double.POSITIVE_INFINITY)) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT,
          operation,
          operation + ": lr must be 0 or more and finite, got " + lr);
    }
    return lr;
  }

  private static void check(String name, double value, boolean holds, String wanted) {
    if (!holds) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT,
          "adamw",
          "adamw: " + name + " must be " + wanted + ", got " + value);
    }
  }
}
