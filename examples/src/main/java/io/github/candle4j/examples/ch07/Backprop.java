package io.github.candle4j.examples.ch07;

import io.github.candle4j.core.Tensor;

/// A way to find the gradients of the mean squared error.
interface Backprop {
  /// The loss of these points, and its derivative by each weight.
  ///
  /// - `x` and `target` `[batch, 1]`
  Result gradients(Weights weights, Tensor x, Tensor target);

  /// What comes out.
  ///
  /// @param loss the mean squared error before a step
  /// @param gradients the derivatives
  record Result(double loss, Weights gradients) {}
}
