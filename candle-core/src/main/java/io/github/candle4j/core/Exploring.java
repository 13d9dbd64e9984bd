package io.github.candle4j.core;

import io.github.candle4j.core.backend.Census;

/// Looking at tensors.
sealed interface Exploring permits Tensor {
  /// Shape and dtype, least, largest and mean element, deviation, and how many are NaN or infinite: what to look at first
  /// when a number seems wrong. The elements are read once, and nothing is copied.
  default TensorSummary summary() {
    Tensor x = (Tensor) this;
    return TensorSummary.of(x, Census.of(x.operand()));
  }
}
