package io.github.candle4j.nn;

import io.github.candle4j.core.Module;
import io.github.candle4j.core.Pool2dParams;
import io.github.candle4j.core.Tensor;

/// The largest element of each window, `[batch, channels, height, width]`; [Tensor#maxPool2d(Pool2dParams)].
///
/// {@snippet :
/// MaxPool2d plain = new MaxPool2d(2);
/// MaxPool2d padded = new MaxPool2d(Pool2dParams.of(3).withStride(2).withPadding(1));
/// }
///
/// @param params the windows
public record MaxPool2d(Pool2dParams params) implements Module {
  /// Square windows, side by side.
  ///
  /// @throws io.github.candle4j.core.CandleException if the size is less than 1
  public MaxPool2d(int kernel) {
    this(Pool2dParams.of(kernel));
  }

  /// @throws io.github.candle4j.core.CandleException if the rank does not fit, or a window is larger than the input
  @Override
  public Tensor forward(Tensor xs) {
    return xs.maxPool2d(params);
  }

  @Override
  public String toString() {
    return "MaxPool2d(" + params.kernelHeight() + "x" + params.kernelWidth() + ")";
  }
}
