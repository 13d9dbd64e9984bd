package io.github.candle4j.core.file;

import io.github.candle4j.core.DType;

/// The types that elements have in files, and the dtype that each becomes here. Types that no dtype has become the
/// smallest one that holds all of their values; only U64 may hold more than its dtype, and then reading it fails.
///
/// They stand in the order of the safetensors library, which writes tensors of the last types first.
public enum ElementType {
  /// One byte, 0 or 1.
  BOOL(1, DType.U8),
  U8(1, DType.U8),
  I8(1, DType.I16),
  /// 5 bits of exponent and 2 of mantissa: the upper half of an F16.
  F8E5M2(1, DType.F16),
  F8E4M3(1, DType.F8E4M3),
  I16(2, DType.I16),
  U16(2, DType.U32),
  F16(2, DType.F16),
  BF16(2, DType.BF16),
  I32(4, DType.I32),
  U32(4, DType.U32),
  F32(4, DType.F32),
  F64(8, DType.F64),
  I64(8, DType.I64),
  U64(8, DType.I64);

  private final int bytes;
  private final DType dtype;

  ElementType(int bytes, DType dtype) {
    this.bytes = bytes;
    this.dtype = dtype;
  }

  /// The size of one element in a file.
  public int bytes() {
    return bytes;
  }

  /// The dtype that elements become.
  public DType dtype() {
    return dtype;
  }

  /// True if the bits in the file are those of the dtype.
  public boolean isDtype() {
    return this == of(dtype) || this == BOOL;
  }

  /// The type in which elements of a dtype are written.
  public static ElementType of(DType dtype) {
    return switch (dtype) {
      case U8 -> U8;
      case U32 -> U32;
      case I16 -> I16;
      case I32 -> I32;
      case I64 -> I64;
      case BF16 -> BF16;
      case F16 -> F16;
      case F32 -> F32;
      case F64 -> F64;
      case F8E4M3 -> F8E4M3;
    };
  }
}
