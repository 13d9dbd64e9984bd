package io.github.candle4j.core;

import io.github.candle4j.core.op.Steps;

/// The settings of a transposed convolution over two dimensions.
///
/// @param conv padding (what is cut off the result), stride, dilation and groups, as of the convolution that this one is
///     the transpose of; "same" padding is not possible
/// @param outputPaddingHeight the size by which the result is larger at its bottom: what a stride left over in that
///     convolution
/// @param outputPaddingWidth the size by which the result is larger at its right side
public record ConvTranspose2dParams(
    Conv2dParams conv, int outputPaddingHeight, int outputPaddingWidth) {
  private static final String OPERATION = "conv_transpose2d";

  /// @throws CandleException if output padding is negative, or the padding is "same"
  public ConvTranspose2dParams {
    Steps.check(OPERATION, "output padding", Math.min(outputPaddingHeight, outputPaddingWidth), 0);
    if (conv.same()) {
      throw CandleException.withHint(
          CandleException.Kind.ARGUMENT,
          OPERATION,
          "conv_transpose2d: \"same\" padding does not say the size of the result",
          "give padding and output padding as numbers");
    }
  }

  /// No padding, stride 1, dilation 1, one group.
  public static ConvTranspose2dParams defaults() {
    return new ConvTranspose2dParams(Conv2dParams.defaults(), 0, 0);
  }

  /// With the same padding on all sides.
  ///
  /// @throws CandleException if it is negative
  public ConvTranspose2dParams withPadding(int padding) {
    return with(conv.withPadding(padding));
  }

  /// With a padding above and below, and one left and right.
  ///
  /// @throws CandleException if one is negative
  public ConvTranspose2dParams withPadding(int height, int width) {
    return with(conv.withPadding(height, width));
  }

  /// With a padding for each side.
  ///
  /// @throws CandleException if one is negative
  public ConvTranspose2dParams withPadding(int top, int bottom, int left, int right) {
    return with(conv.withPadding(top, bottom, left, right));
  }

  /// With a result that is larger by this at its bottom and right side.
  ///
  /// @throws CandleException if it is negative
  public ConvTranspose2dParams withOutputPadding(int padding) {
    return withOutputPadding(padding, padding);
  }

  /// With a result that is larger at its bottom and right side.
  ///
  /// @throws CandleException if one is negative
  public ConvTranspose2dParams withOutputPadding(int height, int width) {
    return new ConvTranspose2dParams(conv, height, width);
  }

  /// With this distance between two kernels.
  ///
  /// @throws CandleException if it is less than 1
  public ConvTranspose2dParams withStride(int stride) {
    return with(conv.withStride(stride));
  }

  /// With this distance between two kernels, downwards and to the right.
  ///
  /// @throws CandleException if one is less than 1
  public ConvTranspose2dParams withStride(int height, int width) {
    return with(conv.withStride(height, width));
  }

  /// With this distance between the elements of a kernel.
  ///
  /// @throws CandleException if it is less than 1
  public ConvTranspose2dParams withDilation(int dilation) {
    return with(conv.withDilation(dilation));
  }

  /// With this distance between the elements of a kernel, downwards and to the right.
  ///
  /// @throws CandleException if one is less than 1
  public ConvTranspose2dParams withDilation(int height, int width) {
    return with(conv.withDilation(height, width));
  }

  /// With this number of groups.
  ///
  /// @throws CandleException if it is less than 1
  public ConvTranspose2dParams withGroups(int groups) {
    return with(conv.withGroups(groups));
  }

  private ConvTranspose2dParams with(Conv2dParams changed) {
    return new ConvTranspose2dParams(changed, outputPaddingHeight, outputPaddingWidth);
  }

  Steps height() {
    return conv.height().withMore(outputPaddingHeight);
  }

  Steps width() {
    return conv.width().withMore(outputPaddingWidth);
  }
}
