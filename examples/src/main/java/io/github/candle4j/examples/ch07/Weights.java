package io.github.candle4j.examples.ch07;

import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Init;
import io.github.candle4j.nn.VarBuilder;
import java.util.List;

/// The weights of a network 1 -> hidden -> 1. Their gradients have the same shapes, so they are such a record, too.
///
/// @param w1 `[hidden, 1]`
/// @param b1 `[hidden]`
/// @param w2 `[1, hidden]`
/// @param b2 `[1]`
// @start region="weights"
record Weights(Tensor w1, Tensor b1, Tensor w2, Tensor b2) {
  /// New weights with the names w1, b1, w2, b2; both biases start at 0.
  static Weights create(int hidden, Init init, VarBuilder vb) {
    return new Weights(
        vb.getWithHints(Shape.of(hidden, 1), "w1", init),
        vb.getWithHints(Shape.of(hidden), "b1", Init.ZERO),
        vb.getWithHints(Shape.of(1, hidden), "w2", init),
        vb.getWithHints(Shape.of(1), "b2", Init.ZERO));
  }

  // @end
  static final List<String> NAMES = List.of("w1", "b1", "w2", "b2");

  /// All four, in the order of their names.
  List<Tensor> all() {
    return List.of(w1, b1, w2, b2);
  }

  static Weights of(List<Tensor> all) {
    return new Weights(all.get(0), all.get(1), all.get(2), all.get(3));
  }

  int hidden() {
    return w1.dim(0);
  }
}
