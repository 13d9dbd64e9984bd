package io.github.candle4j.examples.ch05;

import io.github.candle4j.core.Device;
import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.OutputFile;
import io.github.candle4j.examples.common.SeedTable;
import io.github.candle4j.examples.common.TrainingProgram;
import io.github.candle4j.examples.common.TrainingRun;
import io.github.candle4j.nn.train.LossCurve;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of chapter 5.
@Command(
    name = "iris",
    description = "Chapter 5: trains a small network to tell three species of iris apart.",
    showDefaultValues = true,
    sortOptions = false)
public final class IrisCommand extends TrainingProgram {
  private static final int EPOCHS_PER_LINE = 10;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "A CSV file with the columns sepal length, sepal width, petal length, petal width,"
              + " species; without it, the 150 flowers that come with the program.")
  private @Nullable Path data;

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
      names = "--zero-weights",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Begins with zeros in the place of random weights.")
  private boolean zeroWeights;

  @Option(
      names = "--hold-out",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "Trains without so many flowers, drawn by the seed, and asks about them at the end.")
  private int holdOut;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "Trains with so many seeds, from --seed on, and prints the accuracy of each.")
  private @Nullable Integer seeds;

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

  @Override
  protected void run(PrintWriter out) {
    if (load != null && (save != null || plot != null)) {
      throw new InputException("--load trains nothing: there is nothing to --save or --plot");
    }
    OutputFile.check(plot, "the plot");
    OutputFile.check(save, "the weights");
    IrisTable table = data == null ? IrisCsv.embedded() : IrisCsv.read(data);
    IrisData flowers = IrisData.of(table, Device.CPU).normalized();
    TrainingSettings settings =
        new TrainingSettings(seed(), epochs, hidden, learningRate, batchSize, !withoutRelu);
    if (seeds != null) {
      printSeeds(seeds, settings, flowers, out);
      return;
    }
    IrisReport report = new IrisReport(out);
    report.opening(flowers, settings);
    Training training = new Training(settings, Device.CPU);
    IrisData.Parts parts = flowers.split(holdOut, seed());
    if (load == null) {
      train(training, parts.training(), report);
    } else {
      training.weights().load(load);
      report.loaded(load);
    }
    report.result(training.model(), flowers);
    if (holdOut > 0) {
      report.heldOut(training.model(), parts);
    }
    if (save != null) {
      training.weights().save(save);
      report.saved(save);
    }
  }

  private void printSeeds(int count, TrainingSettings settings, IrisData flowers, PrintWriter out) {
    boolean useless = zeroWeights || holdOut > 0 || plot != null || save != null || load != null;
    if (useless) {
      throw new InputException(
          "--seeds only prints accuracies:"
              + " leave --zero-weights, --hold-out, --plot, --save and --load out");
    }
    SeedTable.print(
        out,
        new SeedTable.Seeds(seed(), count),
        "accuracy",
        seed -> Training.accuracy(settings.withSeed(seed), flowers));
  }

  private void train(Training training, IrisData flowers, IrisReport report) {
    if (zeroWeights) {
      training.zeroWeights();
    }
    LossCurve curves = new LossCurve("Learning to tell irises apart", "epoch");
    try (TrainingRun run = begin(epochs, "epochs", report.out(), training::checkpoint)) {
      while (run.next()) {
        Training.Epoch epoch = training.epoch(run.step(), flowers);
        curves.add("loss (cross-entropy)", (double) epoch.number(), epoch.loss());
        curves.add("accuracy", (double) epoch.number(), epoch.accuracy());
        run.done(epoch.loss());
        if (run.isEvery(EPOCHS_PER_LINE)) {
          run.println("%s", IrisReport.line(epoch));
        }
      }
    }
    if (plot != null) {
      curves.write(plot);
      report.wrote(plot);
    }
  }
}
