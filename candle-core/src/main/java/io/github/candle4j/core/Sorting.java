package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;

/// The elements along a dimension in order. Sorts are stable: equal elements stay in their order, -0 and 0 are equal. NaN
/// comes last, whether ascending or descending. Positions are U32.
sealed interface Sorting permits Tensor {
  /// The positions of the elements of each row, the last dimension, in ascending or descending order.
  ///
  /// @throws CandleException if the tensor is a scalar
  default Tensor argSortLastDim(boolean asc) {
    int n = self().rank() == 0 ? 0 : self().dim(-1);
    return Tensor.apply(new Op.ArgSort(asc, n), self());
  }

  /// The elements of each row, the last dimension, in ascending or descending order, and their positions.
  ///
  /// @throws CandleException if the tensor is a scalar
  default SortResult sortLastDim(boolean asc) {
    return chosen(argSortLastDim(asc), -1);
  }

  /// The positions of the elements along a dimension in ascending or descending order.
  ///
  /// @throws CandleException if there is no such dimension
  default Tensor argsort(int dim, boolean asc) {
    return order("argsort", dim, asc, Integer.MAX_VALUE);
  }

  /// The elements along a dimension in ascending or descending order, and their positions. Along another dimension than
  /// the last it allocates the positions twice.
  ///
  /// @throws CandleException if there is no such dimension
  default SortResult sort(int dim, boolean asc) {
    return chosen(order("sort", dim, asc, Integer.MAX_VALUE), dim);
  }

  /// The `k` largest elements of each row, the last dimension, in descending order, and their positions.
  ///
  /// @throws CandleException if the row has fewer
  default SortResult topk(int k) {
    return topk(k, -1, true);
  }

  /// The `k` largest elements along a dimension in descending order, or the `k` smallest in ascending order, and their
  /// positions. A NaN is taken only when there is nothing else.
  ///
  /// @throws CandleException if there is no such dimension or it has fewer elements
  default SortResult topk(int k, int dim, boolean largest) {
    self().axis(dim, "topk");
    if (k < 0 || k > self().dim(dim)) {
      throw Origins.placed(
          CandleException.withHint(
              CandleException.Kind.ARGUMENT,
              "topk",
              "topk: k " + k + " is out of range for a dimension of size " + self().dim(dim),
              "k is 0 to " + self().dim(dim)),
          self());
    }
    return chosen(order("topk", dim, !largest, k), dim);
  }

  /// The middle element along a dimension, which goes away, and its position; the lower one of two in the middle, as in
  /// PyTorch. NaN where there is one, with the position of the first. Allocates the positions of the lower half of the
  /// elements.
  ///
  /// @throws CandleException if there is no such dimension or it is empty
  default SortResult median(int dim) {
    Tensor x = self();
    int d = x.axis(dim, "median");
    if (x.dim(d) == 0) {
      throw Origins.placed(
          CandleException.withHint(
              CandleException.Kind.SHAPE,
              "median",
              "empty tensor for median",
              "there is no middle element in shape " + x.shape()),
          self());
    }
    int middle = (x.dim(d) - 1) / 2;
    Tensor position = order("median", d, true, middle + 1).narrow(d, middle, 1);
    if (x.dtype().isFloat()) {
      // Where the largest one is NaN, argmax has the position of the first NaN.
      Tensor largest = x.detach().maxKeepdim(d);
      position = largest.ne(largest).whereCond(x.argmaxKeepdim(d), position);
    }
    SortResult kept = chosen(position, d);
    return new SortResult(kept.values().squeeze(d), kept.indices().squeeze(d));
  }

  /// The positions of the first `count` elements along a dimension, or of all if there are fewer.
  private Tensor order(String operation, int dim, boolean asc, int count) {
    int d = self().axis(dim, operation);
    Op sort = new Op.ArgSort(asc, Math.min(count, self().dim(d)));
    return Tensor.apply(sort, self().transpose(d, -1)).transpose(d, -1);
  }

  private SortResult chosen(Tensor positions, int dim) {
    return new SortResult(self().gather(positions, dim), positions);
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
