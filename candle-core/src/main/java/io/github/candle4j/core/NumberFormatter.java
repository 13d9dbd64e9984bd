package io.github.candle4j.core;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as Rust prints them: the exact binary value is rounded, halves to even, and exponents have no padding.
final class NumberFormatter {
  private static final double SCI_RATIO = 1000;
  private static final double SCI_LARGEST = 1e8;
  private static final double SCI_SMALLEST = 1e-4;

  private final String[] texts;
  private final int width;

  private NumberFormatter(String... texts) {
    this.texts = texts;
    int longest = 1;
    for (String text : texts) {
      longest = Math.max(longest, text.length());
    }
    this.width = longest;
  }

  /// The texts of all elements of a tensor, in one style.
  static NumberFormatter of(Tensor x, Display.PrinterOptions options) {
    String[] texts = new String[Math.toIntExact(x.elemCount())];
    if (x.dtype().isInt()) {
      long[] values = x.flattenAll().toDtype(DType.I64).toVec1I64();
      for (int i = 0; i < texts.length; i++) {
        texts[i] = Long.toString(values[i]);
      }
      return new NumberFormatter(texts);
    }
    double[] values = x.flattenAll().toDtype(DType.F64).toVec1F64();
    Style style = style(values, x.dtype(), options);
    for (int i = 0; i < texts.length; i++) {
      texts[i] = text(values[i], style, options.precision());
    }
    return new NumberFormatter(texts);
  }

  /// The text of element `i`.
  String formatted(int i) {
    return texts[i];
  }

  /// The length of the longest text.
  int width() {
    return width;
  }

  /// One element as Rust's `{:?}` prints a number: the shortest text that reads back as the same.
  static String plain(Tensor x, int i) {
    Tensor element = x.flattenAll().get(i);
    return switch (element.dtype()) {
      case U8, U32, I16, I32, I64 -> Long.toString(element.toDtype(DType.I64).toScalarI64());
      case F64 -> shortest(Double.toString(element.toScalarF64()));
      case F32, F16, BF16, F8E4M3 ->
          shortest(Float.toString(element.toDtype(DType.F32).toScalarF32()));
    };
  }

  private enum Style {
    INTEGER,
    FIXED,
    SCIENTIFIC
  }

  private static Style style(double[] values, DType dtype, Display.PrinterOptions options) {
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    boolean integers = true;
    for (double value : values) {
      double size = Math.abs(value);
      if (size > 0 && size < Double.POSITIVE_INFINITY) {
        largest = Math.max(largest, size);
        smallest = Math.min(smallest, size);
        integers &= Math.rint(size) == size;
      }
    }
    boolean scientific =
        largest > 0
            && (largest / smallest > SCI_RATIO
                || largest > rounded(SCI_LARGEST, dtype)
                || smallest < rounded(SCI_SMALLEST, dtype));
    Boolean forced = options.sciMode();
    if (forced != null ? forced : scientific) {
      return Style.SCIENTIFIC;
    }
    return integers ? Style.INTEGER : Style.FIXED;
  }

  /// A limit in the dtype of the elements, as Candle compares it.
  private static double rounded(double limit, DType dtype) {
    return Tensor.of(limit, Device.CPU).toDtype(dtype).toDtype(DType.F64).toScalarF64();
  }

  private static String text(double value, Style style, int precision) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    BigDecimal size = new BigDecimal(Math.abs(value));
    return sign
        + switch (style) {
          case INTEGER -> size.toBigInteger() + ".";
          case FIXED -> size.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
          case SCIENTIFIC -> scientific(size, precision);
        };
  }

  private static String scientific(BigDecimal size, int precision) {
    if (size.signum() == 0) {
      return BigDecimal.ZERO.setScale(precision) + "e0";
    }
    BigDecimal rounded = size.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    return rounded
            .movePointLeft(exponent)
            .setScale(precision, RoundingMode.UNNECESSARY)
            .toPlainString()
        + "e"
        + exponent;
  }

  /// Java's shortest text without its exponent and without a fraction of zero.
  private static String shortest(String java) {
    return switch (java) {
      case "NaN" -> "NaN";
      case "Infinity" -> "inf";
      case "-Infinity" -> "-inf";
      case "-0.0" -> "-0";
      default -> new BigDecimal(java).stripTrailingZeros().toPlainString();
    };
  }
}
