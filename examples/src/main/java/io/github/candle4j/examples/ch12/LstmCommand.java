package io.github.candle4j.examples.ch12;

import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.ch11.NumberSequence;
import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.OutputFile;
import io.github.candle4j.examples.common.Pictures;
import io.github.candle4j.examples.common.SeedTable;
import io.github.candle4j.examples.common.TrainingProgram;
import io.github.candle4j.examples.common.TrainingRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// The command line of chapter 12.
@Command(
    name = "lstm",
    description = "Chapter 12: an LSTM of four gates learns the next number of a sequence.",
    showDefaultValues = true,
    sortOptions = false)
public final class LstmCommand extends TrainingProgram {
  private static final int EPOCHS_PER_LINE = 200;

  @Option(
      names = "--epochs",
      defaultValue = "2000",
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
      defaultValue = "20",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many numbers the cell remembers.")
  private int hidden;

  @Option(
      names = "--sequence",
      split = ",",
      defaultValue = "1,2,3,4,5,6,7,8",
      paramLabel = "NUMBER",
      description = "The numbers, with commas.")
  private double[] sequence = {};

  @Option(
      names = "--mode",
      defaultValue = "by_hand",
      paramLabel = "MODE",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private LstmTraining.Mode mode = LstmTraining.Mode.BY_HAND;

  @Option(
      names = "--gates",
      showDefaultValue = Visibility.NEVER,
      description = "Prints the mean of each gate at each step.")
  private boolean gates;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "Trains with so many seeds, from --seed on, and prints the loss of each.")
  private @Nullable Integer seeds;

  @Option(
      names = "--plot",
      paramLabel = "FILE.png",
      description = "Draws the means of the gates over the steps into this file.")
  private @Nullable Path plot;

  @Override
  protected void run(PrintWriter out) {
    OutputFile.check(plot, "the plot");
    NumberSequence.check(sequence);
    if ((gates || plot != null) && mode != LstmTraining.Mode.BY_HAND) {
      throw new InputException("--gates and --plot show the gates that are made by_hand");
    }
    if (seeds != null && (gates || plot != null)) {
      throw new InputException("--seeds prints losses only: leave out --gates and --plot");
    }
    LstmTraining.Settings settings =
        new LstmTraining.Settings(seed(), hidden, learningRate, mode, sequence);
    if (seeds != null) {
      SeedTable.print(
          out,
          new SeedTable.Seeds(seed(), seeds),
          "loss",
          seed -> LstmTraining.loss(settings.withSeed(seed), epochs));
      return;
    }
    LstmTraining training = new LstmTraining(settings);
    train(training, out);
    predictions(training.predictions(1), out);
    if (gates) {
      printGates(training.gates(), out);
    }
    if (plot != null) {
      Pictures.lines(
          plot,
          new Pictures.Titles("What the gates say", "step", "mean of all units"),
          curves(training.gates()),
          false);
    }
  }

  private void train(LstmTraining training, PrintWriter out) {
    try (TrainingRun run = begin(epochs, "epochs", out, training::checkpoint)) {
      while (run.next()) {
        double loss = training.epoch();
        run.done(loss);
        if (run.step() == 1 || run.isEvery(EPOCHS_PER_LINE)) {
          run.println("Epoch %4d  loss %.6f", run.step(), loss);
        }
      }
    }
  }

  private void predictions(List<Double> predictions, PrintWriter out) {
    out.println();
    for (int i = 0; i < predictions.size(); i++) {
      double x = i < sequence.length ? sequence[i] : predictions.get(i - 1);
      String wanted = NumberSequence.wanted(sequence, i);
      out.printf(Locale.ROOT, "after %.4f: %.4f  %s%n", x, predictions.get(i), wanted);
    }
  }

  private void printGates(List<GatesByHand.Gates> all, PrintWriter out) {
    out.println();
    out.println("Means of all units");
    out.println("number  forget  input   value   output");
    for (int i = 0; i < all.size(); i++) {
      GatesByHand.Gates step = all.get(i);
      out.printf(
          Locale.ROOT,
          "%6.0f  %6.4f  %6.4f  %7.4f  %6.4f%n",
          sequence[i],
          mean(step.forget()),
          mean(step.input()),
          mean(step.value()),
          mean(step.output()));
    }
  }

  private static Map<String, Pictures.Line> curves(List<GatesByHand.Gates> all) {
    Map<String, Pictures.Line> lines = new LinkedHashMap<>();
    lines.put("forget", curve(all, GatesByHand.Gates::forget));
    lines.put("input", curve(all, GatesByHand.Gates::input));
    lines.put("value", curve(all, GatesByHand.Gates::value));
    lines.put("output", curve(all, GatesByHand.Gates::output));
    return lines;
  }

  private static Pictures.Line curve(
      List<GatesByHand.Gates> all, Function<GatesByHand.Gates, Tensor> gate) {
    return new Pictures.Line(
        IntStream.rangeClosed(1, all.size()).asDoubleStream().toArray(),
        all.stream().mapToDouble(step -> mean(gate.apply(step))).toArray());
  }

  private static double mean(Tensor gate) {
    return gate.meanAll().toScalarF32();
  }
}
