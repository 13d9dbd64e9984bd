package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Var;
import java.util.List;

/// What every optimizer does with what it is given.
final class OptimizerInputs {
  private OptimizerInputs() {}

  /// The variables that can have gradients: those of floats.
  static List<Var> floats(List<Var> vars) {
    return vars.stream().filter(v -> v.dtype().isFloat()).toList();
  }

  /// A learning rate, if it is one.
  ///
  /// @throws CandleException if it is negative or not a finite number
  static double rate(String operation, double lr) {
    if (!(lr >= 0 && lr < Double.POSITIVE_INFINITY)) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT,
          operation,
          operation + ": lr must be 0 or more and finite, got " + lr);
    }
    return lr;
  }
}
