package io.github.candle4j.core;

import io.github.candle4j.core.op.Steps;

/// The settings of a pool over two dimensions, with PyTorch's meaning.
///
/// @param kernelHeight the rows of a window
/// @param kernelWidth the columns of a window
/// @param strideHeight the distance between windows, downwards
/// @param strideWidth the distance between windows, to the right
/// @param paddingHeight the padding above and below the input, at most half of the window
/// @param paddingWidth the padding left and right of it, at most half of the window
/// @param dilationHeight the distance between the elements of a window, downwards; for the maximum only
/// @param dilationWidth the distance between the elements of a window, to the right; for the maximum only
/// @param ceilMode whether a last window may reach over the end, if it starts before it
/// @param countIncludePad whether a mean counts the padding, as zeros; a maximum never does
public record Pool2dParams(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int paddingHeight,
    int paddingWidth,
    int dilationHeight,
    int dilationWidth,
    boolean ceilMode,
    boolean countIncludePad) {
  private static final String OPERATION = "pool2d";

  /// @throws CandleException if kernel, stride or dilation are less than 1, or the padding is negative or more than half
  ///     of the kernel
  public Pool2dParams {
    check(OPERATION, kernelHeight, Steps.of(paddingHeight, strideHeight, dilationHeight));
    check(OPERATION, kernelWidth, Steps.of(paddingWidth, strideWidth, dilationWidth));
  }

  /// Square windows side by side; the padding counts.
  ///
  /// @throws CandleException if the size is less than 1
  public static Pool2dParams of(int kernel) {
    return of(kernel, kernel);
  }

  /// Windows of this height and width side by side; the padding counts.
  ///
  /// @throws CandleException if one is less than 1
  public static Pool2dParams of(int height, int width) {
    return new Pool2dParams(height, width, height, width, 0, 0, 1, 1, false, true);
  }

  /// With this distance between windows.
  ///
  /// @throws CandleException if it is less than 1
  public Pool2dParams withStride(int stride) {
    return withStride(stride, stride);
  }

  /// With this distance between windows, downwards and to the right.
  ///
  /// @throws CandleException if one is less than 1
  public Pool2dParams withStride(int height, int width) {
    return new Pool2dParams(
        kernelHeight,
        kernelWidth,
        height,
        width,
        paddingHeight,
        paddingWidth,
        dilationHeight,
        dilationWidth,
        ceilMode,
        countIncludePad);
  }

  /// With the same padding on all sides.
  ///
  /// @throws CandleException if it is negative or more than half of the kernel
  public Pool2dParams withPadding(int padding) {
    return withPadding(padding, padding);
  }

  /// With a padding above and below, and one left and right.
  ///
  /// @throws CandleException if one is negative or more than half of the kernel
  public Pool2dParams withPadding(int height, int width) {
    return new Pool2dParams(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        height,
        width,
        dilationHeight,
        dilationWidth,
        ceilMode,
        countIncludePad);
  }

  /// With this distance between the elements of a window.
  ///
  /// @throws CandleException if it is less than 1
  public Pool2dParams withDilation(int dilation) {
    return withDilation(dilation, dilation);
  }

  /// With this distance between the elements of a window, downwards and to the right.
  ///
  /// @throws CandleException if one is less than 1
  public Pool2dParams withDilation(int height, int width) {
    return new Pool2dParams(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        paddingHeight,
        paddingWidth,
        height,
        width,
        ceilMode,
        countIncludePad);
  }

  /// With last windows that may reach over the end, or without.
  public Pool2dParams withCeilMode(boolean ceilMode) {
    return with(ceilMode, countIncludePad);
  }

  /// With padding that counts in a mean, or does not.
  public Pool2dParams withCountIncludePad(boolean countIncludePad) {
    return with(ceilMode, countIncludePad);
  }

  private Pool2dParams with(boolean ceilMode, boolean countIncludePad) {
    return new Pool2dParams(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        paddingHeight,
        paddingWidth,
        dilationHeight,
        dilationWidth,
        ceilMode,
        countIncludePad);
  }

  Steps height() {
    return fitted(Steps.of(paddingHeight, strideHeight, dilationHeight));
  }

  Steps width() {
    return fitted(Steps.of(paddingWidth, strideWidth, dilationWidth));
  }

  private Steps fitted(Steps steps) {
    return ceilMode ? steps.withFit(Steps.Fit.OVER) : steps;
  }

  int[] kernel() {
    return new int[] {kernelHeight, kernelWidth};
  }

  /// Throws, naming the operation, if a setting of one dimension is not possible.
  static void check(String operation, int kernel, Steps steps) {
    int padding = steps.before();
    Steps.check(operation, "kernel-size", kernel, 1);
    steps.checked(operation);
    if (padding > kernel / 2) {
      throw CandleException.withHint(
          CandleException.Kind.ARGUMENT,
          operation,
          operation + ": padding " + padding + " is more than half of the kernel-size " + kernel,
          "windows would lie in the padding alone; padWithZeros pads by any size");
    }
  }
}
