package io.github.candle4j.core.op;

/// Comparisons of pairs of elements; the result is U8, 1 for true. Every one but `NE` is false where either is NaN.
public enum CompareOp {
  /// `a = b`
  EQ("eq"),
  /// `a ≠ b`
  NE("ne"),
  /// `a < b`
  LT("lt"),
  /// `a ≤ b`
  LE("le"),
  /// `a > b`
  GT("gt"),
  /// `a ≥ b`
  GE("ge");

  private final String text;

  CompareOp(String text) {
    this.text = text;
  }

  /// The name that Candle uses.
  public String text() {
    return text;
  }
}
