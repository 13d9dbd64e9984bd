package io.github.candle4j.core;

import io.github.candle4j.core.op.Steps;

/// The settings of a convolution over one dimension.
///
/// @param left the zeros added before the input
/// @param right the zeros added behind it
/// @param same whether the padding follows from the sizes instead: see [#withSamePadding]
/// @param stride the distance between windows
/// @param dilation the distance between the elements of a window
/// @param groups the groups that the channels are cut into, each with a convolution of its own
public record Conv1dParams(
    int left, int right, boolean same, int stride, int dilation, int groups) {
  private static final String OPERATION = "conv1d";

  /// @throws CandleException if padding is negative, or stride, dilation or groups are less than 1
  public Conv1dParams {
    Steps.padded(left, right, stride, dilation).checked(OPERATION);
    Steps.check(OPERATION, "groups", groups, 1);
  }

  /// No padding, stride 1, dilation 1, one group.
  public static Conv1dParams defaults() {
    return new Conv1dParams(0, 0, false, 1, 1, 1);
  }

  /// With the same padding on both sides.
  ///
  /// @throws CandleException if it is negative
  public Conv1dParams withPadding(int padding) {
    return withPadding(padding, padding);
  }

  /// With this padding before and behind the input.
  ///
  /// @throws CandleException if one is negative
  public Conv1dParams withPadding(int left, int right) {
    return new Conv1dParams(left, right, false, stride, dilation, groups);
  }

  /// With the padding that gives `ceil(in / stride)` windows: `max(0, (ceil(in / stride) - 1) stride + dilation (kernel -
  /// 1) + 1 - in)` zeros, half of them before the input, the odd one behind it. For stride 1 the size stays, as with
  /// PyTorch's `padding="same"`; for larger strides it is what TensorFlow and Keras do.
  public Conv1dParams withSamePadding() {
    return new Conv1dParams(0, 0, true, stride, dilation, groups);
  }

  /// With this distance between windows.
  ///
  /// @throws CandleException if it is less than 1
  public Conv1dParams withStride(int stride) {
    return new Conv1dParams(left, right, same, stride, dilation, groups);
  }

  /// With this distance between the elements of a window.
  ///
  /// @throws CandleException if it is less than 1
  public Conv1dParams withDilation(int dilation) {
    return new Conv1dParams(left, right, same, stride, dilation, groups);
  }

  /// With this number of groups.
  ///
  /// @throws CandleException if it is less than 1
  public Conv1dParams withGroups(int groups) {
    return new Conv1dParams(left, right, same, stride, dilation, groups);
  }

  Steps steps() {
    Steps steps = Steps.padded(left, right, stride, dilation);
    return same ? steps.withFit(Steps.Fit.SAME) : steps;
  }
}
