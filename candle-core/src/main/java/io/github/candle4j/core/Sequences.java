package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.storage.HeapStorage;

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
    return arange((long) start, (long) last, (long) step, dtype, device);
  }

  /// `start, start + step, ...` before `end`.
  static Tensor arange(long start, long end, long step, DType dtype, Device device) {
    checkStep(step != 0);
    int count = count(step > 0 ? steps(start, end, step) : steps(end, start, -step));
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = start + i * step;
    }
    if (count > 0) {
      checkHolds(dtype, values[0]);
      checkHolds(dtype, values[count - 1]);
    }
    Tensor wide =
        Tensor.fresh(new HeapStorage(new CpuStorage.I64(values)), Shape.of(count), device);
    return wide.toDtype(dtype);
  }

  /// How many steps of the unsigned size `step` lead from `low` to below `high`. Distances of longs fit an unsigned long.
  private static double steps(long low, long high, long step) {
    if (low >= high) {
      return 0;
    }
    long whole = Long.divideUnsigned(high - low - 1, step);
    return whole < 0 ? Double.POSITIVE_INFINITY : whole + 1.0;
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
    double step = (end - start) / Math.max(steps - 1, 1);
    double[] values = new double[steps];
    for (int i = 0; i < steps; i++) {
      values[i] = i <= (steps - 1) / 2 ? start + i * step : end - (steps - 1 - i) * step;
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

  private static void checkHolds(DType dtype, long value) {
    // Every long fits I64; as a double the largest would not.
    if (dtype != DType.I64 && !dtype.holds((double) value)) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "arange",
          "arange: " + value + " does not fit dtype " + dtype,
          "give a wider dtype before the device, such as DType.I64");
    }
  }
}
