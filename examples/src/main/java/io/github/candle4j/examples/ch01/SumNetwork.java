package io.github.candle4j.examples.ch01;

import static io.github.candle4j.nn.Linear.linear;

import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.VarBuilder;

// @start region="model"
/// Two numbers in, a hidden layer, one number out.
record SumNetwork(Linear hidden, Linear output) implements Module {
  static SumNetwork create(int hiddenSize, VarBuilder vb) {
    return new SumNetwork(
        linear(2, hiddenSize, vb.pp("hidden")), linear(hiddenSize, 1, vb.pp("output")));
  }

  @Override
  public Tensor forward(Tensor x) { // x: [batch, 2]
    Tensor h = hidden.forward(x).relu(); // [batch, hiddenSize]
    return output.forward(h).squeeze(1); // [batch]
  }
}
// @end
