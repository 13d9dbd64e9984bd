package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import org.junit.jupiter.api.Test;

/// Whole texts of the errors of convolutions, pools and resizings.
class WindowErrorTest {
  private static Tensor zeros(int... dims) {
    return Tensor.zeros(Shape.of(dims), DType.F32, Device.CPU);
  }

  private static Tensor ints(int... dims) {
    return Tensor.zeros(Shape.of(dims), DType.U32, Device.CPU);
  }

  @Test
  void channelsThatDoNotFit() {
    Errors.of(() -> zeros(1, 3, 8).conv1d(zeros(2, 4, 3), 1, 2, 1, 1))
        .is(Kind.SHAPE, "conv1d")
        .says(
            "conv1d invalid args the number of in-channels on the input doesn't match the kernel"
                + " size: inp: [1, 3, 8], k: [2, 4, 3], pad: 1, stride: 2",
            "a kernel for 3 channels and groups 1 is [out channels, 3, ..]");
    Errors.of(() -> zeros(1, 3, 8, 8).conv2d(zeros(2, 4, 3, 3), 1, 1, 1, 2))
        .is(Kind.SHAPE, "conv2d")
        .says(
            "in_channel mismatch between input (3, groups 2) and kernel (4)",
            "3 channels cannot be cut into 2 groups");
    Errors.of(() -> zeros(1, 4, 8, 8).conv2d(zeros(3, 2, 3, 3), 1, 1, 1, 2))
        .is(Kind.SHAPE, "conv2d")
        .says("out_channel 3 is not divisible by the number of groups", "groups: 2");
  }

  @Test
  void channelsOfTransposedConvolutionsThatDoNotFit() {
    Errors.of(() -> zeros(1, 3, 8, 8).convTranspose2d(zeros(2, 4, 3, 3), 0, 0, 1, 1))
        .is(Kind.SHAPE, "conv_transpose2d")
        .says(
            "in_channel mismatch between input (3) and kernel (2)",
            "x [1, 3, 8, 8] wants a kernel [3, out channels / groups, ..]");
    Errors.of(() -> zeros(1, 3, 8).convTranspose1d(zeros(3, 4, 3), 0, 0, 1, 1, 2))
        .is(Kind.SHAPE, "conv_transpose1d")
        .says("in_channel 3 is not divisible by the number of groups", "groups: 2");
  }

  @Test
  void kernelsLargerThanTheInput() {
    Errors.of(() -> zeros(1, 1, 2, 4).conv2d(zeros(1, 1, 3, 3), 0, 1, 2, 1))
        .is(Kind.SHAPE, "conv2d")
        .says(
            "kernel-size (3, 3) is larger than the input size 2,4",
            "with dilation a window spans 5 by 5, with padding the input spans 2 by 4");
    Errors.of(() -> zeros(1, 1, 2).conv1d(zeros(1, 1, 5), 1, 1, 1, 1))
        .is(Kind.SHAPE, "conv1d")
        .says(
            "kernel-size 5 is larger than the input size 2",
            "with dilation a window spans 5, with padding the input spans 4");
    Errors.of(() -> zeros(1, 1, 2, 4).maxPool2d(3))
        .is(Kind.SHAPE, "max_pool2d")
        .says(
            "kernel-size (3, 3) is larger than the input size 2,4",
            "with dilation a window spans 3 by 3, with padding the input spans 2 by 4");
    Errors.of(() -> zeros(1, 1, 2).avgPool1d(3)).is(Kind.SHAPE, "avg_pool1d");
    Errors.of(() -> zeros(1, 1, 0, 4).maxPool2d(Pool2dParams.of(2).withPadding(1)))
        .is(Kind.SHAPE, "max_pool2d")
        .says(
            "max_pool2d: window 0 over a dimension of 0 holds no element",
            "x [1, 1, 0, 4]; use less padding or dilation");
  }

