package io.github.candle4j.examples.ch07;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Tensor;

/// Backpropagation with products of matrices: all points at once, but every derivative is still written down.
///
/// @param relu whether there is a ReLU between the layers
record ByTensors(boolean relu) implements Backprop {
  @Override
  public Result gradients(Weights weights, Tensor x, Tensor target) {
    return Tensor.noGrad(() -> backward(weights, x, target));
  }

  // @start region="backward"
  private Result backward(Weights w, Tensor x, Tensor target) { // x, target: [batch, 1]
    // Forward.
    Tensor z = x.matmul(w.w1().t()).broadcastAdd(w.b1()); // [batch, hidden]
    Tensor h = relu ? z.relu() : z; // [batch, hidden]
    Tensor y = h.matmul(w.w2().t()).broadcastAdd(w.b2()); // [batch, 1]
    Tensor error = y.sub(target); // [batch, 1]
    Tensor loss = error.sqr().meanAll(); // []

    // Backward.
    Tensor dy = error.mul(2.0 / x.dim(0)); // [batch, 1]
    Tensor dw2 = dy.t().matmul(h); // [1, hidden]
    Tensor db2 = dy.sum(0); // [1]
    Tensor dh = dy.matmul(w.w2()); // [batch, hidden]
    Tensor dz = relu ? dh.mul(z.gt(0).toDtype(z.dtype())) : dh; // [batch, hidden]
    Tensor dw1 = dz.t().matmul(x); // [hidden, 1]
    Tensor db1 = dz.sum(0); // [hidden]
    return new Result(number(loss), new Weights(dw1, db1, dw2, db2));
  }

  // @end
  static double number(Tensor scalar) {
    return scalar.toDtype(DType.F64).toScalarF64();
  }
}
