package io.github.candle4j.examples.ch07;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.OutputFile;
import io.github.candle4j.examples.common.Pictures;
import io.github.candle4j.examples.common.SeedTable;
import io.github.candle4j.examples.common.TrainingProgram;
import io.github.candle4j.examples.common.TrainingRun;
import io.github.candle4j.nn.Init;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// The command line of chapter 7's training.
@Command(
    name = "backprop",
    description = "Chapter 7: trains a small network with gradients that are found by hand.",
    showDefaultValues = true,
    sortOptions = false)
public final class BackpropCommand extends TrainingProgram {
  private static final int LINES = 10;
  private static final double LEARNED = 0.05;
  private static final double BOOK_BOUND = 0.1;
  private static final float[] QUESTIONS = {-4, -2, 0, 2, 4};

  @Option(
      names = "--way",
      defaultValue = "hand",
      paramLabel = "WAY",
      description = "How to find the gradients: ${COMPLETION-CANDIDATES}.")
  private Way way = Way.HAND;

  @Option(
      names = "--epochs",
      defaultValue = "50",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many times to go through all points.")
  private int epochs;

  @Option(
      names = "--hidden",
      defaultValue = "16",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "The number of hidden units.")
  private int hidden;

  @Option(
      names = "--lr",
      defaultValue = "0.002",
      paramLabel = "RATE",
      converter = OptionRange.Positive.class,
      description = "The learning rate.")
  private double learningRate;

  @Option(
      names = "--batch-size",
      defaultValue = "32",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many of the 1000 points make one step.")
  private int batchSize;

  @Option(
      names = "--adamw",
      showDefaultValue = Visibility.NEVER,
      description = "Makes the steps with AdamW instead of plain gradient descent.")
  private boolean adamW;

  @Option(
      names = "--book-init",
      showDefaultValue = Visibility.NEVER,
      description = "Starts with weights from -0.1 to 0.1, as the book does, instead of He's.")
  private boolean bookInit;

  @Option(
      names = "--zero-weights",
      showDefaultValue = Visibility.NEVER,
      description = "Starts with weights of 0.")
  private boolean zeroWeights;

  @Option(
      names = "--no-relu",
      showDefaultValue = Visibility.NEVER,
      description = "Leaves the ReLU out.")
  private boolean withoutRelu;

  @Option(
      names = "--with-replacement",
      showDefaultValue = Visibility.NEVER,
      description = "Draws the points of an epoch one by one, instead of shuffling them.")
  private boolean replacement;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "Trains with so many seeds, from --seed on, and prints the loss of each.")
  private @Nullable Integer seeds;

  @Option(
      names = "--plot",
      paramLabel = "FILE.png",
      description = "Draws the line and what the network makes of it before and after.")
  private @Nullable Path plot;

  @Override
  protected void run(PrintWriter out) {
    if (bookInit && zeroWeights) {
      throw new InputException("--book-init and --zero-weights: the weights can start only once");
    }
    OutputFile.check(plot, "the plot");
    if (seeds != null) {
      trainWithSeeds(seeds, out);
      return;
    }
    Training training = new Training(settings());
    out.printf(
        Locale.ROOT,
        "y = 2x + 1 from %d points; network 1 -> %d -> 1 %s ReLU, gradients by %s, seed %d%n%n",
        Training.POINTS,
        hidden,
        withoutRelu ? "without" : "with",
        way,
        seed());
    float[] before = predict(training, axis());
    train(training, out);
    report(training, out);
    if (plot != null) {
      draw(plot, before, predict(training, axis()));
      out.printf(Locale.ROOT, "%nThe picture is in %s%n", plot);
    }
  }

  private TrainingSettings settings() {
    Init init =
        zeroWeights
            ? Init.ZERO
            : bookInit ? new Init.Uniform(-BOOK_BOUND, BOOK_BOUND) : Init.DEFAULT_KAIMING_NORMAL;
    boolean relu = !withoutRelu;
    return new TrainingSettings(
        seed(), hidden, init, learningRate, batchSize, way.with(relu), relu, replacement, adamW);
  }

  private void train(Training training, PrintWriter out) {
    try (TrainingRun run = begin(epochs, "epochs", out, training::checkpoint)) {
      while (run.next()) {
        Training.Epoch epoch = training.epoch(run.step());
        run.done(epoch.loss());
        if (run.step() == 1 || run.isEvery(Math.max(1, epochs / LINES))) {
          run.println(
              "Epoch %4d  loss %8.4f  gradients %s%s",
              epoch.number(),
              epoch.loss(),
              norms(epoch.gradients()),
              replacement ? "  points seen " + epoch.seen() : "");
        }
      }
    }
  }

  // @start region="norms"
  /// The length of each gradient: is there one, is it too large?
  private static String norms(Weights gradients) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Weights.NAMES.size(); i++) {
      double norm = ByTensors.number(gradients.all().get(i).norm());
      text.append(String.format(Locale.ROOT, " %s %.3f", Weights.NAMES.get(i), norm));
    }
    return text.toString().strip();
  }

  // @end
  private static void report(Training training, PrintWriter out) {
    out.printf(Locale.ROOT, "%nMean squared error of all points: %.4f%n%n", training.loss());
    float[] answers = predict(training, QUESTIONS);
    for (int i = 0; i < QUESTIONS.length; i++) {
      out.printf(
          Locale.ROOT,
          "x = %4.1f  network %7.3f  line %5.1f%n",
          QUESTIONS[i],
          answers[i],
          LineData.line(QUESTIONS[i]));
    }
  }

  private void trainWithSeeds(int count, PrintWriter out) {
    AtomicInteger learned = new AtomicInteger();
    var _ =
        SeedTable.print(
            out,
            new SeedTable.Seeds(seed(), count),
            "loss",
            seed -> {
              Training training = new Training(settings().withSeed(seed));
              for (int number = 1; number <= epochs; number++) {
                var _ = training.epoch(number);
              }
              double loss = training.loss();
              learned.addAndGet(loss < LEARNED ? 1 : 0);
              return loss;
            });
    out.printf(Locale.ROOT, "%d of %d have a loss below %.2f%n", learned.get(), count, LEARNED);
  }

  private static float[] predict(Training training, float[] x) {
    Tensor column = Tensor.fromVec(x, Shape.of(x.length, 1), Device.CPU);
    return training.predict(column).flattenAll().toVec1F32();
  }

  private static float[] axis() {
    return Tensor.linspace(-5f, 5f, 101, Device.CPU).toVec1F32();
  }

  private static void draw(Path file, float[] before, float[] after) {
    double[] x = doubles(axis());
    double[] line = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      line[i] = LineData.line(x[i]);
    }
    Map<String, Pictures.Line> lines = new LinkedHashMap<>();
    lines.put("y = 2x + 1", new Pictures.Line(x, line));
    lines.put("network before the training", new Pictures.Line(x, doubles(before)));
    lines.put("network after it", new Pictures.Line(x, doubles(after)));
    Pictures.lines(file, new Pictures.Titles("A line, learned", "x", "y"), lines, false);
  }

  private static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }
}
