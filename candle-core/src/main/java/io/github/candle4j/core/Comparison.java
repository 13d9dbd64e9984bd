package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;

/// Comparisons, and the choice that follows from them.
sealed interface Comparison permits Tensor {
  /// 1 where the comparison is true, 0 elsewhere, as U8. Equal shapes only.
  ///
  /// @throws CandleException if shapes or dtypes differ
  default Tensor cmp(Tensor rhs, CmpOp op) {
    return Tensor.apply(new Op.Compare(op), self(), rhs);
  }

  /// 1 where the comparison with the number is true, 0 elsewhere, as U8.
  ///
  /// @throws CandleException if the tensor is of integers and rhs is not one
  default Tensor cmp(double rhs, CmpOp op) {
    return cmp(self().scalarLike(new Op.Compare(op).text(), rhs), op);
  }

  /// 1 where the comparison with the number is true, 0 elsewhere, as U8. Exact for I64.
  ///
  /// @throws CandleException if the dtype cannot hold rhs
  default Tensor cmp(long rhs, CmpOp op) {
    return cmp(self().scalarLike(new Op.Compare(op).text(), rhs), op);
  }

  /// 1 where `a = b`, 0 elsewhere, as U8. Equal shapes only.
  ///
  /// @throws CandleException if shapes or dtypes differ
  default Tensor eq(Tensor rhs) {
    return Tensor.apply(new Op.Compare(CmpOp.EQ), self(), rhs);
  }

  /// 1 where `a = b` for the number b, 0 elsewhere, as U8.
  ///
  /// @throws CandleException if the tensor is of integers and rhs is not one
  default Tensor eq(double rhs) {
    return eq(self().scalarLike("eq", rhs));
  }

  /// 1 where `a = b` for the number b, 0 elsewhere, as U8. Exact for I64.
  ///
  /// @throws CandleException if the dtype cannot hold rhs
  default Tensor eq(long rhs) {
    return eq(self().scalarLike("eq", rhs));
  }

  /// 1 where `a ≠ b`, 0 elsewhere, as U8. Equal shapes only.
  ///
  /// @throws CandleException if shapes or dtypes differ
  default Tensor ne(Tensor rhs) {
    return Tensor.apply(new Op.Compare(CmpOp.NE), self(), rhs);
  }

  /// 1 where `a ≠ b` for the number b, 0 elsewhere, as U8.
  ///
  /// @throws CandleException if the tensor is of integers and rhs is not one
  default Tensor ne(double rhs) {
    return ne(self().scalarLike("ne", rhs));
  }

  /// 1 where `a ≠ b` for the number b, 0 elsewhere, as U8. Exact for I64.
  ///
  /// @throws CandleException if the dtype cannot hold rhs
  default Tensor ne(long rhs) {
    return ne(self().scalarLike("ne", rhs));
  }

  /// 1 where `a < b`, 0 elsewhere, as U8. Equal shapes only.
  ///
  /// @throws CandleException if shapes or dtypes differ
  default Tensor lt(Tensor rhs) {
    return Tensor.apply(new Op.Compare(CmpOp.LT), self(), rhs);
  }

  /// 1 where `a < b` for the number b, 0 elsewhere, as U8.
  ///
  /// @throws CandleException if the tensor is of integers and rhs is not one
  default Tensor lt(double rhs) {
    return lt(self().scalarLike("lt", rhs));
  }

  /// 1 where `a < b` for the number b, 0 elsewhere, as U8. Exact for I64.
  ///
  /// @throws CandleException if the dtype cannot hold rhs
  default Tensor lt(long rhs) {
    return lt(self().scalarLike("lt", rhs));
  }

  /// 1 where `a ≤ b`, 0 elsewhere, as U8. Equal shapes only.
  ///
  /// @throws CandleException if shapes or dtypes differ
  default Tensor le(Tensor rhs) {
    return Tensor.apply(new Op.Compare(CmpOp.LE), self(), rhs);
  }

  /// 1 where `a ≤ b` for the number b, 0 elsewhere, as U8.
  ///
  /// @throws CandleException if the tensor is of integers and rhs is not one
  default Tensor le(double rhs) {
    return le(self().scalarLike("le", rhs));
  }

  /// 1 where `a ≤ b` for the number b, 0 elsewhere, as U8. Exact for I64.
  ///
  /// @throws CandleException if the dtype cannot hold rhs
  default Tensor le(long rhs) {
    return le(self().scalarLike("le", rhs));
  }

  /// 1 where `a > b`, 0 elsewhere, as U8. Equal shapes only.
  ///
  /// @throws CandleException if shapes or dtypes differ
  default Tensor gt(Tensor rhs) {
    return Tensor.apply(new Op.Compare(CmpOp.GT), self(), rhs);
  }

  /// 1 where `a > b` for the number b, 0 elsewhere, as U8.
  ///
  /// @throws CandleException if the tensor is of integers and rhs is not one
  default Tensor gt(double rhs) {
    return gt(self().scalarLike("gt", rhs));
  }

  /// 1 where `a > b` for the number b, 0 elsewhere, as U8. Exact for I64.
  ///
  /// @throws CandleException if the dtype cannot hold rhs
  default Tensor gt(long rhs) {
    return gt(self().scalarLike("gt", rhs));
  }

  /// 1 where `a ≥ b`, 0 elsewhere, as U8. Equal shapes only.
  ///
  /// @throws CandleException if shapes or dtypes differ
  default Tensor ge(Tensor rhs) {
    return Tensor.apply(new Op.Compare(CmpOp.GE), self(), rhs);
  }

  /// 1 where `a ≥ b` for the number b, 0 elsewhere, as U8.
  ///
  /// @throws CandleException if the tensor is of integers and rhs is not one
  default Tensor ge(double rhs) {
    return ge(self().scalarLike("ge", rhs));
  }

  /// 1 where `a ≥ b` for the number b, 0 elsewhere, as U8. Exact for I64.
  ///
  /// @throws CandleException if the dtype cannot hold rhs
  default Tensor ge(long rhs) {
    return ge(self().scalarLike("ge", rhs));
  }

  /// The element of `onTrue` where this is not 0, that of `onFalse` elsewhere. This is an integer tensor, as a
  /// comparison gives it; equal shapes only.
  ///
  /// @throws CandleException if the shapes, or the dtypes of the values, differ, or this is not of integers
  default Tensor whereCond(Tensor onTrue, Tensor onFalse) {
    return Tensor.apply(new Op.Where(), self(), onTrue, onFalse);
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
