package io.github.candle4j.core;

/// Tensors of random numbers, taken from the stream of their device.
final class Randomness {
  private Randomness() {}

  static Tensor uniform(DType dtype, double low, double up, Shape shape, Device device) {
    if (!(low < up)) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT,
          "rand",
          "rand wants low < up, got low: " + low + ", up: " + up);
    }
    if (Double.isInfinite(low) || Double.isInfinite(up)) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT,
          "rand",
          "rand wants finite bounds, got low: " + low + ", up: " + up);
    }
    int count = drawable("rand", dtype, shape);
    RngState state = device.draw((count + 1L) / 2);
    return Watch.custom(
        "rand",
        () ->
            Tensor.fresh(
                Tensor.backend(device).uniform(dtype, count, state, low, up), shape, device));
  }

  static Tensor normal(DType dtype, double mean, double std, Shape shape, Device device) {
    if (!(std >= 0)) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT,
          "randn",
          "randn wants a standard deviation of 0 or more, got " + std);
    }
    int count = drawable("randn", dtype, shape);
    RngState state = device.draw((count + 1L) / 2);
    return Watch.custom(
        "randn",
        () ->
            Tensor.fresh(
                Tensor.backend(device).normal(dtype, count, state, mean, std), shape, device));
  }

  private static int drawable(String operation, DType dtype, Shape shape) {
    if (dtype.isInt()) {
      throw CandleException.unsupportedDtype(
          operation, dtype, "random numbers are floats; cast them afterwards");
    }
    return shape.arrayLength();
  }
}
