package io.github.candle4j.nn;

/// The distribution that an initialiser draws from.
public enum NormalOrUniform {
  /// A normal distribution.
  NORMAL,
  /// Evenly from an interval.
  UNIFORM
}
