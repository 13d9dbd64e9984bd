package io.github.candle4j.core;

/// A layer or model: a function from a tensor to a tensor. Any lambda `xs -> ...` is one.
@FunctionalInterface
public interface Module extends ModuleT {
  /// The output for the input `xs`.
  Tensor forward(Tensor xs);

  /// The same as [#forward]: this module does the same in training and in use.
  @Override
  default Tensor forwardT(Tensor xs, boolean train) {
    return forward(xs);
  }
}
