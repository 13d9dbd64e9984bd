package io.github.candle4j.core.op;

/// What many elements are reduced to.
public enum ReduceOp {
  /// `Σ x`, 0 of nothing
  SUM("sum"),
  /// `Π x`, 1 of nothing
  PROD("prod"),
  /// the largest one, NaN where there is one
  MAX("max"),
  /// the smallest one, NaN where there is one
  MIN("min");

  private final String text;

  ReduceOp(String text) {
    this.text = text;
  }

  /// The name that Candle uses.
  public String text() {
    return text;
  }
}
