package io.github.candle4j.core.op;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Shape;

/// Shapes and dtypes of sorts and scans; see [ShapeRules].
final class OrderShapes {
  private OrderShapes() {}

  static TypedShape argSort(Op.ArgSort op, TypedShape x) {
    Shape shape = x.shape();
    if (shape.rank() == 0) {
      throw CandleException.withHint(
          Kind.SHAPE,
          op.text(),
          "empty last-dim in arg-sort",
          "a scalar has no dimension to sort along; flattenAll() gives it one");
    }
    return new TypedShape(shape.with(shape.rank() - 1, op.count()), DType.U32);
  }

  /// `h[i] = b[i] + a[i] h[i-1]`: operands a, b of equal shape.
  static TypedShape recurrence(TypedShape a, TypedShape b) {
    if (!a.shape().equals(b.shape())) {
      throw CandleException.shapeMismatch(
          "recurrence", a.shape(), b.shape(), "factors and terms have equal shapes");
    }
    ShapeRules.sameDtype("recurrence", a, b);
    return a;
  }
}
