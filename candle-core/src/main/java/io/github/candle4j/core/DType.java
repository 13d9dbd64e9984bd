package io.github.candle4j.core;

import java.util.Locale;

/// The type of the elements of a tensor.
public enum DType {
  /// Unsigned 8-bit integer, a Java `byte`.
  U8("u8", 1, false),
  /// Unsigned 32-bit integer, a Java `int`; the type of indices and class labels.
  U32("u32", 4, false),
  /// Signed 16-bit integer.
  I16("i16", 2, false),
  /// Signed 32-bit integer.
  I32("i32", 4, false),
  /// Signed 64-bit integer.
  I64("i64", 8, false),
  /// The upper half of an F32: 8 bits of exponent, 7 of mantissa.
  BF16("bf16", 2, true),
  /// IEEE 754 half precision: 5 bits of exponent, 10 of mantissa.
  F16("f16", 2, true),
  /// IEEE 754 single precision, a Java `float`.
  F32("f32", 4, true),
  /// IEEE 754 double precision, a Java `double`.
  F64("f64", 8, true),
  /// 4 bits of exponent, 3 of mantissa, no infinity; arXiv 2209.05433.
  F8E4M3("f8e4m3", 1, true);

  private final String text;
  private final int bytes;
  private final boolean isFloat;

  DType(String text, int bytes, boolean isFloat) {
    this.text = text;
    this.bytes = bytes;
    this.isFloat = isFloat;
  }

  /// The name in lower case, such as `f32`.
  public String asStr() {
    return text;
  }

  /// The size of one element in bytes.
  public int sizeInBytes() {
    return bytes;
  }

  /// True for the integer types.
  public boolean isInt() {
    return !isFloat;
  }

  /// True for the floating-point types.
  public boolean isFloat() {
    return isFloat;
  }

  /// The dtype of a name such as `f32`.
  ///
  /// @throws CandleException if there is no such dtype
  public static DType fromStr(String text) {
    for (DType dtype : values()) {
      if (dtype.text.equals(text.toLowerCase(Locale.ROOT))) {
        return dtype;
      }
    }
    throw new CandleException(
        CandleException.Kind.DTYPE, "dtype", "cannot parse '" + text + "' as a dtype");
  }
}
