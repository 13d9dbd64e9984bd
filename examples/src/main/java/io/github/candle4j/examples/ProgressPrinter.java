package io.github.candle4j.examples;

import java.io.Console;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/// Prints lines while a long job runs, with a progress bar below them when a person watches: in an interactive terminal,
/// on the error stream. Elsewhere there are only the lines.
public final class ProgressPrinter implements AutoCloseable {
  private final PrintWriter out;
  private final @Nullable TerminalBar bar;

  private ProgressPrinter(PrintWriter out, @Nullable TerminalBar bar) {
    this.out = out;
    this.bar = bar;
  }

  /// Starts a job of so many steps.
  public static ProgressPrinter start(String job, int steps, PrintWriter out) {
    return new ProgressPrinter(out, isInteractive() ? TerminalBar.start(job, steps) : null);
  }

  /// Prints a line above the bar.
  public void println(String line) {
    if (bar == null) {
      out.println(line);
    } else {
      bar.aside(() -> out.println(line));
    }
  }

  /// One step is done.
  public void step() {
    if (bar != null) {
      bar.step();
    }
  }

  /// Takes the bar away.
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  @SuppressWarnings(
      "SystemConsoleNull") // It was never null in JDK 22 to 24, and may be again from 25 on.
  private static boolean isInteractive() {
    Console console = System.console();
    return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
  }
}
