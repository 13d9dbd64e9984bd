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
    if (ids.rank() != 1 || !xs[2].shape().equals(xs[0].shape().with(dim, ids.dim(0)))) {
      throw CandleException.shapeMismatch(
          "index-add",
          xs[0].shape(),
          xs[2].shape(),
          "src has the shape of self, with one position per id in dimension "
              + dim
              + "; ids: "
              + ids);
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
      throw CandleException.shapeMismatch(
          operation, xs[1].shape(), xs[2].shape(), "ids and src must have equal shapes");
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
