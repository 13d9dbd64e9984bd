package io.github.candle4j.core;

import java.util.ArrayList;
import java.util.List;

/// Keeps the operations that it is told of. Forked threads may share it.
final class TraceRecorder implements Watcher {
  private final List<Trace.Entry> entries = new ArrayList<>();

  synchronized void add(Call call) {
    entries.add(Trace.Entry.of(call));
  }

  synchronized List<Trace.Entry> entries() {
    return List.copyOf(entries);
  }
}
