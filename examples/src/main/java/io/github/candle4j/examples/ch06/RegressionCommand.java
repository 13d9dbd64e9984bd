package io.github.candle4j.examples.ch06;

import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.OutputFile;
import io.github.candle4j.examples.common.SeedTable;
import io.github.candle4j.examples.common.TrainingProgram;
import io.github.candle4j.examples.common.TrainingRun;
import io.github.candle4j.nn.train.LossCurve;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of chapter 6, a line through points.
@Command(
    name = "regression",
    description = "Chapter 6: puts a line through points near y = 2x + 1.",
    showDefaultValues = true,
    sortOptions = false)
public final class RegressionCommand extends TrainingProgram {
  private static final int EPOCHS_PER_LINE = 20;

  @Option(
      names = "--epochs",
      defaultValue = "200",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many steps, each with all points.")
  private int epochs;

  @Option(
      names = "--optimizer",
      defaultValue = "adamw",
      paramLabel = "NAME",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private OptimizerChoice optimizer = OptimizerChoice.ADAMW;

  @Option(
      names = "--lr",
      defaultValue = "0.3",
      paramLabel = "RATE",
      converter = OptionRange.Positive.class,
      description = "The learning rate.")
  private double learningRate;

  @Option(
      names = "--decay",
      paramLabel = "K",
      converter = OptionRange.Positive.class,
      description = "Makes the rate smaller from epoch to epoch: rate / (1 + K epoch).")
  private @Nullable Double decay;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      converter = OptionRange.Positive.class,
      description = "Makes gradients with a larger norm as short as that.")
  private @Nullable Double clip;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "Trains with so many seeds and prints what each predicts at x = 10.")
  private @Nullable Integer seeds;

  @Option(
      names = "--plot",
      paramLabel = "FILE.png",
      description = "Draws the loss over the epochs into this file.")
  private @Nullable Path plot;

  @Override
  protected void run(PrintWriter out) {
    OutputFile.check(plot, "the plot");
    if (seeds != null && plot != null) {
      throw new InputException("--seeds prints results only: leave out --plot");
    }
    Regression.Settings settings =
        new Regression.Settings(
            seed(),
            epochs,
            optimizer,
            learningRate,
            decay == null ? 0 : decay,
            clip == null ? Double.POSITIVE_INFINITY : clip);
    if (seeds != null) {
      SeedTable.print(
          out,
          new SeedTable.Seeds(seed(), seeds),
          "y at x = 10:",
          seed -> Regression.trained(settings.withSeed(seed)).predict(10));
      return;
    }
    Regression regression = new Regression(settings);
    train(regression, out);
    result(regression, out);
  }

  private void train(Regression regression, PrintWriter out) {
    LossCurve curve = new LossCurve("A line through points", "epoch");
    try (TrainingRun run = begin(epochs, "epochs", out, regression::checkpoint)) {
      while (run.next()) {
        double loss = regression.epoch(run.step());
        curve.add("loss (mean squared error)", (double) run.step(), loss);
        run.done(loss);
        if (run.isEvery(EPOCHS_PER_LINE)) {
          run.println("Epoch %3d  loss %.4f", run.step(), loss);
        }
      }
    }
    if (plot != null) {
      curve.write(plot);
    }
  }

  private static void result(Regression regression, PrintWriter out) {
    out.println();
    out.printf(Locale.ROOT, "y = %.4f x + %.4f%n", regression.weight(), regression.bias());
    for (int x : new int[] {0, 5, 10}) {
      out.printf(
          Locale.ROOT,
          "x = %2d  predicted %7.4f  on the line %2d%n",
          x,
          regression.predict(x),
          2 * x + 1);
    }
  }
}
