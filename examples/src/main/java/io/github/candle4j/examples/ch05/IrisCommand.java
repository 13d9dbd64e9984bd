package io.github.candle4j.examples.ch05;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Utils;
import io.github.candle4j.examples.InputException;
import io.github.candle4j.examples.OptionRange;
import io.github.candle4j.examples.ProgressPrinter;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command line of chapter 5.
@Command(
    name = "iris",
    description = "Chapter 5: trains a small network to tell three species of iris apart.",
    showDefaultValues = true,
    sortOptions = false)
public final class IrisCommand implements Callable<Integer> {
  private static final int EPOCHS_PER_LINE = 10;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "A CSV file with the columns sepal length, sepal width, petal length, petal width,"
              + " species; without it, the 150 flowers that come with the program.")
  private @Nullable Path data;

  @Option(
      names = "--seed",
      defaultValue = "42",
      paramLabel = "N",
      description = "Where the random numbers start; the same seed gives the same digits.")
  private long seed;

  @Option(
      names = "--epochs",
      defaultValue = "100",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many times to go through all flowers.")
  private int epochs;

  @Option(
      names = "--hidden",
      defaultValue = "32",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "The number of hidden units.")
  private int hidden;

  @Option(
      names = "--lr",
      defaultValue = "0.01",
      paramLabel = "RATE",
      converter = OptionRange.Positive.class,
      description = "The learning rate of AdamW.")
  private double learningRate;

  @Option(
      names = "--batch-size",
      defaultValue = "32",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many flowers make one step.")
  private int batchSize;

  @Option(
      names = "--no-relu",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Leaves the ReLU out: what can two layers do without it?")
  private boolean withoutRelu;

  @Option(
      names = "--plot",
      paramLabel = "FILE.png",
      description = "Draws loss and accuracy over the epochs into this file.")
  private @Nullable Path plot;

  @Option(
      names = "--save",
      paramLabel = "FILE.safetensors",
      description = "Saves the weights after the training.")
  private @Nullable Path save;

  @Option(
      names = "--load",
      paramLabel = "FILE.safetensors",
      description = "Takes the weights from this file and trains nothing; --hidden must fit.")
  private @Nullable Path load;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = OptionRange.Threads.class,
      description = "How many threads to use; the result does not depend on it.")
  private @Nullable Integer threads;

  @Override
  public Integer call() {
    if (threads != null) {
      Utils.setNumThreads(threads);
    }
    if (load != null && (save != null || plot != null)) {
      throw new InputException("--load trains nothing: there is nothing to --save or --plot");
    }
    if (plot != null) {
      checkFolder(plot, "the plot");
    }
    if (save != null) {
      checkFolder(save, "the weights");
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    IrisTable table = data == null ? IrisCsv.embedded() : IrisCsv.read(data);
    run(IrisData.of(table, Device.CPU).normalized(), new IrisReport(out));
    return 0;
  }

  private void run(IrisData flowers, IrisReport report) {
    TrainingSettings settings =
        new TrainingSettings(seed, epochs, hidden, learningRate, batchSize, !withoutRelu);
    report.opening(flowers, settings);
    Training training = new Training(settings, Device.CPU);
    if (load == null) {
      train(training, flowers, report);
    } else {
      training.weights().load(load);
      report.loaded(load);
    }
    report.result(training.model(), flowers);
    if (save != null) {
      training.weights().save(save);
      report.saved(save);
    }
  }

  private void train(Training training, IrisData flowers, IrisReport report) {
    List<Training.Epoch> history = new ArrayList<>();
    try (ProgressPrinter progress = ProgressPrinter.start("Training", epochs, report.out())) {
      training.train(
          flowers,
          epoch -> {
            history.add(epoch);
            progress.step();
            if (epoch.number() % EPOCHS_PER_LINE == 0 || epoch.number() == epochs) {
              progress.println(IrisReport.line(epoch));
            }
          });
    }
    if (plot != null) {
      TrainingPlot.write(history, plot);
      report.wrote(plot);
    }
  }

  /// Says so before the training, not after it.
  private static void checkFolder(Path file, String what) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
      throw new InputException(file + ": " + what + " cannot be written there");
    }
  }
}
