package io.github.candle4j.core;

/// Dimensions counted from the end; a plain negative `int` does the same.
public final class D {
  /// The last dimension.
  public static final int MINUS1 = -1;

  /// The last but one dimension.
  public static final int MINUS2 = -2;

  private D() {}

  /// The `u`-th dimension from the end, 1 being the last.
  ///
  /// @throws CandleException if `u` is less than 1
  public static int minus(int u) {
    if (u < 1) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT,
          "minus",
          "D.minus counts from 1, the last dimension; got " + u);
    }
    return -u;
  }
}
