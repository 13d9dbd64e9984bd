package io.github.candle4j.nn;

/// The settings of a [ConvTranspose2d], the same for both dimensions.
///
/// @param padding how much is cut off each side of the result
/// @param outputPadding by how much the result is larger at its bottom and right side: what a stride left over in the convolution that this one is the transpose of
/// @param stride the distance at which the kernels of two elements are laid down
/// @param dilation the distance between the elements of a kernel
/// @param groups the groups that the channels are cut into, each with a convolution of its own
public record ConvTranspose2dConfig(
    int padding, int outputPadding, int stride, int dilation, int groups) {
  private static final String LAYER = "conv_transpose2d";

  /// Checks the ranges.
  ///
  /// @throws io.github.candle4j.core.CandleException if padding is negative, or another number less than 1
  public ConvTranspose2dConfig {
    Checks.atLeast(LAYER, "padding", padding, 0);
    Checks.atLeast(LAYER, "output padding", outputPadding, 0);
    Checks.atLeast(LAYER, "stride", stride, 1);
    Checks.atLeast(LAYER, "dilation", dilation, 1);
    Checks.atLeast(LAYER, "groups", groups, 1);
  }

  /// Candle's four settings, with one group.
  ///
  /// @throws io.github.candle4j.core.CandleException if padding is negative, or another number less than 1
  public ConvTranspose2dConfig(int padding, int outputPadding, int stride, int dilation) {
    this(padding, outputPadding, stride, dilation, 1);
  }

  /// No padding, stride 1, dilation 1, one group.
  public static ConvTranspose2dConfig defaults() {
    return new ConvTranspose2dConfig(0, 0, 1, 1, 1);
  }

  /// These settings with another padding.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is negative
  public ConvTranspose2dConfig withPadding(int value) {
    return new ConvTranspose2dConfig(value, outputPadding, stride, dilation, groups);
  }

  /// These settings with another output padding.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is negative
  public ConvTranspose2dConfig withOutputPadding(int value) {
    return new ConvTranspose2dConfig(padding, value, stride, dilation, groups);
  }

  /// These settings with another stride.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is less than 1
  public ConvTranspose2dConfig withStride(int value) {
    return new ConvTranspose2dConfig(padding, outputPadding, value, dilation, groups);
  }

  /// These settings with another dilation.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is less than 1
  public ConvTranspose2dConfig withDilation(int value) {
    return new ConvTranspose2dConfig(padding, outputPadding, stride, value, groups);
  }

  /// These settings with another number of groups.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is less than 1
  public ConvTranspose2dConfig withGroups(int value) {
    return new ConvTranspose2dConfig(padding, outputPadding, stride, dilation, value);
  }

  /// What differs from the defaults, each with a comma before it.
  String text() {
    StringBuilder text = new StringBuilder();
    Checks.append(text, "padding", padding, 0);
    Checks.append(text, "output padding", outputPadding, 0);
    Checks.append(text, "stride", stride, 1);
    Checks.append(text, "dilation", dilation, 1);
    Checks.append(text, "groups", groups, 1);
    return text.toString();
  }
}
