package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.nn.optional.Optionals;
import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Shows on the error stream how far a job is, with the latest loss and the samples (or steps, or epochs) per second: as a bar where a person watches a
/// terminal and the library `me.tongfei:progressbar` is among the dependencies of the program, else as a line every ten seconds.
///
/// {@snippet :
/// try (Progress progress = Progress.start("epoch 1", loader.size())) {
///   for (Example batch : loader) {
///     progress.step(batch.target().dim(0), trainOn(batch));
///   }
/// }
/// }
public final class Progress implements AutoCloseable {
  private static final long NANOS = 1_000_000_000L;
  private static final long LINE_EVERY = 10 * NANOS;
  private static final double PERCENT = 100;

  /// Rates below are shown with a decimal.
  private static final double FEW = 10;

  private final Job job;
  private final PrintStream out;
  private final LongSupplier nanos;
  private final @Nullable TerminalBar bar;
  private final long start;
  private long nextLine;
  private long done;
  private double loss = Double.NaN;

  /// A job of so many units.
  private record Job(String name, long total, String unit) {
    Job {
      if (total < 0) {
        throw new CandleException(
            Kind.ARGUMENT,
            "progress",
            "progress: the number of " + unit + " must be 0 or more, got " + total);
      }
    }
  }

  private Progress(Job job, PrintStream out, LongSupplier nanos) {
    this.job = job;
    this.out = out;
    this.nanos = nanos;
    bar = showsBar(out) ? TerminalBar.start(job.name(), job.total(), out) : null;
    start = nanos.getAsLong();
    nextLine = LINE_EVERY;
  }

  /// Begins a job of so many samples.
  ///
  /// @throws CandleException if the number is negative
  public static Progress start(String job, long samples) {
    return start(job, samples, System.err, System::nanoTime);
  }

  /// Begins a job of so many units that are not samples, such as `epochs`.
  ///
  /// @throws CandleException if the number is negative
  public static Progress start(String job, long total, String unit) {
    return new Progress(new Job(job, total, unit), System.err, System::nanoTime);
  }

  static Progress start(String job, long samples, PrintStream out, LongSupplier nanos) {
    return new Progress(new Job(job, samples, "samples"), out, nanos);
  }

  /// So many more are done, with this loss.
  public void step(long samples, double latestLoss) {
    loss = latestLoss;
    step(samples);
  }

  /// So many more are done.
  public void step(long samples) {
    done += samples;
    if (bar != null) {
      bar.stepTo(done, extra());
    } else if (nanos.getAsLong() - start >= nextLine) {
      out.println(this);
      nextLine = nanos.getAsLong() - start + LINE_EVERY;
    }
  }

  /// Samples, or other units, per second since the start.
  public double samplesPerSecond() {
    double seconds = (double) (nanos.getAsLong() - start) / NANOS;
    return seconds > 0 ? done / seconds : 0;
  }

  /// Prints something else, lines of a log say, in the place of the bar, which comes back below it.
  public void aside(Runnable print) {
    if (bar == null) {
      print.run();
    } else {
      bar.aside(print);
    }
  }

  private String extra() {
    double rate = samplesPerSecond();
    String format = rate > 0 && rate < FEW ? "%.1f %s/s" : "%.0f %s/s";
    String text = String.format(Locale.ROOT, format, rate, job.unit());
    return Double.isNaN(loss) ? text : String.format(Locale.ROOT, "loss %.4f, ", loss) + text;
  }

  /// `epoch 1: 640 of 5000 (12 %), loss 0.3512, 1520 samples/s`
  @Override
  public String toString() {
    long percent = job.total() == 0 ? 100 : (long) (PERCENT * done / job.total());
    return job.name() + ": " + done + " of " + job.total() + " (" + percent + " %), " + extra();
  }

  /// Takes the bar away, and prints a last line if there was no bar and a line before.
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    } else if (nextLine > LINE_EVERY) {
      out.println(this);
    }
  }

  @SuppressWarnings("SystemConsoleNull") // It was never null in JDK 22 to 24, and may be again.
  private static boolean showsBar(PrintStream out) {
    Console console = System.console();
    return out.equals(System.err)
        && console != null
        && console.isTerminal()
        && !"dumb".equals(System.getenv("TERM"))
        && Optionals.isThere("me.tongfei.progressbar.ProgressBar");
  }
}
