package io.github.candle4j.examples.ch10;

import io.github.candle4j.core.Tensor;
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
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of the digits.
@Command(
    name = "mnist",
    description = "Chapter 10: a convolutional network learns to read handwritten digits.",
    showDefaultValues = true,
    sortOptions = false)
public final class MnistCommand extends TrainingProgram {
  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description =
          "The folder with the files of MNIST, or with the two of its test images only: then one"
              + " half of them is to train with. Without it, the files are downloaded.")
  private @Nullable Path data;

  @Option(
      names = "--images",
      defaultValue = "5000",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "Trains with the first N images.")
  private int images;

  @Option(
      names = "--epochs",
      defaultValue = "10",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many times to go through all images.")
  private int epochs;

  @Option(
      names = "--lr",
      defaultValue = "0.001",
      paramLabel = "RATE",
      converter = OptionRange.Positive.class,
      description = "The learning rate of AdamW.")
  private double learningRate;

  @Option(
      names = "--batch-size",
      defaultValue = "64",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many images make one step.")
  private int batchSize;

  @Option(
      names = "--model",
      defaultValue = "CNN",
      paramLabel = "MODEL",
      description = "What reads: ${COMPLETION-CANDIDATES}.")
  private MnistTraining.Kind kind = MnistTraining.Kind.CNN;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description =
          "Trains with so many seeds, from --seed on, and prints the test accuracy of each.")
  private @Nullable Integer seeds;

  @Option(
      names = "--plot",
      paramLabel = "FILE.png",
      description = "Draws loss and accuracy over the epochs into this file.")
  private @Nullable Path plot;

  @Option(
      names = "--confusion",
      paramLabel = "FILE.png",
      description = "Draws which digits are taken for which into this file.")
  private @Nullable Path confusion;

  @Option(
      names = "--wrong",
      paramLabel = "FILE.png",
      description = "Draws images that are read wrong into this file.")
  private @Nullable Path wrong;

  @Option(
      names = "--filters",
      paramLabel = "FILE.png",
      description = "Draws the filters of the first layer into this file.")
  private @Nullable Path filters;

  @Option(
      names = "--maps",
      paramLabel = "FILE.png",
      description = "Draws a test image and what the first layer makes of it into this file.")
  private @Nullable Path maps;

  @Override
  protected void run(PrintWriter out) {
    Stream.of(plot, confusion, wrong, filters, maps)
        .forEach(file -> OutputFile.check(file, "the picture"));
    if (kind != MnistTraining.Kind.CNN && (filters != null || maps != null)) {
      throw new InputException("--filters and --maps draw the layers of --model CNN only");
    }
    boolean pictures = Stream.of(plot, confusion, wrong, filters, maps).anyMatch(Objects::nonNull);
    if (seeds != null && pictures) {
      throw new InputException("--seeds only prints accuracies: leave the pictures out");
    }
    Digits digits = Digits.load(data, images);
    if (seeds != null) {
      SeedTable.print(
          out,
          new SeedTable.Seeds(seed(), seeds),
          "accuracy",
          seed -> new MnistTraining(settings(seed), digits).testAccuracy(digits, epochs));
      return;
    }
    MnistTraining training = new MnistTraining(settings(seed()), digits);
    out.printf(
        Locale.ROOT,
        "%s with %,d parameters, %d images to train with, %d to test with%n",
        kind,
        training.parameters(),
        digits.train().dim(0),
        digits.test().dim(0));
    train(training, out);
    Tensor predictions = training.scores(digits.test()).argmax(1); // [test images]
    MnistReport report = new MnistReport(out);
    report.result(digits, predictions);
    report.samples(digits, training);
    draw(training, digits, predictions);
  }

  private MnistTraining.Settings settings(long seed) {
    return new MnistTraining.Settings(seed, kind, learningRate, batchSize);
  }

  private void train(MnistTraining training, PrintWriter out) {
    LossCurve curves = new LossCurve("Learning to read digits", "epoch");
    try (TrainingRun run = begin(epochs, "epochs", out, training::checkpoint)) {
      while (run.next()) {
        MnistTraining.Epoch epoch = training.epoch();
        curves.add("loss (cross-entropy)", (double) run.step(), epoch.loss());
        curves.add("accuracy", (double) run.step(), epoch.accuracy());
        run.done(epoch.loss());
        run.println(
            "Epoch %2d  loss %.4f  accuracy %.4f", run.step(), epoch.loss(), epoch.accuracy());
      }
    }
    if (plot != null) {
      curves.write(plot);
    }
  }

  private void draw(MnistTraining training, Digits digits, Tensor predictions) {
    if (confusion != null) {
      MnistPictures.confusion(confusion, digits, predictions);
    }
    if (wrong != null) {
      MnistPictures.wrong(wrong, digits, predictions);
    }
    if (training.model() instanceof DigitReader reader) {
      if (filters != null) {
        MnistPictures.filters(filters, reader);
      }
      if (maps != null) {
        MnistPictures.maps(maps, reader, digits.test().get(0));
      }
    }
  }
}
