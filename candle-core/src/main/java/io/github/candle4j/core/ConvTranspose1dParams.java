package io.github.candle4j.core;

import io.github.candle4j.core.op.Steps;

/// The settings of a transposed convolution over one dimension.
///
/// @param left the elements cut off before the result
/// @param right the elements cut off behind it
/// @param outputPadding the size by which the result is larger at its end: what a stride left over in the convolution
///     that this one is the transpose of
/// @param stride the distance at which the kernels of two elements are laid down
/// @param dilation the distance between the elements of a kernel
/// @param groups the groups that the channels are cut into, each with a convolution of its own
public record ConvTranspose1dParams(
    int left, int right, int outputPadding, int stride, int dilation, int groups) {
  private static final String OPERATION = "conv_transpose1d";

  /// @throws CandleException if padding is negative, or stride, dilation or groups are less than 1
  public ConvTranspose1dParams {
    Steps.padded(left, right, stride, dilation).withMore(outputPadding).checked(OPERATION);
    Steps.check(OPERATION, "groups", groups, 1);
  }

  /// No padding, stride 1, dilation 1, one group.
  public static ConvTranspose1dParams defaults() {
    return new ConvTranspose1dParams(0, 0, 0, 1, 1, 1);
  }

  /// With the same padding on both sides.
  ///
  /// @throws CandleException if it is negative
  public ConvTranspose1dParams withPadding(int padding) {
    return withPadding(padding, padding);
  }

  /// With this padding before and behind.
  ///
  /// @throws CandleException if one is negative
  public ConvTranspose1dParams withPadding(int left, int right) {
    return new ConvTranspose1dParams(left, right, outputPadding, stride, dilation, groups);
  }

  /// With a result that is larger by this at its end.
  ///
  /// @throws CandleException if it is negative
  public ConvTranspose1dParams withOutputPadding(int outputPadding) {
    return new ConvTranspose1dParams(left, right, outputPadding, stride, dilation, groups);
  }

  /// With this distance between two kernels.
  ///
  /// @throws CandleException if it is less than 1
  public ConvTranspose1dParams withStride(int stride) {
    return new ConvTranspose1dParams(left, right, outputPadding, stride, dilation, groups);
  }

  /// With this distance between the elements of a kernel.
  ///
  /// @throws CandleException if it is less than 1
  public ConvTranspose1dParams withDilation(int dilation) {
    return new ConvTranspose1dParams(left, right, outputPadding, stride, dilation, groups);
  }

  /// With this number of groups.
  ///
  /// @throws CandleException if it is less than 1
  public ConvTranspose1dParams withGroups(int groups) {
    return new ConvTranspose1dParams(left, right, outputPadding, stride, dilation, groups);
  }

  Steps steps() {
    return Steps.padded(left, right, stride, dilation).withMore(outputPadding);
  }
}
