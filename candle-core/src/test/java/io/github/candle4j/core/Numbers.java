package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/// Tensors of numbers that count up, as tools/oracles/shapes.py makes them, and comparisons with printed ones.
final class Numbers {
  private Numbers() {}

  /// 0, 1, 2, ... in F64.
  static Tensor from0(int... dims) {
    return from(0, dims);
  }

  /// `start, start + 1, ...` in F64.
  static Tensor from(double start, int... dims) {
    double[] x = new double[Shape.of(dims).arrayLength()];
    Arrays.setAll(x, i -> start + i);
    return Tensor.fromVec(x, Shape.of(dims), Device.CPU);
  }

  /// Compares shape and elements, all of them exactly.
  static void assertIs(Tensor x, Shape shape, double... elements) {
    assertThat(x.shape()).isEqualTo(shape);
    assertThat(x.toDtype(DType.F64).flattenAll().toVec1F64()).isEqualTo(elements);
  }

  /// Compares shape and elements with numbers in a text, all of them exactly.
  static void assertIs(Tensor x, Shape shape, String elements) {
    assertIs(
        x, shape, Arrays.stream(elements.split(" ")).mapToDouble(Double::parseDouble).toArray());
  }
}
