package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;

/// Checks of the numbers that users set.
final class Settings {
  private Settings() {}

  /// A rule that a number must keep, such as `delta must be above 0`.
  ///
  /// @throws CandleException unless it holds
  static void check(boolean holds, String operation, String rule, double value) {
    if (!holds) {
      throw new CandleException(
          Kind.ARGUMENT, operation, operation + ": " + rule + ", got " + value);
    }
  }
}
