package io.github.candle4j.core;

/// Comparisons of pairs of elements, for [Tensor#cmp(Tensor, CmpOp)]. Every one but `NE` is false where either is NaN.
public enum CmpOp {
  /// `a = b`
  EQ,
  /// `a ≠ b`
  NE,
  /// `a ≤ b`
  LE,
  /// `a ≥ b`
  GE,
  /// `a < b`
  LT,
  /// `a > b`
  GT
}
