package io.github.candle4j.core.op;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Layout;
import io.github.candle4j.core.Shape;

/// The shape and dtype of the result of each operation, or the error that says why its operands do not fit.
///
/// Dimensions inside an [Op] are positions from 0 that Tensor has checked already.
public final class ShapeRules {
  private ShapeRules() {}

  /// The shape and dtype of `op` applied to operands of these shapes and dtypes.
  ///
  /// @throws CandleException if the operands do not fit
  public static TypedShape of(Op op, TypedShape... xs) {
    return switch (op) {
      case Op.View view ->
          new TypedShape(view.apply(Layout.contiguous(xs[0].shape())).shape(), xs[0].dtype());
      case Op.Unary unary -> unary(unary.kind(), xs[0]);
      case Op.Affine _, Op.Powf _, Op.Elu _, Op.Softmax _, Op.LogSoftmax _ -> floats(op, xs[0]);
      case Op.Binary _, Op.SoftmaxGrad _ -> samePair(op, xs[0], xs[1]);
      case Op.Pow _ -> floats(op, samePair(op, xs[0], xs[1]));
      case Op.Compare _ -> new TypedShape(samePair(op, xs[0], xs[1]).shape(), DType.U8);
      case Op.Where _ -> where(xs[0], xs[1], xs[2]);
      case Op.Reduce reduce -> reduce(reduce, xs[0]);
      case Op.ArgReduce arg -> argReduce(arg, xs[0]);
      case Op.Matmul _ -> matmul(xs[0], xs[1]);
      case Op.Linear _ -> linear(xs);
      case Op.Cast cast -> new TypedShape(xs[0].shape(), cast.to());
      case Op.Contiguous _, Op.Flip _, Op.WholeAffine _ -> xs[0];
      case Op.ByRule _ -> throw new IllegalStateException(op + " has been run already");
      case Op.Cat cat -> cat(cat.dim(), xs);
      case Op.PadWithZeros pad -> pad(pad, xs[0]);
      case Op.IndexSelect select -> IndexShapes.select(select.dim(), xs[0], xs[1]);
      case Op.IndexAdd add -> IndexShapes.indexAdd(add.dim(), xs);
      case Op.Gather gather -> IndexShapes.gather(gather.dim(), xs[0], xs[1]);
      case Op.Scatter scatter -> IndexShapes.scatter(op.text(), scatter.dim(), xs);
      case Op.ScatterAdd add -> IndexShapes.scatter(op.text(), add.dim(), xs);
      case Op.ArgSort sort -> OrderShapes.argSort(sort, xs[0]);
      case Op.CumSum _ -> xs[0];
      case Op.Recurrence _ -> OrderShapes.recurrence(xs[0], xs[1]);
      case Op.CrossEntropy _ -> crossEntropy(xs[0], xs[1]);
      case Op.CrossEntropyGrad _ -> xs[0];
      case Op.Sequential sequential -> SequentialShapes.of(sequential, xs);
      case Op.Windowed windowed -> WindowShapes.of(windowed, xs);
      case Op.Upsample(var to) -> to.result(xs[0]);
      case Op.UpsampleGrad(var to) -> to.operand(xs[0]);
      case Op.Norm _ -> NormShapes.norm(op, xs);
      case Op.NormGrad _ -> xs[0];
      case Op.NormWeightGrad _ -> NormShapes.weight(xs[0]);
      case Op.Dropout _ -> floats(op, xs[0]);
    };
  }

  private static TypedShape unary(UnaryOp kind, TypedShape x) {
    boolean accepted =
        switch (kind.domain()) {
          case FLOATS -> x.dtype().isFloat();
          case SIGNED -> x.dtype() != DType.U8 && x.dtype() != DType.U32;
          case NUMBERS -> true;
        };
    if (!accepted) {
      String wanted = kind.domain() == UnaryOp.Domain.SIGNED ? "I64" : "F32";
      throw CandleException.unsupportedDtype(
          kind.text(),
          x.dtype(),
          "cast first: x.toDtype(DType." + wanted + ")." + kind.method() + "()");
    }
    return x;
  }

  static TypedShape floats(Op op, TypedShape x) {
    if (x.dtype().isInt()) {
      throw CandleException.unsupportedDtype(
          op.text(), x.dtype(), "cast first: x.toDtype(DType.F32)");
    }
    return x;
  }

  private static TypedShape samePair(Op op, TypedShape a, TypedShape b) {
    if (!a.shape().equals(b.shape())) {
      throw CandleException.shapeMismatch(
          family(op), a.shape(), b.shape(), broadcastHint(op, a.shape(), b.shape()));
    }
    sameDtype(family(op), a, b);
    return a;
  }

  /// Candle's errors name all comparisons alike.
  private static String family(Op op) {
    return op instanceof Op.Compare ? "cmp" : op.text();
  }

  private static String broadcastHint(Op op, Shape a, Shape b) {
    try {
      Shape to = a.broadcastShapeBinaryOp(b, op.text());
      String name = op.text();
      String method = "broadcast" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
      return name + " wants equal shapes; " + method + " repeats sizes of 1, giving " + to;
    } catch (CandleException notBroadcastable) {
      return op.text() + " wants equal shapes, and these cannot be broadcast to each other either";
    }
  }

  static void sameDtype(String operation, TypedShape a, TypedShape b) {
    if (a.dtype() != b.dtype()) {
      throw CandleException.dtypeMismatch(operation, a.dtype(), b.dtype());
    }
  }

