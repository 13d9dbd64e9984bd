package io.github.candle4j.nn;

import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;

/// Joins neighbouring dimensions to one.
///
/// {@snippet :
/// Flatten flatten = new Flatten();
/// Tensor y = flatten.forward(x); // [64, 32, 7, 7] gives [64, 1568]
/// }
///
/// @param startDim the first one; negative counts from the end
/// @param endDim the last one, which is joined, too
public record Flatten(int startDim, int endDim) implements Module {
  /// All dimensions but the batch.
  public Flatten() {
    this(1, -1);
  }

  /// @throws io.github.candle4j.core.CandleException if there are no such dimensions
  @Override
  public Tensor forward(Tensor xs) {
    return xs.flatten(startDim, endDim);
  }

  @Override
  public String toString() {
    return "Flatten(" + startDim + ", " + endDim + ")";
  }
}
