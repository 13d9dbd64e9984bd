package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;

/// Sums and products of all elements up to each one.
sealed interface Scanning permits Tensor {
  /// The sums along a dimension up to each position, `y[i] = x[0] + .. + x[i]`. Floats are added in double and rounded
  /// at each position. Integers are added in 64 bits; a sum that does not fit the dtype is an error.
  ///
  /// @throws CandleException if there is no such dimension or a sum of integers does not fit
  default Tensor cumsum(int dim) {
    return Tensor.apply(new Op.CumSum(self().axis(dim, "cumsum"), false), self());
  }

  /// The products along a dimension up to each position, `y[i] = x[0] x[1] .. x[i]`. The gradient is right where there
  /// are zeros, too. A product of integers that does not fit the dtype is an error. Allocates another tensor of its
  /// size.
  ///
  /// @throws CandleException if there is no such dimension or a product of integers does not fit
  default Tensor cumprod(int dim) {
    return products(self(), self().axis(dim, "cumprod"), false);
  }

  /// The products up to each position, or from each position to the end: a recurrence with `b = (x[0], 0, .., 0)`.
  static Tensor products(Tensor x, int dim, boolean reverse) {
    int n = x.dim(dim);
    if (n == 0) {
      return x;
    }
    Tensor first = x.narrow(dim, reverse ? n - 1 : 0, 1);
    Tensor start = first.padWithZeros(dim, reverse ? n - 1 : 0, reverse ? 0 : n - 1);
    return Tensor.apply(new Op.Recurrence(dim, reverse), x, start);
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
