package io.github.candle4j.core.cpu;

/// A step of an optimizer over a part of a parameter. Element `i` of all arrays belongs together; what it remembers is changed, too.
public interface OptimizerKernel {
  /// Elements `from` to `to` of parameter and gradient, and of the memories in `m`.
  void floats(float[] p, float[] g, float[][] m, Span span);

  /// [#floats] of doubles.
  void doubles(double[] p, double[] g, double[][] m, Span span);

  /// A part of an array.
  ///
  /// @param from its first element
  /// @param to the one behind its last
  record Span(int from, int to) {}
}
