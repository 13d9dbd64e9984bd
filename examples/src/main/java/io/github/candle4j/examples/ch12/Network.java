package io.github.candle4j.examples.ch12;

import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.LSTMState;

/// A network that gets one number after the other.
interface Network {
  /// What it remembers before the first number.
  LSTMState zeroState();

  /// What it remembers after `x` `[1, 1]`.
  LSTMState step(Tensor x, LSTMState state);

  /// What it predicts, `[1, 1]`.
  Tensor predict(LSTMState state);
}
