package io.github.candle4j.core;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/// The trace of a whole program, line by line, with a table at its end.
final class TraceLog implements Watcher {
  private static final String PROPERTY = "candle.trace";
  private static final String LOGGER = "io.github.candle4j.trace";

  private final TraceTotals totals = new TraceTotals();

  private TraceLog() {}

  /// The log that the system property asks for.
  static @Nullable TraceLog ofProgram() {
    if (WatchProperty.value(PROPERTY, List.of()).equals("false")) {
      return null;
    }
    TraceLog log = new TraceLog();
    Runtime.getRuntime().addShutdownHook(new Thread(log::end, "candle-trace"));
    return log;
  }

  // Threads share this; their lines come whole.
  synchronized void add(Call call) {
    Trace.Entry entry = Trace.Entry.of(call);
    totals.add(entry);
    print(entry.toString());
  }

  private synchronized void end() {
    print("all operations\n" + totals);
  }

  private static void print(String text) {
    if (LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory) {
      // Without an slf4j provider a logged line would be lost.
      System.err.println(text);
    } else {
      Logger log = LoggerFactory.getLogger(LOGGER);
      log.info(text);
    }
  }
}
