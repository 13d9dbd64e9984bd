package io.github.candle4j.examples.ch11;

import static io.github.candle4j.nn.Linear.linear;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.VarBuilder;

/// The Elman network of three linear layers.
///
/// @param input from the number to the hidden layer
/// @param recurrent from the context to the hidden layer
/// @param output from the hidden layer to the prediction
// @start region="network"
record ElmanByHand(Linear input, Linear recurrent, Linear output) implements Elman {
  static ElmanByHand create(int hidden, VarBuilder vb) {
    return new ElmanByHand(
        linear(1, hidden, vb.pp("input")),
        linear(hidden, hidden, vb.pp("recurrent")),
        linear(hidden, 1, vb.pp("output")));
  }

  @Override
  public Tensor start() {
    return Tensor.zeros(Shape.of(1, recurrent.weight().dim(0)), DType.F32, Device.CPU);
  }

  @Override
  public Step step(Tensor x, Tensor context) { // x: [1, 1], context: [1, hidden]
    Tensor h = input.forward(x).add(recurrent.forward(context)).tanh(); // [1, hidden]
    return new Step(output.forward(h), h);
  }
}
// @end
