package io.github.candle4j.examples.common;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Utils;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// A program of a chapter, with the options that all of them have.
public abstract class Program implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--seed",
      defaultValue = "42",
      paramLabel = "N",
      description = "Where the random numbers start; the same seed gives the same digits.")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = OptionRange.Threads.class,
      description = "How many threads to use; the result does not depend on it.")
  private @Nullable Integer threads;

  /// Does what the chapter shows, and prints it.
  protected abstract void run(PrintWriter out);

  /// Sets the number of threads, seeds the random numbers of tensors, and runs.
  @Override
  public final Integer call() {
    if (threads != null) {
      Utils.setNumThreads(threads);
    }
    Device.CPU.setSeed(seed);
    run(Objects.requireNonNull(spec).commandLine().getOut());
    return 0;
  }

  /// Where the random numbers start, for those that are not made by tensors.
  protected final long seed() {
    return seed;
  }

  /// The word that runs this program.
  protected final String name() {
    return Objects.requireNonNull(spec).name();
  }
}
