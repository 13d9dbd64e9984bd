package io.github.candle4j.core;

import java.util.function.BinaryOperator;

/// Operations on pairs of elements of two tensors whose shapes are broadcast to each other first, by NumPy's rules:
/// aligned at the last dimension, sizes equal or one of them 1. Nothing is copied for it.
sealed interface Broadcasting permits Tensor {
  /// `a + b`, of each pair of elements, after broadcasting.
  ///
  /// @throws CandleException if the shapes cannot be broadcast to each other or the dtypes differ
  default Tensor broadcastAdd(Tensor rhs) {
    return broadcast("broadcast_add", rhs, Tensor::add);
  }

  /// `a - b`, of each pair of elements, after broadcasting.
  ///
  /// @throws CandleException if the shapes cannot be broadcast to each other or the dtypes differ
  default Tensor broadcastSub(Tensor rhs) {
    return broadcast("broadcast_sub", rhs, Tensor::sub);
  }

  /// `a b`, of each pair of elements, after broadcasting.
  ///
  /// @throws CandleException if the shapes cannot be broadcast to each other or the dtypes differ
  default Tensor broadcastMul(Tensor rhs) {
    return broadcast("broadcast_mul", rhs, Tensor::mul);
  }

  /// `a / b`, of each pair of elements, after broadcasting.
  ///
  /// @throws CandleException if the shapes cannot be broadcast to each other or the dtypes differ
  default Tensor broadcastDiv(Tensor rhs) {
    return broadcast("broadcast_div", rhs, Tensor::div);
  }

  /// The larger one of each pair of elements, after broadcasting.
  ///
  /// @throws CandleException if the shapes cannot be broadcast to each other or the dtypes differ
  default Tensor broadcastMaximum(Tensor rhs) {
    return broadcast("broadcast_maximum", rhs, Tensor::maximum);
  }

  /// The smaller one of each pair of elements, after broadcasting.
  ///
  /// @throws CandleException if the shapes cannot be broadcast to each other or the dtypes differ
  default Tensor broadcastMinimum(Tensor rhs) {
    return broadcast("broadcast_minimum", rhs, Tensor::minimum);
  }

  /// `a^b`, of each pair of elements, after broadcasting.
  ///
  /// @throws CandleException if the shapes cannot be broadcast to each other or the dtypes differ
  default Tensor broadcastPow(Tensor rhs) {
    return broadcast("broadcast_pow", rhs, Tensor::pow);
  }

  /// `a = b`, of each pair of elements, as U8, after broadcasting.
  ///
  /// @throws CandleException if the shapes cannot be broadcast to each other or the dtypes differ
  default Tensor broadcastEq(Tensor rhs) {
    return broadcast("broadcast_eq", rhs, Tensor::eq);
  }

  /// `a ≠ b`, of each pair of elements, as U8, after broadcasting.
  ///
  /// @throws CandleException if the shapes cannot be broadcast to each other or the dtypes differ
  default Tensor broadcastNe(Tensor rhs) {
    return broadcast("broadcast_ne", rhs, Tensor::ne);
  }

  /// `a < b`, of each pair of elements, as U8, after broadcasting.
  ///
  /// @throws CandleException if the shapes cannot be broadcast to each other or the dtypes differ
  default Tensor broadcastLt(Tensor rhs) {
    return broadcast("broadcast_lt", rhs, Tensor::lt);
  }

  /// `a ≤ b`, of each pair of elements, as U8, after broadcasting.
  ///
  /// @throws CandleException if the shapes cannot be broadcast to each other or the dtypes differ
  default Tensor broadcastLe(Tensor rhs) {
    return broadcast("broadcast_le", rhs, Tensor::le);
  }

  /// `a > b`, of each pair of elements, as U8, after broadcasting.
  ///
  /// @throws CandleException if the shapes cannot be broadcast to each other or the dtypes differ
  default Tensor broadcastGt(Tensor rhs) {
    return broadcast("broadcast_gt", rhs, Tensor::gt);
  }

  /// `a ≥ b`, of each pair of elements, as U8, after broadcasting.
  ///
  /// @throws CandleException if the shapes cannot be broadcast to each other or the dtypes differ
  default Tensor broadcastGe(Tensor rhs) {
    return broadcast("broadcast_ge", rhs, Tensor::ge);
  }

  private Tensor broadcast(String operation, Tensor rhs, BinaryOperator<Tensor> op) {
    Tensor lhs = (Tensor) this;
    if (lhs.dtype() != rhs.dtype()) {
      throw Origins.placed(
          CandleException.dtypeMismatch(operation, lhs.dtype(), rhs.dtype()), lhs, rhs);
    }
    if (lhs.shape().equals(rhs.shape())) {
      return op.apply(lhs, rhs);
    }
    try {
      Shape to = lhs.shape().broadcastShapeBinaryOp(rhs.shape(), operation);
      return op.apply(lhs.broadcastAs(to), rhs.broadcastAs(to));
    } catch (CandleException e) {
      throw Origins.placed(e, lhs, rhs);
    }
  }
}
