package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;

/// Numbers written down as text, and tensors compared with them.
final class Listed {
  private Listed() {}

  /// Numbers between spaces.
  static double[] numbers(String text) {
    return Arrays.stream(text.strip().split("\\s+")).mapToDouble(Double::parseDouble).toArray();
  }

  /// An F32 tensor of these numbers.
  static Tensor f32(double[] data, int... dims) {
    return Tensor.fromVec(data, Shape.of(dims), DType.F32, Device.CPU);
  }

  /// An F32 variable of these numbers.
  static Var var(double[] data, int... dims) {
    return Var.fromTensor(f32(data, dims));
  }

  /// Numbers from -2 to 2, the same on each call.
  static Tensor random(DType dtype, int... dims) {
    Shape shape = Shape.of(dims);
    double[] x = new Random(42).doubles(shape.arrayLength(), -2, 2).toArray();
    return Tensor.fromVec(x, shape, Device.CPU).toDtype(dtype);
  }

  static void assertDims(Tensor actual, int... dims) {
    assertThat(actual.dims()).isEqualTo(dims);
  }

  /// The elements are these numbers, which were rounded to `digits` after the point; the sums behind an element may be
  /// off by some units in the last place of their dtype.
  static void assertRounded(int digits, Tensor actual, double... expected) {
    double[] found = actual.flattenAll().toDtype(DType.F64).toVec1F64();
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      double ulps =
          (actual.dtype() == DType.F64 ? 1e-13 : 1e-6) * Math.max(1, Math.abs(expected[i]));
      double allowed = 0.5 * Math.pow(10, -digits) + ulps;
      assertThat(Math.abs(found[i] - expected[i]))
          .as("element %d: %s, expected %s", i, found[i], expected[i])
          .isLessThanOrEqualTo(allowed);
    }
  }

  static double[] zeros(int n) {
    return new double[n];
  }
}