  private static TypedShape where(TypedShape condition, TypedShape a, TypedShape b) {
    if (condition.dtype().isFloat()) {
      throw CandleException.unsupportedDtype(
          "where_cond",
          condition.dtype(),
          "the condition is an integer tensor, as x.gt(0) gives it");
    }
    for (TypedShape other : new TypedShape[] {a, b}) {
      if (!condition.shape().equals(other.shape())) {
        throw CandleException.shapeMismatch(
            "where_cond",
            condition.shape(),
            other.shape(),
            "condition and values must have equal shapes; use broadcastAs");
      }
    }
    sameDtype("where_cond", a, b);
    return a;
  }

  private static TypedShape reduce(Op.Reduce op, TypedShape x) {
    Shape shape = x.shape();
    for (int dim : op.dims()) {
      boolean chooses = op.kind() == ReduceOp.MAX || op.kind() == ReduceOp.MIN;
      if (chooses && shape.dim(dim) == 0) {
        throw emptyTensor(op.kind().text(), shape);
      }
      shape = shape.with(dim, 1);
    }
    return new TypedShape(shape, x.dtype());
  }

  private static TypedShape argReduce(Op.ArgReduce op, TypedShape x) {
    if (x.shape().dim(op.dim()) == 0) {
      throw emptyTensor(op.text(), x.shape());
    }
    return new TypedShape(x.shape().with(op.dim(), 1), DType.U32);
  }

  private static CandleException emptyTensor(String operation, Shape shape) {
    return CandleException.withHint(
        Kind.SHAPE,
        "reduce",
        "empty tensor for reduce",
        operation + " has nothing to choose from in shape " + shape);
  }

  private static TypedShape matmul(TypedShape a, TypedShape b) {
    Shape lhs = a.shape();
    Shape rhs = b.shape();
    int rank = lhs.rank();
    if (rank < 2 || rank != rhs.rank()) {
      throw CandleException.shapeMismatch(
          "matmul",
          lhs,
          rhs,
          "matmul wants two tensors of the same rank, 2 or more; broadcastMatmul repeats batches");
    }
    for (int d = 0; d < rank - 2; d++) {
      if (lhs.dim(d) != rhs.dim(d)) {
        throw CandleException.shapeMismatch(
            "matmul",
            lhs,
            rhs,
            "the batch dimensions differ at dimension "
                + d
                + "; broadcastMatmul repeats sizes of 1");
      }
    }
    int inner = lhs.dim(-1);
    if (inner != rhs.dim(-2)) {
      String hint = "inner dimensions " + inner + " and " + rhs.dim(-2) + " differ";
      String fix =
          inner == rhs.dim(-1)
              ? "; did you mean rhs.t()?"
              : lhs.dim(-2) == rhs.dim(-2) ? "; did you mean lhs.t()?" : "";
      throw CandleException.shapeMismatch("matmul", lhs, rhs, hint + fix);
    }
    sameDtype("matmul", a, b);
    floats(new Op.Matmul(), a);
    return new TypedShape(lhs.with(rank - 1, rhs.dim(-1)), a.dtype());
  }

  private static TypedShape linear(TypedShape... xs) {
    Shape x = xs[0].shape();
    Shape w = xs[1].shape();
    if (x.rank() != 2 || w.rank() != 2 || x.dim(1) != w.dim(1)) {
      throw CandleException.shapeMismatch(
          "linear",
          x,
          w,
          "x [.., in] is multiplied by the weight [out, in], so the last sizes must be equal");
    }
    sameDtype("linear", xs[0], xs[1]);
    floats(new Op.Linear(), xs[0]);
    if (xs.length == 3) {
      if (!xs[2].shape().equals(Shape.of(w.dim(0)))) {
        throw CandleException.shapeMismatch(
            "linear", w, xs[2].shape(), "the bias of a weight [out, in] has shape [out]");
      }
      sameDtype("linear", xs[0], xs[2]);
    }
    return new TypedShape(Shape.of(x.dim(0), w.dim(0)), xs[0].dtype());
  }

  private static TypedShape cat(int dim, TypedShape... xs) {
    TypedShape first = xs[0];
    long total = 0;
    for (int i = 0; i < xs.length; i++) {
      Shape shape = xs[i].shape();
      if (shape.rank() != first.shape().rank()
          || !shape.with(dim, 0).equals(first.shape().with(dim, 0))) {
        throw CandleException.withHint(
            Kind.SHAPE,
            "cat",
            "shape mismatch in cat for dim "
                + dim
                + ", shape for arg 1: "
                + first.shape()
                + " shape for arg "
                + (i + 1)
                + ": "
                + shape,
            "all sizes but that of dimension " + dim + " must be equal");
      }
      sameDtype("cat", first, xs[i]);
      total += shape.dim(dim);
    }
    return new TypedShape(first.shape().with(dim, Sizes.checked(total, "cat")), first.dtype());
  }

  private static TypedShape pad(Op.PadWithZeros pad, TypedShape x) {
    long wanted = (long) x.shape().dim(pad.dim()) + pad.left() + pad.right();
    int size = Sizes.checked(wanted, pad.text());
    return new TypedShape(x.shape().with(pad.dim(), size), x.dtype());
  }

  private static TypedShape crossEntropy(TypedShape x, TypedShape target) {
    if (x.shape().rank() != 2) {
      throw CandleException.unexpectedRank("cross_entropy", 2, x.shape());
    }
    if (!target.shape().equals(Shape.of(x.shape().dim(0)))) {
      throw CandleException.shapeMismatch(
          "cross_entropy",
          x.shape(),
          target.shape(),
          "logits [n, classes] want a target [n] of class ids");
    }
    IndexShapes.checkIds("cross_entropy", target);
    floats(new Op.CrossEntropy(), x);
    return new TypedShape(Shape.of(), x.dtype());
  }
}
