package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Elements that no window with a gradient reads do not touch the gradient of a kernel: 0 times infinity never comes up.
class DepthwiseNonFiniteTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  /// The gradient of a kernel of ones for an image of one channel, every window having a gradient of 1: the sum of the
  /// elements that each tap reads.
  private static double[] kernelGradient(DType dtype, Tensor x, int size, int stride) {
    Var w = Var.fromTensor(Tensor.ones(Shape.of(1, 1, size, size), dtype, Device.CPU));
    GradStore grads = x.toDtype(dtype).conv2d(w, 0, stride, 1, 1).sumAll().backward();
    return grads.get(w).orElseThrow().flattenAll().toDtype(DType.F64).toVec1F64();
  }

  private static Tensor image(int height, int width, double... x) {
    return Tensor.fromVec(x, Shape.of(1, 1, height, width), Device.CPU);
  }

  /// Windows at 0 and 2: 1 + 3.
  @Test
  void betweenTheWindows() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.BF16}) {
      for (double odd : new double[] {INF, -INF, Double.NaN}) {
        assertThat(kernelGradient(dtype, image(1, 4, 1, odd, 3, 4), 1, 2)).containsExactly(4);
        assertThat(kernelGradient(dtype, image(3, 1, 1, odd, 3), 1, 2)).containsExactly(4);
      }
    }
  }

  /// Tap `(i, j)` reads rows `i, i + 1` and columns `j .. j + 2` of ones, but for the corner at the end of the first row, which
  /// is read by tap (0, 1) alone.
  @Test
  void atTheEndOfARow() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.BF16}) {
      for (double corner : new double[] {INF, -INF, Double.NaN}) {
        Tensor x = image(3, 4, 1, 1, 1, corner, 1, 1, 1, 1, 1, 1, 1, 1);
        assertThat(kernelGradient(dtype, x, 2, 1)).containsExactly(6, corner, 6, 6);
      }
    }
  }

  /// Windows at columns 0 and 2 and rows 0 and 2 of 4 by 4: a tap reads 4 elements. The one at (1, 1) is read by tap (1, 1).
  @Test
  void underOneTapOfAStrideOfTwo() {
    double[] x = new double[16];
    Arrays.fill(x, 1);
    x[5] = INF;
    assertThat(kernelGradient(DType.F32, image(4, 4, x), 2, 2)).containsExactly(4, 4, 4, INF);
  }

  /// The same for the result and the gradient of the input, where a window reads it.
  @Test
  void resultsNextToAnInfinity() {
    Tensor x = image(1, 4, 1, INF, 3, 4);
    Tensor w = Tensor.ones(Shape.of(1, 1, 1, 1), DType.F64, Device.CPU);
    assertThat(x.conv2d(w, 0, 1, 1, 1).flattenAll().toVec1F64()).containsExactly(1, INF, 3, 4);
    assertThat(x.conv2d(w, 0, 2, 1, 1).flattenAll().toVec1F64()).containsExactly(1, 3);
    Var v = Var.fromTensor(x);
    Tensor dy = image(1, 2, INF, 2);
    GradStore grads = v.conv2d(w, 0, 2, 1, 1).mul(dy).sumAll().backward();
    assertThat(grads.get(v).orElseThrow().flattenAll().toVec1F64()).containsExactly(INF, 0, 2, 0);
  }
}
