package io.github.candle4j.nn;

/// The settings of a [Conv1d].
///
/// @param padding the zeros added at each end of the input
/// @param stride the distance between windows
/// @param dilation the distance between the elements of a window
/// @param groups the groups that the channels are cut into, each with a convolution of its own
public record Conv1dConfig(int padding, int stride, int dilation, int groups) {
  private static final String LAYER = "conv1d";

  /// Checks the ranges.
  ///
  /// @throws io.github.candle4j.core.CandleException if padding is negative, or another number less than 1
  public Conv1dConfig {
    Checks.atLeast(LAYER, "padding", padding, 0);
    Checks.atLeast(LAYER, "stride", stride, 1);
    Checks.atLeast(LAYER, "dilation", dilation, 1);
    Checks.atLeast(LAYER, "groups", groups, 1);
  }

  /// No padding, stride 1, dilation 1, one group.
  public static Conv1dConfig defaults() {
    return new Conv1dConfig(0, 1, 1, 1);
  }

  /// These settings with another padding.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is negative
  public Conv1dConfig withPadding(int value) {
    return new Conv1dConfig(value, stride, dilation, groups);
  }

  /// These settings with another stride.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is less than 1
  public Conv1dConfig withStride(int value) {
    return new Conv1dConfig(padding, value, dilation, groups);
  }

  /// These settings with another dilation.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is less than 1
  public Conv1dConfig withDilation(int value) {
    return new Conv1dConfig(padding, stride, value, groups);
  }

  /// These settings with another number of groups.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is less than 1
  public Conv1dConfig withGroups(int value) {
    return new Conv1dConfig(padding, stride, dilation, value);
  }

  /// What differs from the defaults, each with a comma before it.
  String text() {
    StringBuilder text = new StringBuilder();
    Checks.append(text, "padding", padding, 0);
    Checks.append(text, "stride", stride, 1);
    Checks.append(text, "dilation", dilation, 1);
    Checks.append(text, "groups", groups, 1);
    return text.toString();
  }
}
