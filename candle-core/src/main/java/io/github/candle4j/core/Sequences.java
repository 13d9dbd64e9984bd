package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.storage.HeapStorage;
import java.math.BigDecimal;
import java.math.BigInteger;

/// Numbers at equal distances. Each is computed from the start, so that errors do not add up.
final class Sequences {
  private Sequences() {}

  /// `start, start + step, ...` before `end`.
  static Tensor arange(double start, double end, double step, DType dtype, Device device) {
    checkStep(step != 0);
    if (!Double.isFinite(start) || !Double.isFinite(end) || !Double.isFinite(step)) {
      throw new CandleException(
          Kind.ARGUMENT,
          "arange",
          "arange wants finite numbers, got " + start + ", " + end + ", " + step);
    }
    if (dtype.isInt()) {
      return whole(start, end, step, dtype, device);
    }
    double[] values = new double[count(Math.ceil((end - start) / step))];
    for (int i = 0; i < values.length; i++) {
      values[i] = start + i * step;
    }
    return tensor(values, dtype, device);
  }

  /// The same for integers; the end needs not be one.
  private static Tensor whole(double start, double end, double step, DType dtype, Device device) {
    if (start != Math.rint(start) || step != Math.rint(step)) {
      throw CandleException.unsupportedDtype(
          "arange", dtype, start + " or " + step + " is not an integer; use a float, DType.F32");
    }
    double last = step > 0 ? Math.ceil(end) : Math.floor(end);
    return arange(integer(start), integer(last), integer(step), dtype, device);
  }

  private static BigInteger integer(double whole) {
    return new BigDecimal(whole).toBigInteger();
  }

  /// `start, start + step, ...` before `end`.
  static Tensor arange(long start, long end, long step, DType dtype, Device device) {
    checkStep(step != 0);
    return arange(
        BigInteger.valueOf(start),
        BigInteger.valueOf(end),
        BigInteger.valueOf(step),
        dtype,
        device);
  }

  /// In numbers of any size, since a distance of longs need not be a long, and a double may lie beyond all of them.
  private static Tensor arange(
      BigInteger start, BigInteger end, BigInteger step, DType dtype, Device device) {
    BigInteger distance = step.signum() > 0 ? end.subtract(start) : start.subtract(end);
    BigInteger steps = distance.subtract(BigInteger.ONE).divide(step.abs());
    int count = distance.signum() > 0 ? count(steps.doubleValue() + 1) : 0;
    long[] values = new long[count];
    if (count > 0) {
      checkHolds(dtype, start);
      checkHolds(dtype, start.add(steps.multiply(step)));
      long first = start.longValueExact();
      long by = step.longValue(); // Only the low 64 bits count in a sum that fits them.
      for (int i = 0; i < count; i++) {
        values[i] = first + i * by;
      }
    }
    Tensor wide =
        Tensor.fresh(new HeapStorage(new CpuStorage.I64(values)), Shape.of(count), device);
    return wide.toDtype(dtype);
  }

  /// `steps` numbers from `start` to `end`, both included, at equal distances; computed from the nearer end.
  static Tensor linspace(double start, double end, int steps, DType dtype, Device device) {
    if (steps < 0) {
      throw new CandleException(
          Kind.ARGUMENT, "linspace", "linspace wants 0 steps or more, got " + steps);
    }
    if (dtype.isInt()) {
      throw CandleException.unsupportedDtype(
          "linspace", dtype, "numbers at equal distances are floats; cast them afterwards");
    }
    // A span may overflow where no number in it does: then all is computed on halves.
    double scale = Double.isInfinite(end - start) ? 0.5 : 1;
    double first = start * scale;
    double last = end * scale;
    double step = (last - first) / Math.max(steps - 1, 1);
    double[] values = new double[Shape.of(steps).arrayLength()];
    for (int i = 0; i < steps; i++) {
      double value = i <= (steps - 1) / 2 ? first + i * step : last - (steps - 1 - i) * step;
      values[i] = value / scale;
    }
    return tensor(values, dtype, device);
  }

  private static Tensor tensor(double[] values, DType dtype, Device device) {
    CpuStorage storage = new CpuStorage.F64(values);
    return Tensor.fresh(new HeapStorage(storage), Shape.of(values.length), device).toDtype(dtype);
  }

  private static int count(double wanted) {
    if (!(wanted <= Shape.MAX_ELEMENTS)) {
      throw new CandleException(
          Kind.ARGUMENT,
          "arange",
          "arange: " + wanted + " numbers are more than a tensor can hold");
    }
    return (int) Math.max(wanted, 0);
  }

  private static void checkStep(boolean moves) {
    if (!moves) {
      throw new CandleException(Kind.ARGUMENT, "arange", "step cannot be zero");
    }
  }

  private static void checkHolds(DType dtype, BigInteger value) {
    // As a double the largest long would not fit I64, which every long does.
    boolean isLong = value.bitLength() < Long.SIZE;
    if (!isLong || (dtype != DType.I64 && !dtype.holds(value.doubleValue()))) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "arange",
          "arange: " + value + " does not fit dtype " + dtype,
          "give a wider dtype before the device, such as DType." + (isLong ? "I64" : "F64"));
    }
  }
}
