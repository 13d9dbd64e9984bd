package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Tensor;

/// Draws from distributions that are given by logits.
public final class Sampling {
  private Sampling() {}

  /// A class, as U32, drawn with the probabilities `softmax(logits / temperature)` along a dimension: the largest of the logits with
  /// noise `-temperature log(-log u)` added, Gumbel 1954. A temperature of 0 or less takes the largest logit. Computed in F32.
  ///
  /// @throws CandleException if there is no such dimension, the temperature is not a number or the dtype is not accepted
  public static Tensor gumbelSoftmax(Tensor logits, double temperature, int dim) {
    if (!Double.isFinite(temperature)) {
      throw new CandleException(
          Kind.ARGUMENT,
          "gumbel_softmax",
          "gumbel_softmax: temperature must be finite, got " + temperature);
    }
    if (logits.dtype().isInt()) {
      throw CandleException.unsupportedDtype(
          "gumbel_softmax", logits.dtype(), "cast first: x.toDtype(DType.F32)");
    }
    if (temperature <= 0) {
      return logits.argmax(dim);
    }
    Tensor wide = logits.detach().toDtype(DType.F32);
    Tensor noise = wide.randLike(1e-7, 0.999).log().neg().log();
    return wide.add(noise.mul(-temperature)).argmax(dim);
  }
}
