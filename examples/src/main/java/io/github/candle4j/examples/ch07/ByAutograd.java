package io.github.candle4j.examples.ch07;

import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.Loss;

/// The library's way: layers, a loss, `backward`.
///
/// @param relu whether there is a ReLU between the layers
record ByAutograd(boolean relu) implements Backprop {
  // @start region="backward"
  @Override
  public Result gradients(Weights w, Tensor x, Tensor target) {
    Tensor loss = Loss.mse(forward(w, x), target);
    GradStore grads = loss.backward();
    return new Result(
        ByTensors.number(loss.detach()),
        Weights.of(w.all().stream().map(weight -> grads.get(weight).orElseThrow()).toList()));
  }

  /// What the network says.
  Tensor forward(Weights w, Tensor x) { // x: [batch, 1]
    Tensor z = new Linear(w.w1(), w.b1()).forward(x); // [batch, hidden]
    Tensor h = relu ? z.relu() : z; // [batch, hidden]
    return new Linear(w.w2(), w.b2()).forward(h); // [batch, 1]
  }
  // @end
}
