package io.github.candle4j.nn.train;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/// A bar on the last line of a terminal, taken away at the end and on Ctrl-C. A class of its own, so that the classes of the bar are
/// loaded only where one is shown.
final class TerminalBar implements AutoCloseable {
  private static final int UPDATE_MILLIS = 100;
  private static final int COLUMNS = 100;

  private final Line line;
  private final ProgressBar bar;
  private final Thread onInterrupt;

  private TerminalBar(String job, long total, PrintStream terminal) {
    line = new Line(terminal);
    onInterrupt = new Thread(line::close, "clear-progress");
    boolean unicode = terminal.charset().equals(StandardCharsets.UTF_8);
    bar =
        new ProgressBarBuilder()
            .setTaskName(job)
            .setInitialMax(total)
            .setStyle(unicode ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .setConsumer(line)
            .build();
  }

  static TerminalBar start(String job, long total, PrintStream terminal) {
    TerminalBar bar = new TerminalBar(job, total, terminal);
    Runtime.getRuntime().addShutdownHook(bar.onInterrupt);
    return bar;
  }

  void stepTo(long done, String message) {
    bar.setExtraMessage(message);
    bar.stepTo(done);
  }

  /// Prints something else in the place of the bar, which comes back below it.
  void aside(Runnable print) {
    line.aside(print);
  }

  @Override
  public void close() {
    bar.close();
    line.close();
    try {
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
    } catch (IllegalStateException _) {
      // The JVM is going down: the hook does what this would.
    }
  }

  /// The line that the bar is drawn on, over and over, by a thread of its own.
  private static final class Line implements ProgressBarConsumer {
    private static final String CLEAR = "\r\033[K";

    private final PrintStream terminal;
    private boolean closed;

    Line(PrintStream terminal) {
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
        closed = true;
        clear();
      }
    }
  }
}
