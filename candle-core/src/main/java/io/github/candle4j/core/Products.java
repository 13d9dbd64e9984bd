package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import java.util.Arrays;

/// Products of matrices and vectors.
sealed interface Products permits Tensor {
  /// The matrix product `a b` over the last two dimensions: `[.., m, k]` by `[.., k, n]` gives `[.., m, n]`. The other
  /// dimensions are equal; any strides. Floats only; F16, BF16 and F8E4M3 are multiplied and summed in F32.
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  default Tensor matmul(Tensor rhs) {
    return Tensor.apply(new Op.Matmul(), self(), rhs);
  }

  /// [#matmul] after broadcasting the dimensions before the last two. Nothing is copied for it.
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  default Tensor broadcastMatmul(Tensor rhs) {
    Tensor lhs = self();
    if (lhs.rank() < 2 || rhs.rank() < 2) {
      throw Origins.placed(
          CandleException.shapeMismatch(
              "broadcast_matmul",
              lhs.shape(),
              rhs.shape(),
              "both need two dimensions or more; unsqueeze adds one"),
          lhs,
          rhs);
    }
    try {
      if (lhs.dim(-1) != rhs.dim(-2)) {
        throw CandleException.shapeMismatch(
            "broadcast_matmul",
            lhs.shape(),
            rhs.shape(),
            "inner dimensions " + lhs.dim(-1) + " and " + rhs.dim(-2) + " differ");
      }
      if (lhs.dtype() != rhs.dtype()) {
        throw CandleException.dtypeMismatch("broadcast_matmul", lhs.dtype(), rhs.dtype());
      }
      Shape batch = batch(lhs).broadcastShapeBinaryOp(batch(rhs), "broadcast_matmul");
      Tensor a = lhs.broadcastAs(batch.extend(lhs.dim(-2), lhs.dim(-1)));
      Tensor b = rhs.broadcastAs(batch.extend(rhs.dim(-2), rhs.dim(-1)));
      return a.matmul(b);
    } catch (CandleException e) {
      throw Origins.placed(e, lhs, rhs);
    }
  }

  /// The product of a matrix `[m, n]` and a vector `[n]`: a vector `[m]`.
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  default Tensor mv(Tensor rhs) {
    if (self().rank() != 2 || rhs.rank() != 1 || self().dim(1) != rhs.dim(0)) {
      throw Origins.placed(
          CandleException.shapeMismatch(
              "mv", self().shape(), rhs.shape(), "mv wants [m, n] and [n]"),
          self(),
          rhs);
    }
    return matmul(rhs.unsqueeze(1)).squeeze(1);
  }

  /// The scalar product of two vectors, a scalar.
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  default Tensor dot(Tensor rhs) {
    if (self().rank() != 1 || rhs.rank() != 1 || self().dim(0) != rhs.dim(0)) {
      throw Origins.placed(
          CandleException.shapeMismatch(
              "dot", self().shape(), rhs.shape(), "dot wants two vectors of equal length"),
          self(),
          rhs);
    }
    if (self().dtype().isInt() || self().dtype() != rhs.dtype()) {
      return self().mul(rhs).sumAll();
    }
    return self().unsqueeze(0).matmul(rhs.unsqueeze(1)).reshape(Shape.of());
  }

  private static Shape batch(Tensor x) {
    return Shape.of(Arrays.copyOf(x.dims(), x.rank() - 2));
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
