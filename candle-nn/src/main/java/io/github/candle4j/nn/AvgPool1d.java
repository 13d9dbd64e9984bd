package io.github.candle4j.nn;

import io.github.candle4j.core.Module;
import io.github.candle4j.core.Pool1dParams;
import io.github.candle4j.core.Tensor;

/// The mean of each window, `[batch, channels, length]`; [Tensor#avgPool1d(Pool1dParams)].
///
/// {@snippet :
/// AvgPool1d plain = new AvgPool1d(2);
/// AvgPool1d padded = new AvgPool1d(Pool1dParams.of(3).withStride(2).withPadding(1));
/// }
///
/// @param params the windows
public record AvgPool1d(Pool1dParams params) implements Module {
  /// Windows of so many elements, side by side.
  ///
  /// @throws io.github.candle4j.core.CandleException if the size is less than 1
  public AvgPool1d(int kernel) {
    this(Pool1dParams.of(kernel));
  }

  /// @throws io.github.candle4j.core.CandleException if the rank or dtype does not fit, or a window is larger than the input
  @Override
  public Tensor forward(Tensor xs) {
    return xs.avgPool1d(params);
  }

  @Override
  public String toString() {
    return "AvgPool1d(" + params.kernel() + ")";
  }
}
