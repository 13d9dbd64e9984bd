package io.github.candle4j.core.backend;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;

/// Whether sums and products of integers fit their dtype.
final class IntegerRange {
  private static final long LOWER = 0xFFFFFFFFL;

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

  /// A storage of these values, which belong to it from now on; throws if one does not fit.
  static CpuStorage checked(String operation, String what, long[] values, DType dtype) {
    for (long value : values) {
      check(operation, what, value, dtype);
    }
    return Dense.of(values, dtype);
  }

  /// The error of a value that does not even fit 64 bits, or not the dtype.
  static CandleException overflow(String operation, String what, DType dtype) {
    return CandleException.withHint(
        CandleException.Kind.ARGUMENT,
        operation,
        what + " does not fit " + dtype,
        "cast first: x.toDtype(DType." + (dtype == DType.I64 ? "F64" : "I64") + ")");
  }

  /// The sum of the upper halves of `n` values, signed. As those of the lower halves, it fits for as many values as there
  /// can be, so that only a whole sum decides whether it fits, and not its parts.
  static long upperSum(long[] values, int from, int n) {
    long sum = 0;
    for (int i = from; i < from + n; i++) {
      sum += values[i] >> Integer.SIZE;
    }
    return sum;
  }

  /// The sum of the lower halves of `n` values, unsigned.
  static long lowerSum(long[] values, int from, int n) {
    long sum = 0;
    for (int i = from; i < from + n; i++) {
      sum += values[i] & LOWER;
    }
    return sum;
  }

  /// `2^32 upper + lower`
  static long exactSum(long upper, long lower) {
    long carried = upper + (lower >>> Integer.SIZE);
    if (carried != (int) carried) {
      throw overflow("sum", "the sum", DType.I64);
    }
    return (carried << Integer.SIZE) | (lower & LOWER);
  }

  /// `a + b`
  static long exactSum(String operation, long a, long b) {
    long sum = a + b;
    if (((a ^ sum) & (b ^ sum)) < 0) {
      throw overflow(operation, "the sum", DType.I64);
    }
    return sum;
  }

  /// `a b + c`; a product that fits only together with `c` is fine.
  static long exactProductSum(String operation, long a, long b, long c) {
    long product = a * b;
    long sum = product + c;
    long carry = Long.compareUnsigned(sum, product) < 0 ? 1 : 0;
    long upper = Math.multiplyHigh(a, b) + (c >> (Long.SIZE - 1)) + carry;
    if (upper != sum >> (Long.SIZE - 1)) {
      throw overflow(operation, "the product", DType.I64);
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
    // As an unsigned number |Long.MIN_VALUE| is 2^63, the largest size of a negative product.
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