  @Test
  void resultsThatWouldBeEmptyOrTooLarge() {
    Errors.of(() -> zeros(1, 1, 2).convTranspose1d(zeros(1, 1, 1), 1, 0, 1, 1, 1))
        .is(Kind.SHAPE, "conv_transpose1d")
        .says(
            "conv_transpose1d: a size of 2 with a kernel of 1 would give a result of 0",
            "(size - 1) * stride - padding + dilation * (kernel - 1) + 1 + outputPadding must be 1"
                + " or more, and with its padding less than 2^31");
    Errors.of(() -> zeros(1, 1, 3).convTranspose1d(zeros(1, 1, 2), 0, 0, 1 << 30, 1, 1))
        .is(Kind.SHAPE, "conv_transpose1d");
    Errors.of(() -> zeros(1, 1, 3).conv1d(zeros(1, 1, 2), Integer.MAX_VALUE, 1, 1, 1))
        .is(Kind.ARGUMENT, "conv1d")
        .says("conv1d: padding (2147483647, 2147483647) or dilation 1 is too large");
    Errors.of(() -> zeros(1, 1, 3).conv1d(zeros(1, 1, 3), 0, 1, 1 << 30, 1))
        .is(Kind.ARGUMENT, "conv1d")
        .says("conv1d: padding (0, 0) or dilation 1073741824 is too large");
    Errors.of(() -> zeros(1, 1, 1, 1).conv2d(zeros(1, 1, 1, 1), 1 << 20, 1, 1, 1))
        .is(Kind.SHAPE, "shape");
  }

  @Test
  void settingsThatAreNotPossible() {
    Errors.of(() -> zeros(1, 1, 8).conv1d(zeros(1, 1, 3), 0, 0, 1, 1))
        .is(Kind.ARGUMENT, "conv1d")
        .says("conv1d: stride must be 1 or more, got 0");
    Errors.of(() -> zeros(1, 1, 8, 8).conv2d(zeros(1, 1, 3, 3), -1, 1, 1, 1))
        .is(Kind.ARGUMENT, "conv2d")
        .says("conv2d: padding must be 0 or more, got -1");
    Errors.of(() -> zeros(1, 1, 8, 8).conv2d(zeros(1, 1, 3, 3), 0, 1, 0, 1))
        .is(Kind.ARGUMENT, "conv2d")
        .says("conv2d: dilation must be 1 or more, got 0");
    Errors.of(() -> zeros(1, 1, 8, 8).conv2d(zeros(1, 1, 3, 3), 0, 1, 1, 0))
        .is(Kind.ARGUMENT, "conv2d")
        .says("conv2d: groups must be 1 or more, got 0");
    Errors.of(() -> zeros(1, 1, 8, 8).convTranspose2d(zeros(1, 1, 3, 3), 0, -1, 1, 1))
        .is(Kind.ARGUMENT, "conv_transpose2d")
        .says("conv_transpose2d: output padding must be 0 or more, got -1");
    Errors.of(() -> zeros(1, 1, 8, 8).conv2d(zeros(1, 1, 0, 3), 0, 1, 1, 1))
        .is(Kind.ARGUMENT, "conv2d")
        .says("conv2d: kernel-size (0, 3) must be 1 or more");
    Errors.of(() -> zeros(1, 1, 8, 8).maxPool2dWithStride(2, 0))
        .is(Kind.ARGUMENT, "max_pool2d")
        .says("max_pool2d: stride must be 1 or more, got 0");
    Errors.of(() -> zeros(1, 1, 8, 8).avgPool2d(0))
        .is(Kind.ARGUMENT, "avg_pool2d")
        .says("avg_pool2d: kernel-size (0, 0) must be 1 or more");
  }

  @Test
  void settingsThatCheckThemselves() {
    Errors.of(() -> Conv2dParams.defaults().withStride(1, 0))
        .is(Kind.ARGUMENT, "conv2d")
        .says("conv2d: stride must be 1 or more, got 0");
    Errors.of(() -> Conv1dParams.defaults().withGroups(0)).is(Kind.ARGUMENT, "conv1d");
    Errors.of(() -> ConvTranspose1dParams.defaults().withOutputPadding(-1))
        .is(Kind.ARGUMENT, "conv_transpose1d");
    Errors.of(() -> new ConvTranspose2dParams(Conv2dParams.defaults().withSamePadding(), 0, 0))
        .is(Kind.ARGUMENT, "conv_transpose2d")
        .says(
            "conv_transpose2d: \"same\" padding does not say the size of the result",
            "give padding and output padding as numbers");
    Errors.of(() -> Pool2dParams.of(3).withPadding(2))
        .is(Kind.ARGUMENT, "pool2d")
        .says(
            "pool2d: padding 2 is more than half of the kernel-size 3",
            "windows would lie in the padding alone; padWithZeros pads by any size");
    Errors.of(() -> zeros(1, 1, 8, 8).avgPool2d(Pool2dParams.of(2).withDilation(2)))
        .is(Kind.ARGUMENT, "avg_pool2d")
        .says("avg_pool2d: a mean has no dilation, got 2");
  }

