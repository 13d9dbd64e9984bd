package io.github.candle4j.examples.ch11;

import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.ElmanConfig;
import io.github.candle4j.nn.ElmanRnn;
import io.github.candle4j.nn.ElmanState;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.VarBuilder;

/// The Elman network with the layer of the library.
///
/// @param rnn from a number and the context to the hidden layer
/// @param output from the hidden layer to the prediction
// @start region="network"
record ElmanOfLibrary(ElmanRnn rnn, Linear output) implements Elman {
  static ElmanOfLibrary create(int hidden, VarBuilder vb) {
    return new ElmanOfLibrary(
        new ElmanRnn(1, hidden, ElmanConfig.defaults(), vb.pp("rnn")),
        Linear.linear(hidden, 1, vb.pp("output")));
  }

  @Override
  public Tensor start() {
    return rnn.zeroState(1).h();
  }

  @Override
  public Step step(Tensor x, Tensor context) {
    Tensor h = rnn.step(x, new ElmanState(context)).h(); // [1, hidden]
    return new Step(output.forward(h), h);
  }

  /// All steps at once: `[1, steps, 1]` in, the same out.
  Tensor sequence(Tensor xs) {
    return output.forward(rnn.statesToTensor(rnn.seq(xs)));
  }
}
// @end
