package io.github.candle4j.examples.ch12;

import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.LSTMState;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.VarBuilder;

/// The cell by hand, and a linear layer that makes a number of what it tells.
///
/// @param cell the gates
/// @param head from the hidden state to a number
record LstmByHand(GatesByHand cell, Linear head) implements Network {
  static LstmByHand create(int hidden, VarBuilder vb) {
    return new LstmByHand(
        GatesByHand.create(hidden, vb.pp("cell")), Linear.linear(hidden, 1, vb.pp("head")));
  }

  @Override
  public LSTMState zeroState() {
    return cell.zeroState();
  }

  @Override
  public LSTMState step(Tensor x, LSTMState state) {
    return cell.step(x, state);
  }

  @Override
  public Tensor predict(LSTMState state) {
    return head.forward(state.h());
  }
}
