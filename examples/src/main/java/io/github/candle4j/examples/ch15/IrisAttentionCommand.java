package io.github.candle4j.examples.ch15;

import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.OutputFile;
import io.github.candle4j.examples.common.Pictures;
import io.github.candle4j.examples.common.SeedTable;
import io.github.candle4j.examples.common.TrainingProgram;
import io.github.candle4j.examples.common.TrainingRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of flowers that look at each other.
@Command(
    name = "iris-attention",
    description = "Chapter 15: the flowers of a batch attend to each other and are told apart.",
    showDefaultValues = true,
    sortOptions = false)
public final class IrisAttentionCommand extends TrainingProgram {
  private static final int EPOCHS_PER_LINE = 20;
  private static final int SHOWN_OF_SPECIES = 10;

  @Option(
      names = "--epochs",
      defaultValue = "100",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many times to go through all flowers.")
  private int epochs;

  @Option(names = "--scale", description = "Divides the scores by the root of the size.")
  private boolean scaled;

  @Option(
      names = "--cut-gradient",
      description = "Ends the gradient at the layer norm: only what comes after it learns.")
  private boolean cut;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "Trains with so many seeds, from --seed on, and prints the accuracy of each.")
  private @Nullable Integer seeds;

  @Option(
      names = "--picture",
      paramLabel = "FILE.png",
      description = "Draws how much flowers take from each other into this file.")
  private @Nullable Path picture;

  @Override
  protected void run(PrintWriter out) {
    OutputFile.check(picture, "the picture");
    var settings = new IrisAttentionTraining.Settings(seed(), epochs, scaled, cut);
    if (seeds != null) {
      SeedTable.print(
          out,
          new SeedTable.Seeds(seed(), seeds),
          "accuracy",
          seed -> IrisAttentionTraining.accuracyAfterTraining(settings.withSeed(seed)));
      return;
    }
    IrisAttentionTraining training = new IrisAttentionTraining(settings);
    try (TrainingRun run = begin(epochs, "epochs", out, training::checkpoint)) {
      while (run.next()) {
        double loss = training.epoch(run.step());
        run.done(loss);
        if (run.isEvery(EPOCHS_PER_LINE)) {
          run.println("Epoch %3d  loss %.4f", run.step(), loss);
        }
      }
    }
    for (int size : List.of(1, 2, IrisAttentionTraining.BATCH, training.data().size())) {
      out.printf(Locale.ROOT, "Accuracy in batches of %3d: %.4f%n", size, training.accuracy(size));
    }
    if (picture != null) {
      draw(training, picture);
      out.println("The weights are drawn in " + picture);
    }
  }

  /// The first flowers of each species.
  private static void draw(IrisAttentionTraining training, Path file) {
    int[] ids =
        IntStream.range(0, 3)
            .flatMap(s -> IntStream.range(s * 50, s * 50 + SHOWN_OF_SPECIES))
            .toArray();
    Tensor x = training.data().features();
    Tensor flowers = x.indexSelect(Tensor.of(ids, x.device()), 0); // [30, 4]
    float[][] weights = training.model().attention().weights(flowers).toVec2F32();
    List<String> names =
        IntStream.range(0, ids.length)
            .mapToObj(
                i -> List.of("se", "ve", "vi").get(i / SHOWN_OF_SPECIES) + i % SHOWN_OF_SPECIES)
            .toList();
    Pictures.heatMap(
        file,
        new Pictures.Titles("setosa, versicolor, virginica: who takes from whom", "from", "flower"),
        new Pictures.Grid(names, names, weights));
  }
}
