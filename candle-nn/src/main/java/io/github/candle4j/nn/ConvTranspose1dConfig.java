package io.github.candle4j.nn;

/// The settings of a [ConvTranspose1d].
///
/// @param padding how much is cut off the result at each end
/// @param outputPadding by how much the result is larger at its end: what a stride left over in the convolution that this one is the transpose of
/// @param stride the distance at which the kernels of two elements are laid down
/// @param dilation the distance between the elements of a kernel
/// @param groups the groups that the channels are cut into, each with a convolution of its own
public record ConvTranspose1dConfig(
    int padding, int outputPadding, int stride, int dilation, int groups) {
  private static final String LAYER = "conv_transpose1d";

  /// Checks the ranges.
  ///
  /// @throws io.github.candle4j.core.CandleException if padding is negative, or another number less than 1
  public ConvTranspose1dConfig {
    Checks.atLeast(LAYER, "padding", padding, 0);
    Checks.atLeast(LAYER, "output padding", outputPadding, 0);
    Checks.atLeast(LAYER, "stride", stride, 1);
    Checks.atLeast(LAYER, "dilation", dilation, 1);
    Checks.atLeast(LAYER, "groups", groups, 1);
  }

  /// No padding, stride 1, dilation 1, one group.
  public static ConvTranspose1dConfig defaults() {
    return new ConvTranspose1dConfig(0, 0, 1, 1, 1);
  }

  /// These settings with another padding.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is negative
  public ConvTranspose1dConfig withPadding(int value) {
    return new ConvTranspose1dConfig(value, outputPadding, stride, dilation, groups);
  }

  /// These settings with another output padding.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is negative
  public ConvTranspose1dConfig withOutputPadding(int value) {
    return new ConvTranspose1dConfig(padding, value, stride, dilation, groups);
  }

  /// These settings with another stride.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is less than 1
  public ConvTranspose1dConfig withStride(int value) {
    return new ConvTranspose1dConfig(padding, outputPadding, value, dilation, groups);
  }

  /// These settings with another dilation.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is less than 1
  public ConvTranspose1dConfig withDilation(int value) {
    return new ConvTranspose1dConfig(padding, outputPadding, stride, value, groups);
  }

  /// These settings with another number of groups.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is less than 1
  public ConvTranspose1dConfig withGroups(int value) {
    return new ConvTranspose1dConfig(padding, outputPadding, stride, dilation, value);
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
