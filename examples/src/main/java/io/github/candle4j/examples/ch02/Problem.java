package io.github.candle4j.examples.ch02;

import java.util.Locale;

/// A question about two switches, each off (0) or on (1).
enum Problem {
  AND(0, 0, 0, 1),
  OR(0, 1, 1, 1),
  NAND(1, 1, 1, 0),
  XOR(0, 1, 1, 0);

  /// The four states of two switches.
  static final int[][] INPUTS = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};

  private final int[] targets;

  Problem(int... targets) {
    this.targets = targets;
  }

  /// The right answer for `INPUTS[i]`.
  int target(int i) {
    return targets[i];
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
