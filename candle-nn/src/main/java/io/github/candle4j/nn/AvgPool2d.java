package io.github.candle4j.nn;

import io.github.candle4j.core.Module;
import io.github.candle4j.core.Pool2dParams;
import io.github.candle4j.core.Tensor;

/// The mean of each window, `[batch, channels, height, width]`; [Tensor#avgPool2d(Pool2dParams)].
///
/// {@snippet :
/// AvgPool2d plain = new AvgPool2d(2);
/// AvgPool2d padded = new AvgPool2d(Pool2dParams.of(3).withStride(2).withPadding(1));
/// }
///
/// @param params the windows
public record AvgPool2d(Pool2dParams params) implements Module {
  /// Square windows, side by side.
  ///
  /// @throws io.github.candle4j.core.CandleException if the size is less than 1
  public AvgPool2d(int kernel) {
    this(Pool2dParams.of(kernel));
  }

  /// @throws io.github.candle4j.core.CandleException if the rank or dtype does not fit, or a window is larger than the input
  @Override
  public Tensor forward(Tensor xs) {
    return xs.avgPool2d(params);
  }

  @Override
  public String toString() {
    return "AvgPool2d(" + params.kernelHeight() + "x" + params.kernelWidth() + ")";
  }
}
