package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.ReduceOp;
import java.util.List;

/// Many elements reduced to one: along some dimensions, or all of them.
///
/// `keepdim` leaves the reduced dimensions in the shape with size 1. There is no `sum()` without a dimension: it would
/// copy in Candle and be the total in PyTorch; [#sumAll] is the total.
sealed interface Reduction permits Tensor {
  /// The sum along these dimensions. Integers are summed in 64 bits; a sum that does not fit the dtype is an error.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor sum(int dim, int... more) {
    return squeezed(sumKeepdim(dim, more), dims(dim, more));
  }

  /// The sum along these dimensions. Integers are summed in 64 bits; a sum that does not fit the dtype is an error.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor sum(List<Integer> dims) {
    return squeezed(sumKeepdim(dims), dims);
  }

  /// The sum along these dimensions, which stay with size 1. Integers are summed in 64 bits; a sum that does not fit the dtype is an error.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor sumKeepdim(int dim, int... more) {
    return sumKeepdim(dims(dim, more));
  }

  /// The sum along these dimensions, which stay with size 1.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor sumKeepdim(List<Integer> dims) {
    return reduce(ReduceOp.SUM, dims);
  }

  /// The sum of all elements, a scalar.
  default Tensor sumAll() {
    return self().rank() == 0 ? self() : self().flattenAll().sum(0);
  }

  /// The product along these dimensions, 1 of nothing. The gradient is right where there are zeros, too. A product of
  /// integers that does not fit the dtype is an error.
  ///
  /// @throws CandleException if there is no such dimension, one is named twice, or a product does not fit
  default Tensor prod(int dim, int... more) {
    return prod(dims(dim, more));
  }

  /// The product along these dimensions, 1 of nothing; see [#prod(int, int...)].
  ///
  /// @throws CandleException if there is no such dimension, one is named twice, or a product does not fit
  default Tensor prod(List<Integer> dims) {
    return squeezed(prodKeepdim(dims), dims);
  }

  /// The product along these dimensions, which stay with size 1; see [#prod(int, int...)].
  ///
  /// @throws CandleException if there is no such dimension, one is named twice, or a product does not fit
  default Tensor prodKeepdim(int dim, int... more) {
    return prodKeepdim(dims(dim, more));
  }

  /// The product along these dimensions, which stay with size 1; see [#prod(int, int...)].
  ///
  /// @throws CandleException if there is no such dimension, one is named twice, or a product does not fit
  default Tensor prodKeepdim(List<Integer> dims) {
    return reduce(ReduceOp.PROD, dims);
  }

  /// The product of all elements, a scalar.
  ///
  /// @throws CandleException if a product of integers does not fit
  default Tensor prodAll() {
    return self().flattenAll().prod(0);
  }

  /// The mean along these dimensions. NaN of nothing. Floats only.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor mean(int dim, int... more) {
    return squeezed(meanKeepdim(dim, more), dims(dim, more));
  }

  /// The mean along these dimensions. NaN of nothing. Floats only.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor mean(List<Integer> dims) {
    return squeezed(meanKeepdim(dims), dims);
  }

  /// The mean along these dimensions, which stay with size 1. NaN of nothing. Floats only.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor meanKeepdim(int dim, int... more) {
    return meanKeepdim(dims(dim, more));
  }

  /// The mean along these dimensions, which stay with size 1. Floats only; F16, BF16 and F8E4M3 are summed and divided in F32
  /// and rounded once.
  ///
  /// @throws CandleException if there is no such dimension, one is named twice, or the dtype is not accepted
  default Tensor meanKeepdim(List<Integer> dims) {
    Tensor x = self();
    if (x.dtype().isInt()) {
      throw CandleException.unsupportedDtype(
          "mean", x.dtype(), "cast first: x.toDtype(DType.F32).mean(..)");
    }
    long count = 1;
    for (int dim : positions("mean", x, dims)) {
      count *= x.dim(dim);
    }
    return Reduction.wide(x).sumKeepdim(dims).div((double) count).toDtype(x.dtype());
  }

  /// The mean of all elements, a scalar. Floats only.
  ///
  /// @throws CandleException if the dtype is not accepted
  default Tensor meanAll() {
    return self().flattenAll().mean(0);
  }

  /// The largest element along these dimensions; NaN where there is one. Equal ones share the gradient.
  ///
  /// @throws CandleException if there is no such dimension, one is named twice, or one is empty
  default Tensor max(int dim, int... more) {
    return max(dims(dim, more));
  }

  /// The largest element along these dimensions; NaN where there is one. Equal ones share the gradient.
  ///
  /// @throws CandleException if there is no such dimension, one is named twice, or one is empty
  default Tensor max(List<Integer> dims) {
    return squeezed(maxKeepdim(dims), dims);
  }

  /// The largest element along these dimensions, which stay with size 1; NaN where there is one.
  ///
  /// @throws CandleException if there is no such dimension, one is named twice, or one is empty
  default Tensor maxKeepdim(int dim, int... more) {
    return maxKeepdim(dims(dim, more));
  }

  /// The largest element along these dimensions, which stay with size 1; NaN where there is one.
  ///
  /// @throws CandleException if there is no such dimension, one is named twice, or one is empty
  default Tensor maxKeepdim(List<Integer> dims) {
    return reduce(ReduceOp.MAX, dims);
  }

  /// The largest of all elements, a scalar; NaN if there is one.
  ///
  /// @throws CandleException if the tensor is empty
  default Tensor maxAll() {
    return self().flattenAll().max(0);
  }

  /// The position of the largest element along a dimension, as U32: the first of equal ones, or the first NaN.
  ///
  /// @throws CandleException if there is no such dimension or it is empty
  default Tensor argmax(int dim) {
    return argmaxKeepdim(dim).squeeze(self().axis(dim, "argmax"));
  }

  /// The position of the largest element along a dimension, which stays with size 1, as U32.
  ///
  /// @throws CandleException if there is no such dimension or it is empty
  default Tensor argmaxKeepdim(int dim) {
    return Tensor.apply(new Op.ArgReduce(true, self().axis(dim, "argmax")), self());
  }

  /// The smallest element along these dimensions; NaN where there is one. Equal ones share the gradient.
  ///
  /// @throws CandleException if there is no such dimension, one is named twice, or one is empty
  default Tensor min(int dim, int... more) {
    return min(dims(dim, more));
  }

  /// The smallest element along these dimensions; NaN where there is one. Equal ones share the gradient.
  ///
  /// @throws CandleException if there is no such dimension, one is named twice, or one is empty
  default Tensor min(List<Integer> dims) {
    return squeezed(minKeepdim(dims), dims);
  }

  /// The smallest element along these dimensions, which stay with size 1; NaN where there is one.
  ///
  /// @throws CandleException if there is no such dimension, one is named twice, or one is empty
  default Tensor minKeepdim(int dim, int... more) {
    return minKeepdim(dims(dim, more));
  }

  /// The smallest element along these dimensions, which stay with size 1; NaN where there is one.
  ///
  /// @throws CandleException if there is no such dimension, one is named twice, or one is empty
  default Tensor minKeepdim(List<Integer> dims) {
    return reduce(ReduceOp.MIN, dims);
  }

  /// The smallest of all elements, a scalar; NaN if there is one.
  ///
  /// @throws CandleException if the tensor is empty
  default Tensor minAll() {
    return self().flattenAll().min(0);
  }

  /// The position of the smallest element along a dimension, as U32: the first of equal ones, or the first NaN.
  ///
  /// @throws CandleException if there is no such dimension or it is empty
  default Tensor argmin(int dim) {
    return argminKeepdim(dim).squeeze(self().axis(dim, "argmin"));
  }

  /// The position of the smallest element along a dimension, which stays with size 1, as U32.
  ///
  /// @throws CandleException if there is no such dimension or it is empty
  default Tensor argminKeepdim(int dim) {
    return Tensor.apply(new Op.ArgReduce(false, self().axis(dim, "argmin")), self());
  }

  private Tensor reduce(ReduceOp kind, List<Integer> dims) {
    int[] positions = positions(kind.text(), self(), dims);
    return positions.length == 0 ? self() : Tensor.apply(new Op.Reduce(kind, positions), self());
  }

  /// The positions of the dimensions to reduce.
  ///
  /// @throws CandleException naming `operation` if there is no such dimension or one is named twice
  static int[] positions(String operation, Tensor x, List<Integer> dims) {
    int[] wanted =
        Nulls.refuseIn(operation, "dimension", dims).stream().mapToInt(Integer::intValue).toArray();
    return x.axes(wanted, operation);
  }

  /// Dimensions as a list.
  static List<Integer> dims(int dim, int... more) {
    int[] dims = new int[more.length + 1];
    dims[0] = dim;
    System.arraycopy(more, 0, dims, 1, more.length);
    return Movement.list(dims);
  }

  /// Without the dimensions that were reduced.
  static Tensor squeezed(Tensor kept, List<Integer> dims) {
    boolean[] gone = new boolean[kept.rank()];
    for (int dim : dims) {
      gone[kept.axis(dim, "squeeze")] = true;
    }
    Tensor result = kept;
    for (int d = kept.rank() - 1; d >= 0; d--) {
      result = gone[d] ? result.squeeze(d) : result;
    }
    return result;
  }

  /// A tensor of floats in the dtype that it is computed in: F32 for the smaller ones.
  static Tensor wide(Tensor x) {
    return x.dtype() == DType.F64 ? x : x.toDtype(DType.F32);
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
