package io.github.candle4j.core;

import static io.github.candle4j.core.Listed.assertRounded;
import static io.github.candle4j.core.Listed.random;

import org.junit.jupiter.api.Test;

/// Convolutions of several tiles, and their gradients, against plain loops.
class ConvolutionTilesTest {
  private static final Conv2dParams PLAIN = Conv2dParams.defaults();

  /// The matrix of windows is cut by columns, that of the gradient of the input by channels.
  @Test
  void manyChannelsAndAStride() {
    check(new ConvCase(2, 64, 5, 40, 44, 3, 3, PLAIN.withStride(2).withPadding(1)));
    check(new ConvCase(3, 40, 6, 21, 19, 3, 3, PLAIN.withStride(1, 3).withGroups(2)));
  }

  @Test
  void manyWindows() {
    check(new ConvCase(1, 3, 4, 130, 140, 5, 5, PLAIN.withPadding(2, 1)));
    check(new ConvCase(2, 1, 3, 130, 140, 4, 3, PLAIN.withStride(2).withDilation(3, 2)));
  }

  /// Windows of 1,600 elements: a tile is less than a channel.
  @Test
  void largeKernels() {
    check(new ConvCase(1, 1, 2, 90, 96, 40, 40, PLAIN.withStride(2).withPadding(3)));
    check(new ConvCase(2, 2, 1, 60, 50, 40, 40, PLAIN.withPadding(1)));
  }

  /// Several images together, and blocks of the kernel.
  @Test
  void smallImages() {
    check(new ConvCase(9, 150, 50, 5, 6, 3, 3, PLAIN.withPadding(1)));
    check(new ConvCase(9, 300, 250, 4, 3, 1, 1, PLAIN));
  }

  private static void check(ConvCase c) {
    Tensor x = random(DType.F32, c.x().dims());
    Tensor w = random(DType.F32, c.kernel().dims());
    Tensor dy = random(DType.F32, c.y().dims());
    Tensor wideX = x.toDtype(DType.F64);
    Tensor wideW = w.toDtype(DType.F64);
    Tensor wideDy = dy.toDtype(DType.F64);
    PlainConvolution plain = new PlainConvolution(c);
    double[] y = plain.forward(wideX, wideW);
    double[] dx = plain.inputGrad(wideDy, wideW);
    double[] dw = plain.weightGrad(wideX, wideDy);
    Results wide = results(c, wideX, wideW, wideDy);
    assertRounded(9, wide.y, y);
    assertRounded(9, wide.dx, dx);
    assertRounded(9, wide.dw, dw);
    Results narrow = results(c, x, w, dy);
    Results magnitudes = results(c, wideX.abs(), wideW.abs(), wideDy.abs());
    FloatBounds.assertNear(narrow.y, wide.y, magnitudes.y);
    FloatBounds.assertNear(narrow.dx, wide.dx, magnitudes.dx);
    FloatBounds.assertNear(narrow.dw, wide.dw, magnitudes.dw);
  }

  private record Results(Tensor y, Tensor dx, Tensor dw) {}

  private static Results results(ConvCase c, Tensor x, Tensor w, Tensor dy) {
    Var a = Var.fromTensor(x);
    Var b = Var.fromTensor(w);
    Tensor y = a.conv2d(b, c.params());
    GradStore grads = y.backward(dy);
    return new Results(y.detach(), grads.get(a).orElseThrow(), grads.get(b).orElseThrow());
  }
}
