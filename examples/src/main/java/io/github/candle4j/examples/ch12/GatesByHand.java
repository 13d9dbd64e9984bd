package io.github.candle4j.examples.ch12;

import static io.github.candle4j.nn.Linear.linear;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.LSTMState;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.VarBuilder;

/// The cell of an LSTM of four linear layers, each of which sees the last output and the new input.
///
/// @param forget which part of each memory is kept
/// @param input which part of each new value is written
/// @param value the new values
/// @param output which part of each memory is told
// @start region="cell"
record GatesByHand(Linear forget, Linear input, Linear value, Linear output) {
  static GatesByHand create(int hidden, VarBuilder vb) {
    return new GatesByHand(
        linear(hidden + 1, hidden, vb.pp("forget")),
        linear(hidden + 1, hidden, vb.pp("input")),
        linear(hidden + 1, hidden, vb.pp("value")),
        linear(hidden + 1, hidden, vb.pp("output")));
  }

  /// What the gates say to `x` `[1, 1]` after the state; all `[1, hidden]`.
  record Gates(Tensor forget, Tensor input, Tensor value, Tensor output) {
    LSTMState next(LSTMState state) {
      Tensor c = forget.mul(state.c()).add(input.mul(value)); // [1, hidden]
      return new LSTMState(output.mul(c.tanh()), c);
    }
  }

  Gates gates(Tensor x, LSTMState state) {
    Tensor hx = Tensor.cat(1, state.h(), x); // [1, hidden + 1]
    return new Gates(
        forget.forward(hx).sigmoid(),
        input.forward(hx).sigmoid(),
        value.forward(hx).tanh(),
        output.forward(hx).sigmoid());
  }

  LSTMState step(Tensor x, LSTMState state) {
    return gates(x, state).next(state);
  }

  // @end

  LSTMState zeroState() {
    Tensor zeros = Tensor.zeros(Shape.of(1, value.weight().dim(0)), DType.F32, Device.CPU);
    return new LSTMState(zeros, zeros);
  }
}
