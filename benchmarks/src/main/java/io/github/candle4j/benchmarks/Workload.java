package io.github.candle4j.benchmarks;

/// Work that every engine does in its own way.
interface Workload extends AutoCloseable {
  /// Does the work once.
  void run();

  /// Goes back to the first state, such as the first parameters of a network: a network that was trained for a million
  /// steps on one batch has gradients too small for a normal float, which are slow to compute with.
  default void reset() {}

  /// Numbers that the work must come to in every engine; called before [#run], followed by [#reset].
  double[] results();

  @Override
  default void close() {}
}
