package io.github.candle4j.core.backend;

/// How loops over many elements are cut into tasks. Shapes may have close to 2^31 elements, where the usual
/// `(n + size - 1) / size` and `min(n, from + size)` leave the range of an `int` and tasks are lost: `Math.ceilDiv` counts
/// tasks, [#end] bounds them.
final class Chunks {
  /// Elements of one task that works on them one by one; does not depend on the number of threads.
  static final int SIZE = 1 << 15;

  private Chunks() {}

  /// Where a task ends that starts at `from` and has `size` of `total` things.
  static int end(int from, int size, int total) {
    return from + Math.min(size, total - from);
  }
}
