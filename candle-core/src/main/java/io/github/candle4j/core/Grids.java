package io.github.candle4j.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Coordinates of grids, [Tensor#meshgrid], and what the factories of [Tensor] check.
final class Grids {
  private Grids() {}

  static List<Tensor> meshgrid(List<? extends Tensor> axes, boolean xy) {
    if (Nulls.refuseIn("meshgrid", "axis", axes).size() < 2) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT, "meshgrid", "meshgrid expects at least two tensors");
    }
    for (Tensor axis : axes) {
      if (axis.rank() != 1) {
        throw Origins.placed(CandleException.unexpectedRank("meshgrid", 1, axis.shape()), axis);
      }
    }
    Shape shape = Shape.of(axes.stream().map(Tensor::dims1).toList());
    int[] alone = new int[axes.size()];
    List<Tensor> grids = new ArrayList<>();
    for (int d = 0; d < alone.length; d++) {
      Arrays.fill(alone, 1);
      alone[d] = shape.dim(d);
      Tensor grid = axes.get(d).reshape(alone).broadcastAs(shape);
      grids.add((xy ? grid.transpose(0, 1) : grid).contiguous());
    }
    return grids;
  }

  /// The shape of a square matrix of n rows.
  ///
  /// @throws CandleException naming `operation` if n is negative or there are too many elements
  static Shape square(String operation, int n) {
    if (n < 0) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT, operation, operation + " wants 0 rows or more, got " + n);
    }
    Shape shape = Shape.of(n, n);
    shape.arrayLength();
    return shape;
  }

  /// Throws unless tensors that are to be stacked have equal shapes and dtypes.
  static void checkAlike(List<? extends Tensor> xs, int dim) {
    Tensor first = xs.getFirst();
    for (int i = 1; i < xs.size(); i++) {
      Tensor x = xs.get(i);
      if (!x.shape().equals(first.shape())) {
        throw CandleException.withHint(
            CandleException.Kind.SHAPE,
            "stack",
            "shape mismatch in stack for dim "
                + dim
                + ", shape for arg 1: "
                + first.shape()
                + " shape for arg "
                + (i + 1)
                + ": "
                + x.shape(),
            "stack wants equal shapes; cat joins tensors that differ in one dimension");
      }
      if (x.dtype() != first.dtype()) {
        throw CandleException.dtypeMismatch("stack", first.dtype(), x.dtype());
      }
    }
  }
}
