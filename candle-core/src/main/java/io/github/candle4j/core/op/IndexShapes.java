package io.github.candle4j.core.op;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Shape;

/// Shapes and dtypes of the operations that pick or change elements by index; see [ShapeRules].
public final class IndexShapes {
  private IndexShapes() {}

  static TypedShape select(int dim, TypedShape x, TypedShape ids) {
    if (ids.shape().rank() != 1) {
      throw CandleException.shapeMismatch(
          "index-select", x.shape(), ids.shape(), "ids must have one dimension");
    }
    checkIds("index-select", ids);
    return new TypedShape(x.shape().with(dim, ids.shape().dim(0)), x.dtype());
  }

  static TypedShape indexAdd(int dim, TypedShape... xs) {
    Shape ids = xs[1].shape();
    if (ids.rank() != 1) {
      throw CandleException.unexpectedRank("index-add", 1, ids);
    }
    Shape src = xs[2].shape();
    if (src.rank() != xs[0].shape().rank() || !src.equals(xs[0].shape().with(dim, src.dim(dim)))) {
      throw mismatch(
          "index-add",
          "(self, source)",
          xs[0].shape(),
          src,
          "src has the shape of self, but for dimension " + dim);
    }
    if (src.dim(dim) != ids.dim(0)) {
      throw mismatch(
          "index-add",
          "(ids, source)",
          ids,
          src,
          "src has one position for each id in dimension " + dim);
    }
    checkIds("index-add", xs[1]);
    ShapeRules.sameDtype("index-add", xs[0], xs[2]);
    return xs[0];
  }

  static TypedShape gather(int dim, TypedShape x, TypedShape ids) {
    fitsOffDim("gather", dim, x.shape(), ids.shape());
    checkIds("gather", ids);
    return new TypedShape(ids.shape(), x.dtype());
  }

  /// The result of writing or adding `src` where `ids` points; operands self, ids, src. In-place forms check with it too.
  ///
  /// @throws CandleException if the operands do not fit
  public static TypedShape scatter(String operation, int dim, TypedShape... xs) {
    if (!xs[1].shape().equals(xs[2].shape())) {
      throw mismatch(
          operation,
          "(indexes, src)",
          xs[1].shape(),
          xs[2].shape(),
          "ids and src must have equal shapes");
    }
    fitsOffDim(operation, dim, xs[0].shape(), xs[1].shape());
    checkIds(operation, xs[1]);
    ShapeRules.sameDtype(operation, xs[0], xs[2]);
    return xs[0];
  }

  static void checkIds(String operation, TypedShape ids) {
    if (ids.dtype().isFloat()) {
      throw CandleException.unsupportedDtype(
          operation, ids.dtype(), "indices are integers: ids.toDtype(DType." + DType.U32 + ")");
    }
  }

  /// As Candle names the two that do not fit: `shape mismatch in index-add (ids, source), lhs: [2], rhs: [3, 4]`.
  private static CandleException mismatch(
      String operation, String pair, Shape lhs, Shape rhs, String hint) {
    return CandleException.withHint(
        CandleException.Kind.SHAPE,
        operation,
        "shape mismatch in " + operation + " " + pair + ", lhs: " + lhs + ", rhs: " + rhs,
        hint);
  }

  private static void fitsOffDim(String operation, int dim, Shape x, Shape ids) {
    boolean fits = x.rank() == ids.rank();
    for (int d = 0; fits && d < x.rank(); d++) {
      fits = d == dim || ids.dim(d) <= x.dim(d);
    }
    if (!fits) {
      throw CandleException.shapeMismatch(
          operation,
          x,
          ids,
          "ids must have the rank of self and, outside of dimension " + dim + ", no larger sizes");
    }
  }
}
