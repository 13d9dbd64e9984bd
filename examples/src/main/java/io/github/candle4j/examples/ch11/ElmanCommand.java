package io.github.candle4j.examples.ch11;

import io.github.candle4j.examples.common.Decimals;
import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.OutputFile;
import io.github.candle4j.examples.common.SeedTable;
import io.github.candle4j.examples.common.TrainingProgram;
import io.github.candle4j.examples.common.TrainingRun;
import io.github.candle4j.nn.train.LossCurve;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// The command line of chapter 11.
@Command(
    name = "elman",
    description = "Chapter 11: an Elman network learns the next number of a sequence.",
    showDefaultValues = true,
    sortOptions = false)
public final class ElmanCommand extends TrainingProgram {
  private static final int EPOCHS_PER_LINE = 100;

  @Option(
      names = "--epochs",
      defaultValue = "1000",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many times to go through the sequence.")
  private int epochs;

  @Option(
      names = "--lr",
      defaultValue = "0.01",
      paramLabel = "RATE",
      converter = OptionRange.Positive.class,
      description = "The learning rate of SGD.")
  private double learningRate;

  @Option(
      names = "--hidden",
      defaultValue = "10",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "The number of hidden units.")
  private int hidden;

  @Option(
      names = "--sequence",
      split = ",",
      defaultValue = "1,2,3,4,5,6,7,8",
      paramLabel = "NUMBER",
      description = "The numbers, with commas.")
  private double[] sequence = {};

  @Option(
      names = "--no-context",
      showDefaultValue = Visibility.NEVER,
      description = "Remembers nothing from step to step.")
  private boolean withoutContext;

  @Option(
      names = "--library",
      showDefaultValue = Visibility.NEVER,
      description = "Takes the library's layer instead of the one by hand.")
  private boolean library;

  @Option(
      names = "--whole",
      showDefaultValue = Visibility.NEVER,
      description = "Takes the library's layer and goes back through the whole sequence.")
  private boolean whole;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "Trains with so many seeds, from --seed on, and prints the loss of each.")
  private @Nullable Integer seeds;

  @Option(
      names = "--plot",
      paramLabel = "FILE.png",
      description = "Draws the loss over the epochs into this file.")
  private @Nullable Path plot;

  @Override
  protected void run(PrintWriter out) {
    OutputFile.check(plot, "the plot");
    NumberSequence.check(sequence);
    if (seeds != null && plot != null) {
      throw new InputException("--seeds prints losses only: leave out --plot");
    }
    ElmanTraining.Settings settings =
        new ElmanTraining.Settings(seed(), hidden, learningRate, mode(), sequence);
    if (seeds != null) {
      SeedTable.print(
          out,
          new SeedTable.Seeds(seed(), seeds),
          "loss",
          seed -> ElmanTraining.loss(settings.withSeed(seed), epochs));
      return;
    }
    workedExample(out);
    ElmanTraining training = new ElmanTraining(settings);
    train(training, out);
    predictions(training.predictions(), out);
  }

  private ElmanTraining.Mode mode() {
    if ((withoutContext && (library || whole)) || (library && whole)) {
      throw new InputException("choose one of --no-context, --library and --whole");
    }
    return withoutContext
        ? ElmanTraining.Mode.WITHOUT_CONTEXT
        : library
            ? ElmanTraining.Mode.LIBRARY
            : whole ? ElmanTraining.Mode.WHOLE : ElmanTraining.Mode.BY_HAND;
  }

  private static void workedExample(PrintWriter out) {
    out.println("One step on paper");
    out.println("W x + U h     " + row(WorkedExample.sums().toVec2F32()[0]));
    out.println("tanh of that  " + row(WorkedExample.byHand().toVec2F32()[0]));
    out.println("library       " + row(WorkedExample.byLibrary().toVec2F32()[0]));
    out.println();
  }

  private static String row(float[] values) {
    StringBuilder text = new StringBuilder();
    for (float value : values) {
      text.append(String.format(Locale.ROOT, " %8.5f", Math.abs(value) < 1e-6 ? 0 : value));
    }
    return text.toString();
  }

  private void train(ElmanTraining training, PrintWriter out) {
    LossCurve curve = new LossCurve("The next number", "epoch");
    try (TrainingRun run = begin(epochs, "epochs", out, training::checkpoint)) {
      while (run.next()) {
        double loss = training.epoch();
        curve.add("loss (mean squared error)", (double) run.step(), loss);
        run.done(loss);
        if (run.step() == 1 || run.isEvery(EPOCHS_PER_LINE)) {
          run.println("Epoch %4d  loss %.6f", run.step(), loss);
        }
      }
    }
    if (plot != null) {
      curve.write(plot);
    }
  }

  private void predictions(List<Double> predictions, PrintWriter out) {
    out.println();
    for (int i = 0; i < sequence.length; i++) {
      String wanted = NumberSequence.wanted(sequence, i);
      out.printf(
          Locale.ROOT,
          "after %s: %.4f  %s%n",
          Decimals.plain(sequence[i]),
          predictions.get(i),
          wanted);
    }
  }
}
