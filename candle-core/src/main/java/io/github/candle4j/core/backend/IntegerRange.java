package io.github.candle4j.core.backend;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;

/// Whether sums and products of integers fit their dtype.
final class IntegerRange {
  private IntegerRange() {}

  /// Throws, naming the operation, if `what` of this value does not fit; every number fits a float.
  static void check(String operation, String what, long value, DType dtype) {
    boolean fits =
        switch (dtype) {
          case U8 -> value >= 0 && value <= 255;
          case U32 -> value >= 0 && value <= 0xFFFFFFFFL;
          case I16 -> value == (short) value;
          case I32 -> value == (int) value;
          case I64, BF16, F16, F32, F64, F8E4M3 -> true;
        };
    if (!fits) {
      throw overflow(operation, what + " " + value, dtype);
    }
  }

  /// The error of a value that does not even fit 64 bits, or not the dtype.
  static CandleException overflow(String operation, String what, DType dtype) {
    return CandleException.withHint(
        CandleException.Kind.ARGUMENT,
        operation,
        what + " does not fit " + dtype,
        "cast first: x.toDtype(DType." + (dtype == DType.I64 ? "F64" : "I64") + ")");
  }

  /// The sum of `n` values.
  static long exactSum(long[] values, int from, int n) {
    long sum = 0;
    for (int i = from; i < from + n; i++) {
      sum = exactSum(sum, values[i]);
    }
    return sum;
  }

  /// `a + b`
  static long exactSum(long a, long b) {
    long sum = a + b;
    if (((a ^ sum) & (b ^ sum)) < 0) {
      throw overflow("sum", "the sum", DType.I64);
    }
    return sum;
  }

  /// The product of `n` values, 1 of none. A zero makes it 0 however large the others are; without one the size
  /// of a product never shrinks, so the first one that is too large decides.
  static long exactProduct(long[] values, int from, int n) {
    boolean negative = false;
    boolean zero = false;
    for (int i = from; i < from + n; i++) {
      negative ^= values[i] < 0;
      zero |= values[i] == 0;
    }
    if (zero) {
      return 0;
    }
    // As an unsigned number |Long.MIN_VALUE| is 2^63, the largest size that a negative product may
    // have.
    long largest = negative ? Long.MIN_VALUE : Long.MAX_VALUE;
    long size = 1;
    for (int i = from; i < from + n; i++) {
      long factor = Math.abs(values[i]);
      boolean wide = Math.unsignedMultiplyHigh(size, factor) != 0;
      size *= factor;
      if (wide || Long.compareUnsigned(size, largest) > 0) {
        throw overflow("prod", "the product", DType.I64);
      }
    }
    return negative ? -size : size;
  }
}
