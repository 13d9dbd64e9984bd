package io.github.candle4j.core;

import java.util.Locale;

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
  GT;

  /// The name of the method that does the same, such as `eq`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
