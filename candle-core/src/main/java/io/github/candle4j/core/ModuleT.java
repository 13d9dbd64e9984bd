package io.github.candle4j.core;

/// A layer or model that may behave differently in training, as dropout and batch normalisation do.
@FunctionalInterface
public interface ModuleT {
  /// The output for the input `xs`, in training if `train` is set.
  Tensor forwardT(Tensor xs, boolean train);
}
