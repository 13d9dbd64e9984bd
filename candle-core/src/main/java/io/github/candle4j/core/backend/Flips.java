package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.Layout;

/// Elements in reverse order.
final class Flips {
  private Flips() {}

  /// The positions of some dimensions from the last to the first: a copy through a layout that starts at the last
  /// position and has negative strides. Such a layout never leaves this method; those of tensors have none.
  static CpuStorage flip(Operand x, int... dims) {
    if (x.count() == 0) {
      return CpuStorage.zeros(x.dtype(), 0);
    }
    Layout layout = x.layout();
    int[] stride = layout.stride();
    int start = layout.startOffset();
    for (int dim : dims) {
      start += (layout.shape().dim(dim) - 1) * stride[dim];
      stride[dim] = -stride[dim];
    }
    return Copies.packed(x.view(new Layout(layout.shape(), stride, start)));
  }
}
