package io.github.candle4j.core;

import java.util.function.UnaryOperator;

/// Where a function is looked at: elements that may be varied, and the view of them that the function sees.
///
/// @param base the elements, contiguous and of F64
/// @param view transposes, narrows and broadcasts them
record Point(Tensor base, UnaryOperator<Tensor> view) {
  /// The elements themselves.
  static Point of(Tensor base) {
    return new Point(base, x -> x);
  }
}
