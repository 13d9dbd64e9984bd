package io.github.candle4j.nn;

/// Checks of what optimizers are set to.
final class OptimizerInputs {
  private OptimizerInputs() {}

  /// A learning rate, if it is one.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is negative or not a finite number
  static double rate(String operation, double lr) {
    Checks.notNegative(operation, "lr", lr);
    return lr;
  }

  /// A number of 0 or more.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is negative or not a finite number
  static void notNegative(String operation, String name, double value) {
    Checks.check(
        value >= 0 && Double.isFinite(value), operation, name + " must be 0 or more", value);
  }

  /// What is kept of a mean from step to step.
  ///
  /// @throws io.github.candle4j.core.CandleException unless it is 0 or more and below 1
  static void kept(String operation, String name, double value) {
    Checks.check(
        value >= 0 && value < 1, operation, name + " must be 0 or more and below 1", value);
  }
}