  @Test
  void dilationThatSkipsTheInput() {
    Pool1dParams params = Pool1dParams.of(2).withPadding(1).withDilation(4);
    Errors.of(() -> zeros(1, 1, 3).maxPool1d(params))
        .is(Kind.SHAPE, "max_pool1d")
        .says(
            "max_pool1d: window 0 over a dimension of 3 holds no element",
            "x [1, 1, 3]; use less padding or dilation");
  }

  @Test
  void ranks() {
    Errors.of(() -> zeros(1, 8, 8).conv2d(zeros(1, 1, 3, 3), 0, 1, 1, 1))
        .is(Kind.SHAPE, "conv2d")
        .says(
            "unexpected rank, expected: 4, got: 3 ([1, 8, 8])",
            "conv2d wants [batch, channels, height, width]; unsqueeze(0) adds a batch of 1");
    Errors.of(() -> zeros(1, 8, 8, 8).convTranspose1d(zeros(8, 1, 3), 0, 0, 1, 1, 1))
        .is(Kind.SHAPE, "conv_transpose1d")
        .says(
            "unexpected rank, expected: 3, got: 4 ([1, 8, 8, 8])",
            "conv_transpose1d wants [batch, channels, length]; unsqueeze(0) adds a batch of 1");
    Errors.of(() -> zeros(1, 8, 8, 8).conv2d(zeros(1, 8, 3), 0, 1, 1, 1))
        .is(Kind.SHAPE, "conv2d")
        .says(
            "unexpected rank, expected: 4, got: 3 ([1, 8, 3])",
            "conv2d wants a kernel [out channels, in channels / groups, height, width]");
    Errors.of(() -> zeros(8, 8).maxPool2d(2)).is(Kind.SHAPE, "max_pool2d");
    Errors.of(() -> zeros(8, 8).interpolate2d(2, 2)).is(Kind.SHAPE, "upsample_nearest2d");
    Errors.of(() -> zeros(8, 8).interpolate1d(2)).is(Kind.SHAPE, "upsample_nearest1d");
    Errors.of(() -> zeros(8, 8).upsampleBilinear2d(2, 2, false))
        .is(Kind.SHAPE, "upsample_bilinear2d");
  }

  @Test
  void dtypes() {
    Errors.of(() -> ints(1, 1, 8, 8).conv2d(ints(1, 1, 3, 3), 0, 1, 1, 1))
        .is(Kind.DTYPE, "conv2d")
        .says("unsupported dtype U32 for op conv2d", "cast first: x.toDtype(DType.F32)");
    Tensor wide = zeros(1, 1, 3).toDtype(DType.F64);
    Errors.of(() -> zeros(1, 1, 8).conv1d(wide, 0, 1, 1, 1))
        .is(Kind.DTYPE, "conv1d")
        .says(
            "dtype mismatch in conv1d, lhs: F32, rhs: F64",
            "cast one of them: toDtype(DType.F32) or toDtype(DType.F64)");
    Errors.of(() -> zeros(1, 1, 8).convTranspose1d(wide, 0, 0, 1, 1, 1))
        .is(Kind.DTYPE, "conv_transpose1d");
    Errors.of(() -> ints(1, 1, 8, 8).avgPool2d(2))
        .is(Kind.DTYPE, "avg_pool2d")
        .says("unsupported dtype U32 for op avg_pool2d", "cast first: x.toDtype(DType.F32)");
    Errors.of(() -> ints(1, 1, 8, 8).upsampleBilinear2d(2, 2, false))
        .is(Kind.DTYPE, "upsample_bilinear2d")
        .says(
            "unsupported dtype U32 for op upsample_bilinear2d", "cast first: x.toDtype(DType.F32)");
  }

  @Test
  void sizesOfResizing() {
    Errors.of(() -> zeros(1, 1, 8, 8).interpolate2d(0, 3))
        .is(Kind.ARGUMENT, "upsample_nearest2d")
        .says("upsample_nearest2d: target size must be 1 or more, got 0");
    Errors.of(() -> zeros(1, 1, 0).interpolate1d(3))
        .is(Kind.SHAPE, "upsample_nearest1d")
        .says(
            "empty tensor for upsample_nearest1d",
            "there is nothing to draw from in shape [1, 1, 0]");
    for (double scale : new double[] {0.1, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      Errors.of(() -> zeros(1, 1, 8, 8).upsampleBilinear2dWithScale(scale, 2, false))
          .is(Kind.ARGUMENT, "upsample_bilinear2d")
          .says(
              "upsample_bilinear2d: a size of 8 cannot be scaled by " + scale,
              "the size of the result is floor(size * scale), 1 or more");
    }
  }
}
