package io.github.candle4j.core.op;

/// The functions of two numbers that are applied to pairs of elements.
public enum BinaryOp {
  /// `a + b`
  ADD("add"),
  /// `a - b`
  SUB("sub"),
  /// `a b`
  MUL("mul"),
  /// `a / b`; for integers rounded towards zero, and an error where b is 0
  DIV("div"),
  /// the larger one, NaN where either is
  MAXIMUM("maximum"),
  /// the smaller one, NaN where either is
  MINIMUM("minimum");

  private final String text;

  BinaryOp(String text) {
    this.text = text;
  }

  /// The name that Candle uses.
  public String text() {
    return text;
  }
}
