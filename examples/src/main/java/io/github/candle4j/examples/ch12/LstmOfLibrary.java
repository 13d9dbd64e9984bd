package io.github.candle4j.examples.ch12;

import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.LSTM;
import io.github.candle4j.nn.LSTMConfig;
import io.github.candle4j.nn.LSTMState;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.VarBuilder;

/// The library's layer, and a linear layer that makes a number of what it tells.
///
/// @param lstm the layer
/// @param head from the hidden state to a number
// @start region="network"
record LstmOfLibrary(LSTM lstm, Linear head) implements Network {
  static LstmOfLibrary create(int hidden, VarBuilder vb) {
    return new LstmOfLibrary(
        new LSTM(1, hidden, LSTMConfig.defaults(), vb.pp("lstm")),
        Linear.linear(hidden, 1, vb.pp("head")));
  }

  /// The whole sequence: `[1, steps, 1]` in, the same out.
  Tensor sequence(Tensor xs) {
    return head.forward(lstm.statesToTensor(lstm.seq(xs)));
  }

  // @end

  @Override
  public LSTMState zeroState() {
    return lstm.zeroState(1);
  }

  @Override
  public LSTMState step(Tensor x, LSTMState state) {
    return lstm.step(x, state);
  }

  @Override
  public Tensor predict(LSTMState state) {
    return head.forward(state.h());
  }
}
