package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Tensor;

/// What becomes of the losses of a batch.
public enum Reduction {
  /// Their mean, a scalar: what Candle's losses give. The mean of no losses at all is an error, not a NaN.
  MEAN,
  /// Their sum, a scalar; 0 if there are none.
  SUM,
  /// They stay as they are.
  NONE;

  /// The losses, reduced.
  ///
  /// @throws CandleException for the mean of none
  Tensor of(String operation, Tensor losses) {
    return switch (this) {
      case MEAN -> {
        if (losses.elemCount() == 0) {
          throw noLosses(operation, "the batch is empty");
        }
        yield losses.meanAll();
      }
      case SUM -> losses.sumAll();
      case NONE -> losses;
    };
  }

  /// The error of a mean that would be 0 / 0.
  static CandleException noLosses(String operation, String why) {
    return CandleException.withHint(
        CandleException.Kind.ARGUMENT,
        operation,
        operation + ": no losses to take the mean of, " + why,
        "leave such a batch out, or take Reduction.SUM, which gives 0");
  }
}
