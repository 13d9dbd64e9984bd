package io.github.candle4j.core;

import static io.github.candle4j.core.Listed.random;
import static io.github.candle4j.core.SameBits.assertSameBits;

import io.github.candle4j.core.cpu.Parallel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Convolutions, pools and resizings give the same bits on 1 and on 8 threads, with loops that really were shared.
@Isolated
class WindowThreadCountTest {
  private final int threads = Parallel.threads();

  @AfterEach
  void restore() {
    SameBits.restore(threads);
  }

  @Test
  void convolutions() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.BF16}) {
      Tensor x = random(dtype, 5, 6, 17, 19);
      Tensor w = random(dtype, 8, 6, 3, 3);
      assertSameBits(() -> x.conv2d(w, 1, 1, 1, 1));
      assertSameBits(() -> x.conv2d(w.narrow(1, 0, 3), 1, 2, 1, 2));
      assertSameBits(() -> x.conv2d(w.narrow(2, 0, 1).narrow(3, 0, 1), 0, 1, 1, 1));
      assertSameBits(() -> x.convTranspose2d(w.transpose(0, 1).narrow(1, 0, 4), 1, 1, 2, 1));
    }
  }

  @Test
  void depthwise() {
    Tensor x = random(DType.F32, 3, 12, 17, 19);
    Tensor w = random(DType.F32, 12, 1, 3, 3);
    assertSameBits(() -> x.conv2d(w, 1, 1, 1, 12));
    assertSameBits(() -> x.conv2d(w, 1, 2, 1, 12));
  }

  /// Small images under a kernel large enough that several are computed together, which 1 by 1 windows are too.
  @Test
  void severalSmallImages() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.BF16}) {
      Tensor x = random(dtype, 40, 96, 5, 6);
      Tensor w = random(dtype, 80, 96, 3, 3);
      assertSameBits(() -> x.conv2d(w, 1, 1, 1, 1));
      assertSameBits(() -> x.conv2d(w, 1, 2, 1, 1));
      Tensor wide = random(dtype, 700, 96, 1, 1);
      assertSameBits(() -> x.conv2d(wide, 0, 1, 1, 1));
    }
  }

  @Test
  void gradients() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.F16, DType.BF16}) {
      Tensor x = random(dtype, 20, 6, 17, 19);
      Tensor w = random(dtype, 8, 6, 3, 3);
      gradientsHaveTheSameBits(x, w, 1);
      gradientsHaveTheSameBits(x, w.narrow(1, 0, 3), 2);
    }
  }

  /// The tasks are parts of one image or blocks of the kernel.
  @Test
  void gradientsForOneImage() {
    gradientsHaveTheSameBits(
        random(DType.F32, 1, 3, 60, 64), random(DType.F32, 8, 3, 3, 3), /* groups= */ 1);
    gradientsHaveTheSameBits(
        random(DType.F32, 1, 300, 7, 7), random(DType.F32, 8, 300, 3, 3), /* groups= */ 1);
  }

  @Test
  void depthwiseGradients() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.F16, DType.BF16}) {
      gradientsHaveTheSameBits(
          random(dtype, 5, 12, 17, 19), random(dtype, 12, 1, 3, 3), /* groups= */ 12);
    }
  }

  /// Of both operands, for strides of 1 and 2.
  private static void gradientsHaveTheSameBits(Tensor image, Tensor kernel, int groups) {
    for (int stride = 1; stride <= 2; stride++) {
      Conv2dParams params =
          Conv2dParams.defaults().withPadding(1).withStride(stride).withGroups(groups);
      Var x = Var.fromTensor(image);
      Var w = Var.fromTensor(kernel);
      Tensor ofX = x.conv2d(kernel, params);
      Tensor ofW = image.conv2d(w, params);
      Tensor dy = random(image.dtype(), ofX.dims());
      assertSameBits(() -> ofX.backward(dy).get(x).orElseThrow());
      assertSameBits(() -> ofW.backward(dy).get(w).orElseThrow());
    }
  }

  @Test
  void poolsAndOtherSizes() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.F16}) {
      Tensor x = random(dtype, 7, 9, 33, 35);
      assertSameBits(() -> x.maxPool2d(2));
      assertSameBits(() -> x.maxPool2dWithIndices(Pool2dParams.of(3)).indices());
      assertSameBits(() -> x.avgPool2dWithStride(3, 2));
      assertSameBits(() -> x.interpolate2d(40, 20));
      assertSameBits(() -> x.upsampleBilinear2d(40, 20, true));
      assertSameBits(() -> gradient(x, v -> v.maxPool2dWithStride(3, 1)));
      assertSameBits(() -> gradient(x, v -> v.avgPool2dWithStride(3, 1)));
      assertSameBits(() -> gradient(x, v -> v.upsampleBilinear2d(40, 20, true)));
    }
    assertSameBits(() -> random(DType.F32, 7, 9, 33, 35).mul(50).toDtype(DType.I32).maxPool2d(2));
  }

  private static Tensor gradient(Tensor x, Module f) {
    Var v = Var.fromTensor(x);
    return f.forward(v).sqr().sumAll().backward().get(v).orElseThrow();
  }
}
