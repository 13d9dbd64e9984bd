package io.github.candle4j.core.op;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Shape;

/// Shapes and dtypes of the operations of recurrent layers and of attention; see [ShapeRules].
final class SequentialShapes {
  private SequentialShapes() {}

  static TypedShape of(Op.Sequential op, TypedShape... xs) {
    return switch (op) {
      case Op.LstmCell _ -> lstm(op, xs[0], xs[1]);
      case Op.LstmCellGrad _ -> parts(5, xs[1]);
      case Op.GruCell _ -> gru(op, xs[0], xs[1], xs[2]);
      case Op.GruCellGrad _ -> parts(7, xs[2]);
      case Op.Rope rope -> rope(rope, xs[0], xs[1], xs[2]);
      case Op.CausalSoftmax _ -> ShapeRules.floats(op, xs[0]);
    };
  }

  /// So many tensors like this one, one after the other.
  private static TypedShape parts(int count, TypedShape x) {
    long total = count * x.shape().elemCount();
    return new TypedShape(Shape.of(Sizes.checked(total, "cell")), x.dtype());
  }

  private static TypedShape lstm(Op.Sequential op, TypedShape gates, TypedShape c) {
    checkGates(op, 4, gates, c);
    Shape result = Shape.of(2, c.shape().dim(0), c.shape().dim(1));
    return ShapeRules.floats(op, new TypedShape(result, c.dtype()));
  }

  private static TypedShape gru(Op.Sequential op, TypedShape input, TypedShape own, TypedShape h) {
    checkGates(op, 3, input, h);
    checkGates(op, 3, own, h);
    return ShapeRules.floats(op, h);
  }

  private static void checkGates(Op.Sequential op, int count, TypedShape gates, TypedShape state) {
    Shape g = gates.shape();
    Shape s = state.shape();
    if (s.rank() != 2
        || g.rank() != 2
        || g.dim(0) != s.dim(0)
        || g.dim(1) != (long) count * s.dim(1)) {
      throw CandleException.shapeMismatch(
          op.name(), g, s, "a state [batch, hidden] goes with gates [batch, " + count + " hidden]");
    }
    ShapeRules.sameDtype(op.name(), gates, state);
  }

  private static TypedShape rope(Op.Rope op, TypedShape x, TypedShape cos, TypedShape sin) {
    if (x.shape().rank() != 4) {
      throw CandleException.unexpectedRank(op.name(), 4, x.shape());
    }
    checkAngles(op, x, cos);
    checkAngles(op, x, sin);
    if (!cos.shape().equals(sin.shape())
        || x.shape().dim(op.time()) > cos.shape().dim(-2)
        || x.shape().dim(3) != 2L * cos.shape().dim(-1)) {
      throw CandleException.withHint(
          Kind.SHAPE,
          op.name(),
          "inconsistent last dim size in rope " + x.shape() + " " + cos.shape() + " " + sin.shape(),
          "cos and sin are [positions, half of the last size], with as many positions as x at"
              + " least");
    }
    return ShapeRules.floats(op, x);
  }

  private static void checkAngles(Op.Rope op, TypedShape x, TypedShape angles) {
    Shape shape = angles.shape();
    if (shape.rank() != 2 && shape.rank() != 3) {
      throw CandleException.withHint(
          Kind.SHAPE,
          op.name(),
          "cos/sin has to be 2D or 3D in rope " + x.shape().dim(0) + " " + shape,
          "[positions, pairs] for all of the batch, [batch, positions, pairs] for each");
    }
    if (shape.rank() == 3 && shape.dim(0) != x.shape().dim(0)) {
      throw CandleException.withHint(
          Kind.SHAPE,
          op.name(),
          "inconsistent batch size in rope " + x.shape().dim(0) + " " + shape,
          "[positions, pairs] serves all of the batch");
    }
    ShapeRules.sameDtype(op.name(), x, angles);
  }
}
