package io.github.candle4j.nn;

/// Which way a recurrent network goes through a sequence.
public enum Direction {
  /// From its start to its end.
  FORWARD(""),
  /// From its end to its start.
  BACKWARD("_reverse");

  private final String suffix;

  Direction(String suffix) {
    this.suffix = suffix;
  }

  /// What the names of the parameters end with, as in PyTorch.
  String suffix() {
    return suffix;
  }
}
