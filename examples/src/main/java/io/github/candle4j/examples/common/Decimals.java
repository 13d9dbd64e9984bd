package io.github.candle4j.examples.common;

import java.math.BigDecimal;

/// Numbers as a reader writes them.
public final class Decimals {
  private Decimals() {}

  /// All digits and no more: 3 and 0.5, not 3.0 and 0.500.
  public static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
