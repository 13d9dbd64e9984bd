package io.github.candle4j.examples.ch06;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;

/// Points near the line `y = 2x + 1`.
///
/// @param x where they are, `[100, 1]`
/// @param y how high, `[100, 1]`
// @start region="data"
public record LineData(Tensor x, Tensor y) {
  /// x is 0, 0.1 .. 9.9; y has a noise between -0.1 and 0.1.
  public static LineData create(Device device) {
    Tensor x = Tensor.arange(0f, 100f, device).div(10.0).reshape(100, 1);
    Tensor noise = Tensor.rand(-0.1f, 0.1f, Shape.of(100, 1), device);
    return new LineData(x, x.affine(2, 1).add(noise));
  }
}
// @end
