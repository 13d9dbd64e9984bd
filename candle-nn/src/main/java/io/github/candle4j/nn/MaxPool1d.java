package io.github.candle4j.nn;

import io.github.candle4j.core.Module;
import io.github.candle4j.core.Pool1dParams;
import io.github.candle4j.core.Tensor;

/// The largest element of each window, `[batch, channels, length]`; [Tensor#maxPool1d(Pool1dParams)].
///
/// {@snippet :
/// MaxPool1d plain = new MaxPool1d(2);
/// MaxPool1d padded = new MaxPool1d(Pool1dParams.of(3).withStride(2).withPadding(1));
/// }
///
/// @param params the windows
public record MaxPool1d(Pool1dParams params) implements Module {
  /// Windows of so many elements, side by side.
  ///
  /// @throws io.github.candle4j.core.CandleException if the size is less than 1
  public MaxPool1d(int kernel) {
    this(Pool1dParams.of(kernel));
  }

  /// @throws io.github.candle4j.core.CandleException if the rank does not fit, or a window is larger than the input
  @Override
  public Tensor forward(Tensor xs) {
    return xs.maxPool1d(params);
  }

  @Override
  public String toString() {
    return "MaxPool1d(" + params.kernel() + ")";
  }
}
