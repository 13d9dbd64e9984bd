package io.github.candle4j.core.op;

import io.github.candle4j.core.CandleException;

/// Sizes of dimensions that come out of a calculation.
public final class Sizes {
  private Sizes() {}

  /// A size that was computed as a long.
  ///
  /// @throws CandleException naming `operation` if no dimension can be as large
  public static int checked(long size, String operation) {
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw new CandleException(
          CandleException.Kind.SHAPE,
          operation,
          operation + ": a dimension cannot have the size " + size);
    }
    return (int) size;
  }
}
