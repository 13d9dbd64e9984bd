package io.github.candle4j.core.op;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Shape;

/// Shape rules of normalisation.
final class NormShapes {
  private NormShapes() {}

  /// x `[.., n]`, weights and biases `[n]`.
  static TypedShape norm(Op op, TypedShape... xs) {
    TypedShape x = xs[0];
    if (x.shape().rank() == 0) {
      throw CandleException.withHint(
          CandleException.Kind.SHAPE,
          op.text(),
          op.text() + " of a scalar",
          "the last dimension is normalised; reshape(1) gives one");
    }
    ShapeRules.floats(op, x);
    for (int i = 1; i < xs.length; i++) {
      if (!xs[i].shape().equals(Shape.of(x.shape().dim(-1)))) {
        throw CandleException.shapeMismatch(
            op.text(),
            x.shape(),
            xs[i].shape(),
            (i == 1 ? "the weight" : "the bias") + " of rows [.., n] has shape [n]");
      }
      ShapeRules.sameDtype(op.text(), x, xs[i]);
    }
    return x;
  }

  static TypedShape weight(TypedShape x) {
    return new TypedShape(Shape.of(x.shape().dim(-1)), x.dtype());
  }
}
