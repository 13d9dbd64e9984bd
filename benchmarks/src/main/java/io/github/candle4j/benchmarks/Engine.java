package io.github.candle4j.benchmarks;

import org.jspecify.annotations.Nullable;

/// A library that is measured.
interface Engine {
  /// Its name, version and what else makes a difference.
  String version();

  /// The work of a task on so many threads as it says, null where the library has nothing for it.
  @Nullable Workload open(Task task);
}
