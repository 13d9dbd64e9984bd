package io.github.candle4j.core;

import io.github.candle4j.core.op.Frame;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.Steps;
import io.github.candle4j.core.op.WindowShapes;

/// Means and maxima of windows. Along a dimension there are `(size - kernel) / stride + 1` windows.
///
/// A maximum is NaN where a window holds a NaN. Of equal maxima the first one, row by row, gets the whole gradient, as in
/// PyTorch.
sealed interface Pooling permits Tensor {
  /// The mean of each square of side `kernel`, the squares side by side; `[batch, channels, height, width]`. Floats only.
  ///
  /// @throws CandleException if the kernel does not fit or the dtype is not accepted
  default Tensor avgPool2d(int kernel) {
    return avgPool2dWithStride(kernel, kernel);
  }

  /// The mean of each square of side `kernel`, `stride` apart; `[batch, channels, height, width]`. Floats only.
  ///
  /// @throws CandleException if the kernel does not fit, the stride is less than 1 or the dtype is not accepted
  default Tensor avgPool2dWithStride(int kernel, int stride) {
    return avgPool2dWithStride(kernel, kernel, stride, stride);
  }

  /// The mean of each window of this height and width, which are apart by the strides; `[batch, channels, height, width]`.
  /// Floats only.
  ///
  /// @throws CandleException if the kernel does not fit, a stride is less than 1 or the dtype is not accepted
  default Tensor avgPool2dWithStride(
      int kernelHeight, int kernelWidth, int strideHeight, int strideWidth) {
    return mean(
        true,
        new int[] {kernelHeight, kernelWidth},
        Steps.of(0, strideHeight, 1),
        Steps.of(0, strideWidth, 1));
  }

  /// The mean of each window, with padding, ceil mode and the choice whether padding counts;
  /// `[batch, channels, height, width]`. Floats only.
  ///
  /// @throws CandleException if the kernel does not fit, there is a dilation, or the dtype is not accepted
  default Tensor avgPool2d(Pool2dParams params) {
    return mean(params.countIncludePad(), params.kernel(), params.height(), params.width());
  }

  /// The mean of each `kernel` elements side by side; `[batch, channels, length]`. Floats only.
  ///
  /// @throws CandleException if the kernel does not fit or the dtype is not accepted
  default Tensor avgPool1d(int kernel) {
    return avgPool1dWithStride(kernel, kernel);
  }

  /// The mean of windows of `kernel` elements, `stride` apart; `[batch, channels, length]`. Floats only.
  ///
  /// @throws CandleException if the kernel does not fit, the stride is less than 1 or the dtype is not accepted
  default Tensor avgPool1dWithStride(int kernel, int stride) {
    return mean(true, new int[] {kernel}, Steps.of(0, stride, 1));
  }

  /// The mean of each window, with padding, ceil mode and the choice whether padding counts; `[batch, channels, length]`.
  /// Floats only.
  ///
  /// @throws CandleException if the kernel does not fit, there is a dilation, or the dtype is not accepted
  default Tensor avgPool1d(Pool1dParams params) {
    int[] kernel = {params.kernel()};
    return mean(params.countIncludePad(), kernel, params.steps());
  }

  /// The largest element of each square of side `kernel`, the squares side by side; `[batch, channels, height, width]`.
  ///
  /// @throws CandleException if the kernel does not fit
  default Tensor maxPool2d(int kernel) {
    return maxPool2dWithStride(kernel, kernel);
  }

  /// The largest element of each square of side `kernel`, `stride` apart; `[batch, channels, height, width]`.
  ///
  /// @throws CandleException if the kernel does not fit or the stride is less than 1
  default Tensor maxPool2dWithStride(int kernel, int stride) {
    return maxPool2dWithStride(kernel, kernel, stride, stride);
  }

  /// The largest element of each window of this height and width, which are apart by the strides;
  /// `[batch, channels, height, width]`.
  ///
  /// @throws CandleException if the kernel does not fit or a stride is less than 1
  default Tensor maxPool2dWithStride(
      int kernelHeight, int kernelWidth, int strideHeight, int strideWidth) {
    return largest(
        new int[] {kernelHeight, kernelWidth},
        Steps.of(0, strideHeight, 1),
        Steps.of(0, strideWidth, 1));
  }

  /// The largest element of each window, with padding, dilation and ceil mode; `[batch, channels, height, width]`. Padding
  /// is never the largest.
  ///
  /// @throws CandleException if the kernel does not fit, or a window would hold padding only
  default Tensor maxPool2d(Pool2dParams params) {
    return largest(params.kernel(), params.height(), params.width());
  }

  /// The largest element of each window and where it was found: of equal ones the first, or the first NaN.
  ///
  /// @throws CandleException if the kernel does not fit, or a window would hold padding only
  default PoolResult maxPool2dWithIndices(Pool2dParams params) {
    Tensor values = maxPool2d(params);
    Frame frame = frame(params.kernel(), params.height(), params.width());
    return new PoolResult(values, Tensor.apply(new Op.MaxPoolPositions(frame), self(), values));
  }

  /// The largest of each `kernel` elements side by side; `[batch, channels, length]`.
  ///
  /// @throws CandleException if the kernel does not fit
  default Tensor maxPool1d(int kernel) {
    return maxPool1dWithStride(kernel, kernel);
  }

  /// The largest element of windows of `kernel` elements, `stride` apart; `[batch, channels, length]`.
  ///
  /// @throws CandleException if the kernel does not fit or the stride is less than 1
  default Tensor maxPool1dWithStride(int kernel, int stride) {
    return largest(new int[] {kernel}, Steps.of(0, stride, 1));
  }

  /// The largest element of each window, with padding, dilation and ceil mode; `[batch, channels, length]`.
  ///
  /// @throws CandleException if the kernel does not fit, or a window would hold padding only
  default Tensor maxPool1d(Pool1dParams params) {
    return largest(new int[] {params.kernel()}, params.steps());
  }

  private Tensor mean(boolean padded, int[] kernel, Steps... steps) {
    String operation = "avg_pool" + steps.length + "d";
    for (Steps s : steps) {
      if (s.dilation() > 1) {
        throw new CandleException(
            CandleException.Kind.ARGUMENT,
            operation,
            operation + ": a mean has no dilation, got " + s.dilation());
      }
    }
    WindowShapes.checkFloat(operation, self().dtype());
    return Tensor.apply(new Op.AvgPool2d(frame(operation, kernel, steps), padded), self());
  }

  private Tensor largest(int[] kernel, Steps... steps) {
    return Tensor.apply(new Op.MaxPool2d(frame(kernel, steps)), self());
  }

  private Frame frame(int[] kernel, Steps... steps) {
    return frame("max_pool" + steps.length + "d", kernel, steps);
  }

  private Frame frame(String operation, int[] kernel, Steps... steps) {
    return Origins.placing(
        () -> WindowShapes.pool(operation, self().shape(), kernel, steps), self());
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
