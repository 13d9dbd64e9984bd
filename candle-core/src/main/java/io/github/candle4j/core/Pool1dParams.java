package io.github.candle4j.core;

import io.github.candle4j.core.op.Steps;

/// The settings of a pool over one dimension, with PyTorch's meaning.
///
/// @param kernel the elements of a window
/// @param stride the distance between windows
/// @param padding the padding before and behind the input, at most half of the kernel
/// @param dilation the distance between the elements of a window; for the maximum only
/// @param ceilMode whether a last window may reach over the end, if it starts before it
/// @param countIncludePad whether a mean counts the padding, as zeros; a maximum never does
public record Pool1dParams(
    int kernel, int stride, int padding, int dilation, boolean ceilMode, boolean countIncludePad) {
  private static final String OPERATION = "pool1d";

  /// @throws CandleException if kernel, stride or dilation are less than 1, or the padding is negative or more than half
  ///     of the kernel
  public Pool1dParams {
    Pool2dParams.check(OPERATION, kernel, Steps.of(padding, stride, dilation));
  }

  /// Windows of this size side by side; the padding counts.
  ///
  /// @throws CandleException if it is less than 1
  public static Pool1dParams of(int kernel) {
    return new Pool1dParams(kernel, kernel, 0, 1, false, true);
  }

  /// With this distance between windows.
  ///
  /// @throws CandleException if it is less than 1
  public Pool1dParams withStride(int stride) {
    return new Pool1dParams(kernel, stride, padding, dilation, ceilMode, countIncludePad);
  }

  /// With the same padding on both sides.
  ///
  /// @throws CandleException if it is negative or more than half of the kernel
  public Pool1dParams withPadding(int padding) {
    return new Pool1dParams(kernel, stride, padding, dilation, ceilMode, countIncludePad);
  }

  /// With this distance between the elements of a window.
  ///
  /// @throws CandleException if it is less than 1
  public Pool1dParams withDilation(int dilation) {
    return new Pool1dParams(kernel, stride, padding, dilation, ceilMode, countIncludePad);
  }

  /// With a last window that may reach over the end, or without.
  public Pool1dParams withCeilMode(boolean ceilMode) {
    return new Pool1dParams(kernel, stride, padding, dilation, ceilMode, countIncludePad);
  }

  /// With padding that counts in a mean, or does not.
  public Pool1dParams withCountIncludePad(boolean countIncludePad) {
    return new Pool1dParams(kernel, stride, padding, dilation, ceilMode, countIncludePad);
  }

  Steps steps() {
    Steps steps = Steps.of(padding, stride, dilation);
    return ceilMode ? steps.withFit(Steps.Fit.OVER) : steps;
  }
}
