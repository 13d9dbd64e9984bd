package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;

/// Checks of the numbers that users set.
final class Rule {
  private Rule() {}

  /// A rule that a number must keep, such as `gamma must be above 0`.
  ///
  /// @throws CandleException unless it holds
  static void check(boolean holds, String operation, String rule, double value) {
    if (!holds) {
      throw new CandleException(
          Kind.ARGUMENT, operation, operation + ": " + rule + ", got " + value);
    }
  }

  /// A number of steps.
  ///
  /// @throws CandleException unless it is 1 or more
  static void steps(String operation, String name, long value) {
    if (value < 1) {
      throw new CandleException(
          Kind.ARGUMENT, operation, operation + ": " + name + " must be 1 or more, got " + value);
    }
  }

  /// A finite number of 0 or more.
  ///
  /// @throws CandleException unless it is one
  static void notNegative(String operation, String name, double value) {
    check(
        value >= 0 && Double.isFinite(value),
        operation,
        name + " must be 0 or more and finite",
        value);
  }

  /// A finite number above 0.
  ///
  /// @throws CandleException unless it is one
  static void positive(String operation, String name, double value) {
    check(
        value > 0 && Double.isFinite(value),
        operation,
        name + " must be above 0 and finite",
        value);
  }
}
