package io.github.candle4j.examples;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/// A progress bar on the last line of a terminal, taken away at the end and on Ctrl-C. A class of its own, so that the
/// classes of the bar are loaded only where one is shown.
final class TerminalBar implements AutoCloseable {
  private static final int UPDATE_MILLIS = 50;

  private final LastLine line = new LastLine(System.err);
  private final ProgressBar bar;
  private final Thread onInterrupt = new Thread(line::close, "clear-progress");

  private TerminalBar(String job, int steps) {
    boolean unicode = System.err.charset().equals(StandardCharsets.UTF_8);
    bar =
        new ProgressBarBuilder()
            .setTaskName(job)
            .setInitialMax(steps)
            .setStyle(unicode ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .setConsumer(line)
            .build();
  }

  static TerminalBar start(String job, int steps) {
    TerminalBar bar = new TerminalBar(job, steps);
    Runtime.getRuntime().addShutdownHook(bar.onInterrupt);
    return bar;
  }

  void step() {
    bar.step();
  }

  /// Prints something else in the place of the bar, which comes back below it.
  void aside(Runnable print) {
    line.aside(print);
  }

  @Override
  public void close() {
    bar.close();
    try {
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
    } catch (IllegalStateException e) {
      // The JVM is going down: the hook clears the line.
      line.close();
    }
  }

  /// The line that the bar is drawn on, over and over. The bar is drawn by a thread of its own, hence the locks.
  private static final class LastLine implements ProgressBarConsumer {
    private static final int COLUMNS = 72;
    private static final String CLEAR = "\r\033[K";

    private final PrintStream terminal;
    private boolean closed;

    LastLine(PrintStream terminal) {
      this.terminal = terminal;
    }

    @Override
    public int getMaxRenderedLength() {
      return COLUMNS;
    }

    @Override
    public synchronized void accept(String text) {
      if (!closed) {
        terminal.print("\r" + text);
        terminal.flush();
      }
    }

    synchronized void aside(Runnable print) {
      clear();
      print.run();
    }

    @Override
    public synchronized void clear() {
      terminal.print(CLEAR);
      terminal.flush();
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        clear();
        closed = true;
      }
    }
  }
}
