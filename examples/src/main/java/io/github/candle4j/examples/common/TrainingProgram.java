package io.github.candle4j.examples.common;

import io.github.candle4j.nn.train.Checkpoint;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A program that trains: it shows how far it is, may be stopped with Ctrl-C, and goes on where it was.
public abstract class TrainingProgram extends Program {
  @Option(
      names = "--checkpoint",
      paramLabel = "FOLDER",
      description =
          "Saves all that the training consists of into this folder, and goes on from what is"
              + " there. Without it, Ctrl-C makes a folder with a new name and tells it.")
  private @Nullable Path checkpoint;

  /// Begins a training of so many steps, or goes on with one. What a step is, is up to the program: an epoch of few
  /// milliseconds, or one batch.
  ///
  /// @param unit what the steps are, such as `epochs`
  /// @param parts tells a checkpoint what the training consists of: its variables, the optimizer, the place in the data
  protected final TrainingRun begin(
      long steps, String unit, PrintWriter out, UnaryOperator<Checkpoint> parts) {
    TrainingRun.Place place =
        checkpoint != null
            ? new TrainingRun.Place(checkpoint, true)
            : new TrainingRun.Place(Path.of(name() + "-" + now()), false);
    return new TrainingRun(new TrainingRun.Job(name(), steps, unit), place, parts, out);
  }

  private static String now() {
    return LocalDateTime.now(ZoneId.systemDefault())
        .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT));
  }
}
