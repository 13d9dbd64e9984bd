package io.github.candle4j.nn;

import io.github.candle4j.core.Shape;

/// Which side of a layer an initialiser keeps the variance of.
public enum FanInOut {
  /// The numbers that flow into each output: the second size times those of the kernel.
  FAN_IN,
  /// The numbers that each input flows into: the first size times those of the kernel.
  FAN_OUT;

  /// The fan of a weight `[out, in, kernel..]`; 1 where that size is missing.
  public int forShape(Shape shape) {
    int kernel = 1;
    for (int d = 2; d < shape.rank(); d++) {
      kernel *= shape.dim(d);
    }
    int dim = this == FAN_IN ? 1 : 0;
    return (shape.rank() > dim ? shape.dim(dim) : 1) * kernel;
  }
}
