package io.github.candle4j.core;

import java.util.List;

/// Variances, deviations and norms. Floats only; F16, BF16 and F8E4M3 are computed in F32 and rounded once.
sealed interface Statistics permits Tensor {
  /// The variance along a dimension, `Σ (x - mean)² / (n - 1)`; NaN for n = 1. Allocates the differences from the mean
  /// and their squares.
  ///
  /// @throws CandleException if there is no such dimension or the dtype is not accepted
  default Tensor var(int dim) {
    return varKeepdim(dim).squeeze(self().axis(dim, "var"));
  }

  /// The variance along a dimension, which stays with size 1. Allocates the differences from the mean and their
  /// squares.
  ///
  /// @throws CandleException if there is no such dimension or the dtype is not accepted
  default Tensor varKeepdim(int dim) {
    return small(variance("var", dim, 1));
  }

  /// The standard deviation along a dimension, `√(Σ (x - mean)² / (n - 1))`; NaN for n = 1. The gradient of a row of
  /// equal elements is 0. Allocates the differences from the mean and their squares.
  ///
  /// @throws CandleException if there is no such dimension or the dtype is not accepted
  default Tensor std(int dim) {
    return stdKeepdim(dim).squeeze(self().axis(dim, "std"));
  }

  /// The standard deviation along a dimension, which stays with size 1. Allocates the differences from the mean and
  /// their squares.
  ///
  /// @throws CandleException if there is no such dimension or the dtype is not accepted
  default Tensor stdKeepdim(int dim) {
    return small(root(variance("std", dim, 1)));
  }

  /// The variance of a whole population along a dimension, `Σ (x - mean)² / n`; NaN for n = 0. Allocates the
  /// differences from the mean and their squares.
  ///
  /// @throws CandleException if there is no such dimension or the dtype is not accepted
  default Tensor varPopulation(int dim) {
    return varPopulationKeepdim(dim).squeeze(self().axis(dim, "var"));
  }

  /// The variance of a whole population along a dimension, which stays with size 1. Allocates the differences from the
  /// mean and their squares.
  ///
  /// @throws CandleException if there is no such dimension or the dtype is not accepted
  default Tensor varPopulationKeepdim(int dim) {
    return small(variance("var", dim, 0));
  }

  /// The standard deviation of a whole population along a dimension, `√(Σ (x - mean)² / n)`; NaN for n = 0. The
  /// gradient of a row of equal elements is 0. Allocates the differences from the mean and their squares.
  ///
  /// @throws CandleException if there is no such dimension or the dtype is not accepted
  default Tensor stdPopulation(int dim) {
    return stdPopulationKeepdim(dim).squeeze(self().axis(dim, "std"));
  }

  /// The standard deviation of a whole population along a dimension, which stays with size 1. Allocates the differences
  /// from the mean and their squares.
  ///
  /// @throws CandleException if there is no such dimension or the dtype is not accepted
  default Tensor stdPopulationKeepdim(int dim) {
    return small(root(variance("std", dim, 0)));
  }

  /// `log Σ e^x` along these dimensions, shifted by the maximum so that it does not overflow; -inf where all are, or
  /// where there is nothing. Allocates the shifted elements and their exponentials.
  ///
  /// @throws CandleException if there is no such dimension, one is named twice, or the dtype is not accepted
  default Tensor logSumExp(int dim, int... more) {
    return logSumExp(Reduction.dims(dim, more));
  }

  /// `log Σ e^x` along these dimensions, shifted by the maximum so that it does not overflow; -inf where all are, or
  /// where there is nothing. Allocates the shifted elements and their exponentials.
  ///
  /// @throws CandleException if there is no such dimension, one is named twice, or the dtype is not accepted
  default Tensor logSumExp(List<Integer> dims) {
    Tensor x = wide("log-sum-exp");
    int[] positions = Reduction.positions("log-sum-exp", x, dims);
    if (positions.length == 0) {
      return self();
    }
    for (int dim : positions) {
      if (x.dim(dim) == 0) {
        return small(x.sum(dims).log());
      }
    }
    Tensor shift = x.detach().maxKeepdim(dims);
    // A row of -inf (or with +inf) is not shifted: inf - inf would make it NaN.
    Tensor finite = shift.isFinite().whereCond(shift, shift.zerosLike());
    Tensor sum = x.broadcastSub(finite).exp().sumKeepdim(dims);
    // The slope of log at 0 would make the gradient of a row of -inf NaN.
    Tensor none = sum.eq(0);
    Tensor log = none.whereCond(sum.onesLike(), sum).log().add(finite);
    Tensor result = none.whereCond(log.scalarLike("log-sum-exp", Double.NEGATIVE_INFINITY), log);
    return small(Reduction.squeezed(result, dims));
  }

  /// The Euclidean norm of all elements, `√Σ x²`, a scalar. The gradient at 0 is 0. Allocates the squares.
  ///
  /// @throws CandleException if the dtype is not accepted
  default Tensor norm() {
    return small(root(wide("norm").sqr().sumAll()));
  }

  /// `Σ (x - mean)² / (n - less)` in F32 or F64.
  private Tensor variance(String operation, int dim, int less) {
    Tensor x = wide(operation);
    int d = x.axis(dim, operation);
    Tensor centred = x.broadcastSub(x.meanKeepdim(d));
    return centred.sqr().sumKeepdim(d).div(Math.max(0, x.dim(d) - less));
  }

  /// `√x`, with the slope 0 at 0 instead of ∞: at the kink of a deviation or a norm the gradient is 0, as in PyTorch.
  private static Tensor root(Tensor x) {
    Tensor zero = x.eq(0);
    return zero.whereCond(x.zerosLike(), zero.whereCond(x.onesLike(), x).sqrt());
  }

  /// This tensor in F32 or F64.
  private Tensor wide(String operation) {
    Tensor x = self();
    if (x.dtype().isInt()) {
      throw CandleException.unsupportedDtype(
          operation, x.dtype(), "cast first: x.toDtype(DType.F32)." + method(operation));
    }
    return Reduction.wide(x);
  }

  private static String method(String operation) {
    return operation.equals("norm")
        ? "norm()"
        : operation.equals("log-sum-exp") ? "logSumExp(..)" : operation + "(..)";
  }

  /// A result in the dtype of this tensor.
  private Tensor small(Tensor result) {
    return result.toDtype(self().dtype());
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
