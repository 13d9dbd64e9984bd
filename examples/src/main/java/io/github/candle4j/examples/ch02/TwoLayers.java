package io.github.candle4j.examples.ch02;

import static io.github.candle4j.nn.Linear.linear;

import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.VarBuilder;

// @start region="network"
/// Two switches in, a hidden layer, one score out: above 0 means 1.
record TwoLayers(Linear hidden, Linear output) implements Module {
  static TwoLayers create(int hiddenSize, VarBuilder vb) {
    return new TwoLayers(
        linear(2, hiddenSize, vb.pp("hidden")), linear(hiddenSize, 1, vb.pp("output")));
  }

  @Override
  public Tensor forward(Tensor x) { // x: [n, 2]
    Tensor h = hidden.forward(x).tanh(); // [n, hiddenSize]
    return output.forward(h).squeeze(1); // [n]
  }
}
// @end
