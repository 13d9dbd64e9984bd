package io.github.candle4j.core.cpu.vector;

/// One operand of a block product, as the register tiles walk it: panels of `panelRows` rows of `a` (or
/// columns of `b`), `panelStride` apart. In a panel, row `i` of step `p` of k is
/// `data[offset + i * stride + p * step]`.
///
/// A matrix where it lies and a packed copy of it are both such panels, so one tile serves both.
record FloatPanels(float[] data, int offset, int stride, int step, int panelRows, int panelStride) {
  /// A packed copy: `panelRows` elements for each step of k, `steps` of them in a panel.
  static FloatPanels packed(float[] data, int offset, int panelRows, int steps) {
    return new FloatPanels(data, offset, 1, panelRows, panelRows, panelRows * steps);
  }

  /// True when the rows of a panel follow those of the panel before it at the same distance.
  boolean seamless() {
    return panelStride == panelRows * stride;
  }
}
