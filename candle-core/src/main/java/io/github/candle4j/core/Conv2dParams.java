package io.github.candle4j.core;

import io.github.candle4j.core.op.Steps;

/// The settings of a convolution over two dimensions.
///
/// @param top the zeros added above the input
/// @param bottom the zeros added below it
/// @param left the zeros added to its left
/// @param right the zeros added to its right
/// @param same whether the padding follows from the sizes instead: see [#withSamePadding]
/// @param strideHeight the distance between windows, downwards
/// @param strideWidth the distance between windows, to the right
/// @param dilationHeight the distance between the elements of a window, downwards
/// @param dilationWidth the distance between the elements of a window, to the right
/// @param groups the groups that the channels are cut into, each with a convolution of its own
public record Conv2dParams(
    int top,
    int bottom,
    int left,
    int right,
    boolean same,
    int strideHeight,
    int strideWidth,
    int dilationHeight,
    int dilationWidth,
    int groups) {
  private static final String OPERATION = "conv2d";

  /// @throws CandleException if padding is negative, or stride, dilation or groups are less than 1
  public Conv2dParams {
    Steps.padded(top, bottom, strideHeight, dilationHeight).checked(OPERATION);
    Steps.padded(left, right, strideWidth, dilationWidth).checked(OPERATION);
    Steps.check(OPERATION, "groups", groups, 1);
  }

  /// No padding, stride 1, dilation 1, one group.
  public static Conv2dParams defaults() {
    return new Conv2dParams(0, 0, 0, 0, false, 1, 1, 1, 1, 1);
  }

  /// With the same padding on all sides.
  ///
  /// @throws CandleException if it is negative
  public Conv2dParams withPadding(int padding) {
    return withPadding(padding, padding);
  }

  /// With `height` zeros above and below, `width` zeros left and right of the input.
  ///
  /// @throws CandleException if one is negative
  public Conv2dParams withPadding(int height, int width) {
    return withPadding(height, height, width, width);
  }

  /// With a padding for each side.
  ///
  /// @throws CandleException if one is negative
  public Conv2dParams withPadding(int top, int bottom, int left, int right) {
    return new Conv2dParams(
        top,
        bottom,
        left,
        right,
        false,
        strideHeight,
        strideWidth,
        dilationHeight,
        dilationWidth,
        groups);
  }

  /// With the padding that gives `ceil(in / stride)` windows along each dimension: `max(0, (ceil(in / stride) - 1) stride +
  /// dilation (kernel - 1) + 1 - in)` zeros, half of them before the input, the odd one behind it. For stride 1 the sizes
  /// stay, as with PyTorch's `padding="same"`; for larger strides it is what TensorFlow and Keras do.
  public Conv2dParams withSamePadding() {
    return new Conv2dParams(
        0, 0, 0, 0, true, strideHeight, strideWidth, dilationHeight, dilationWidth, groups);
  }

  /// With this distance between windows.
  ///
  /// @throws CandleException if it is less than 1
  public Conv2dParams withStride(int stride) {
    return withStride(stride, stride);
  }

  /// With this distance between windows, downwards and to the right.
  ///
  /// @throws CandleException if one is less than 1
  public Conv2dParams withStride(int height, int width) {
    return new Conv2dParams(
        top, bottom, left, right, same, height, width, dilationHeight, dilationWidth, groups);
  }

  /// With this distance between the elements of a window.
  ///
  /// @throws CandleException if it is less than 1
  public Conv2dParams withDilation(int dilation) {
    return withDilation(dilation, dilation);
  }

  /// With this distance between the elements of a window, downwards and to the right.
  ///
  /// @throws CandleException if one is less than 1
  public Conv2dParams withDilation(int height, int width) {
    return new Conv2dParams(
        top, bottom, left, right, same, strideHeight, strideWidth, height, width, groups);
  }

  /// With this number of groups.
  ///
  /// @throws CandleException if it is less than 1
  public Conv2dParams withGroups(int groups) {
    return new Conv2dParams(
        top,
        bottom,
        left,
        right,
        same,
        strideHeight,
        strideWidth,
        dilationHeight,
        dilationWidth,
        groups);
  }

  Steps height() {
    return fitted(Steps.padded(top, bottom, strideHeight, dilationHeight));
  }

  Steps width() {
    return fitted(Steps.padded(left, right, strideWidth, dilationWidth));
  }

  private Steps fitted(Steps steps) {
    return same ? steps.withFit(Steps.Fit.SAME) : steps;
  }
}
