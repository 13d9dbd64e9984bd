package io.github.candle4j.examples.ch09;

import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.OutputFile;
import io.github.candle4j.examples.common.SeedTable;
import io.github.candle4j.examples.common.TrainingProgram;
import io.github.candle4j.examples.common.TrainingRun;
import io.github.candle4j.nn.train.LearningRateFinder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// The command line of chapter 9.
@Command(
    name = "learning-rate",
    description = "Chapter 9: how the learning rate decides what a network learns.",
    showDefaultValues = true,
    sortOptions = false)
public final class RateCommand extends TrainingProgram {
  private static final int EPOCHS_PER_LINE = 10;

  @Option(
      names = "--epochs",
      defaultValue = "100",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many steps, each with all points.")
  private int epochs;

  @Option(
      names = "--lr",
      defaultValue = "0.05",
      paramLabel = "RATE",
      converter = OptionRange.Positive.class,
      description = "The learning rate of SGD, which the schedule changes.")
  private double learningRate;

  @Option(
      names = "--schedule",
      defaultValue = "constant",
      paramLabel = "NAME",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private ScheduleChoice schedule = ScheduleChoice.CONSTANT;

  @Option(
      names = "--raw",
      showDefaultValue = Visibility.NEVER,
      description = "Takes x as it is, from 0 to 9.9, like the draft of the book.")
  private boolean raw;

  @Option(
      names = "--find",
      showDefaultValue = Visibility.NEVER,
      description = "Looks for a rate first, and trains with it.")
  private boolean find;

  @Option(
      names = "--compare",
      showDefaultValue = Visibility.NEVER,
      description = "Prints the loss for each schedule, over --seeds seeds.")
  private boolean compare;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "Trains with so many seeds, from --seed on, and prints the loss of each.")
  private @Nullable Integer seeds;

  @Option(
      names = "--plot",
      paramLabel = "FILE.png",
      description = "Draws the losses of several rates over the epochs.")
  private @Nullable Path plot;

  @Option(names = "--plot-schedules", paramLabel = "FILE.png", description = "Draws the schedules.")
  private @Nullable Path plotSchedules;

  @Option(
      names = "--plot-finder",
      paramLabel = "FILE.png",
      description = "Draws the loss over the rates that --find tries.")
  private @Nullable Path plotFinder;

  @Override
  protected void run(PrintWriter out) {
    OutputFile.check(plot, "the plot");
    OutputFile.check(plotSchedules, "the schedules");
    OutputFile.check(plotFinder, "the finder's plot");
    if (plotFinder != null && !find) {
      throw new InputException("--plot-finder wants --find");
    }
    if (find && (compare || seeds != null)) {
      throw new InputException("--find is for one training: leave out --compare and --seeds");
    }
    RateTraining.Settings settings =
        new RateTraining.Settings(seed(), epochs, learningRate, schedule, raw);
    if (compare) {
      compare(settings, out);
    } else if (seeds != null) {
      SeedTable.print(
          out,
          new SeedTable.Seeds(seed(), seeds),
          "loss",
          seed -> RateTraining.loss(settings.withSeed(seed)));
    } else {
      train(find ? settings.withRate(found(settings, out)) : settings, out);
    }
    if (plot != null) {
      RatePictures.losses(plot, settings);
    }
    if (plotSchedules != null) {
      RatePictures.schedules(plotSchedules, epochs);
    }
  }

  private void compare(RateTraining.Settings settings, PrintWriter out) {
    int count = seeds == null ? 10 : seeds;
    out.printf(Locale.ROOT, "Median loss of %d seeds after %d epochs%n", count, epochs);
    for (ScheduleChoice choice : ScheduleChoice.values()) {
      double[] losses =
          LongStream.range(seed(), seed() + count)
              .mapToDouble(seed -> RateTraining.loss(settings.withSchedule(choice).withSeed(seed)))
              .sorted()
              .toArray();
      out.printf(Locale.ROOT, "%-12s %.4f%n", choice, losses[losses.length / 2]);
    }
  }

  private double found(RateTraining.Settings settings, PrintWriter out) {
    LearningRateFinder.Found found = new RateTraining(settings).find();
    if (plotFinder != null) {
      RatePictures.finder(plotFinder, found);
    }
    double rate =
        found
            .suggestion()
            .orElseThrow(() -> new InputException("the loss falls with no rate from 0.0001 to 10"));
    out.printf(
        Locale.ROOT,
        "Tried %d rates%s; the loss falls fastest at %.4f%n",
        found.points().size(),
        found.diverged() ? " until it diverged" : "",
        rate);
    out.println();
    return rate;
  }

  private void train(RateTraining.Settings settings, PrintWriter out) {
    RateTraining training = new RateTraining(settings);
    try (TrainingRun run = begin(epochs, "epochs", out, training::checkpoint)) {
      while (run.next()) {
        double loss = training.epoch(run.step());
        run.done(loss);
        if (run.isEvery(EPOCHS_PER_LINE)) {
          run.println("Epoch %3d  rate %.5f  loss %.4f", run.step(), training.rate(), loss);
        }
      }
    }
    out.println();
    for (int x : new int[] {0, 5, 10}) {
      out.printf(
          Locale.ROOT,
          "x = %2d  predicted %7.4f  on the line %2d%n",
          x,
          training.predict(x),
          2 * x + 1);
    }
  }
}
