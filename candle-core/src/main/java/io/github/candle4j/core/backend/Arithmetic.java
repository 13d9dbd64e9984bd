package io.github.candle4j.core.backend;

import io.github.candle4j.core.DType;

/// The numbers in which elements are computed: kernels exist for these three, and every dtype is read into one of them
/// and written from it.
enum Arithmetic {
  /// F32, and the smaller floats, which are widened.
  FLOAT,
  /// F64.
  DOUBLE,
  /// All integers, widened to 64 bits; results are cut to their dtype as casts are.
  LONG;

  static Arithmetic of(DType dtype) {
    return switch (dtype) {
      case F32, F16, BF16, F8E4M3 -> FLOAT;
      case F64 -> DOUBLE;
      case U8, U32, I16, I32, I64 -> LONG;
    };
  }

  /// The arithmetic that loses least between two dtypes.
  static Arithmetic ofCast(DType from, DType to) {
    if (from.isInt()) {
      return LONG;
    }
    return from == DType.F64 || to == DType.F64 || to.isInt() ? DOUBLE : FLOAT;
  }
}
