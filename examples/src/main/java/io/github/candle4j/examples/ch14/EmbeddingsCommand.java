package io.github.candle4j.examples.ch14;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.OutputFile;
import io.github.candle4j.examples.common.Pictures;
import io.github.candle4j.examples.common.SeedTable;
import io.github.candle4j.examples.common.TrainingProgram;
import io.github.candle4j.examples.common.TrainingRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of words that become vectors.
@Command(
    name = "embeddings",
    description = "Chapter 14: learns vectors of words from the words near them.",
    showDefaultValues = true,
    sortOptions = false)
public final class EmbeddingsCommand extends TrainingProgram {
  private static final int EPOCHS_PER_LINE = 10;
  private static final int NEIGHBOURS = 4;
  private static final List<String> ASKED = List.of("paris", "france", "cat", "bread", "king");

  @Option(
      names = "--epochs",
      defaultValue = "30",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How many times to go through all pairs of neighbours.")
  private int epochs;

  @Option(
      names = "--size",
      defaultValue = "16",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "The size of a vector.")
  private int size;

  @Option(
      names = "--window",
      defaultValue = "5",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "How far a neighbour may be from a word.")
  private int window;

  @Option(
      names = "--lr",
      defaultValue = "0.03",
      paramLabel = "RATE",
      converter = OptionRange.Positive.class,
      description = "The learning rate of AdamW.")
  private double learningRate;

  @Option(names = "--tied", description = "One table for words and for words as neighbours.")
  private boolean tied;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "Trains with so many seeds and prints the share of right capitals of each.")
  private @Nullable Integer seeds;

  @Option(
      names = "--picture",
      paramLabel = "FILE.png",
      description = "Draws the words on a plane into this file.")
  private @Nullable Path picture;

  @Override
  protected void run(PrintWriter out) {
    OutputFile.check(picture, "the picture");
    var settings = new EmbeddingsTraining.Settings(seed(), size, window, learningRate, tied);
    if (seeds != null) {
      SeedTable.print(
          out,
          new SeedTable.Seeds(seed(), seeds),
          "right capitals",
          seed ->
              EmbeddingsTraining.after(settings.withSeed(seed), epochs)
                  .analogies(Corpus.COUNTRIES));
      return;
    }
    EmbeddingsTraining training = new EmbeddingsTraining(settings);
    out.printf(
        Locale.ROOT,
        "%d words, %d pairs, %,d parameters%n",
        training.vocabulary().size(),
        training.pairs(),
        training.parameters());
    out.println("Before the training");
    neighbours(training.vectors(), out);
    train(training, out);
    out.println("After the training");
    neighbours(training.vectors(), out);
    analogies(training.vectors(), out);
    if (picture != null) {
      draw(training, picture);
      out.println("The words are drawn in " + picture);
    }
  }

  private void train(EmbeddingsTraining training, PrintWriter out) {
    try (TrainingRun run = begin(epochs, "epochs", out, training::checkpoint)) {
      while (run.next()) {
        double loss = training.epoch();
        run.done(loss);
        if (run.isEvery(EPOCHS_PER_LINE)) {
          run.println("Epoch %3d  loss %.4f", run.step(), loss);
        }
      }
    }
  }

  private static void neighbours(Vectors vectors, PrintWriter out) {
    for (String word : ASKED) {
      String near =
          vectors.nearest(vectors.of(word), Set.of(word), NEIGHBOURS).stream()
              .map(n -> String.format(Locale.ROOT, "%s %.2f", n.word(), n.cosine()))
              .collect(Collectors.joining(", "));
      out.printf("  %-7s %s%n", word, near);
    }
    out.printf(Locale.ROOT, "  nearest word of the same kind: %.4f%n", vectors.kindsOfNeighbours());
  }

  private static void analogies(Vectors vectors, PrintWriter out) {
    out.println("Analogies");
    out.println("  paris - france + japan = " + vectors.analogy("france", "paris", "japan"));
    out.println("  king - man + woman = " + vectors.analogy("man", "king", "woman"));
    out.printf(
        Locale.ROOT,
        "  right capitals: %.4f, right women: %.4f%n",
        vectors.analogies(Corpus.COUNTRIES),
        vectors.analogies(Corpus.PEOPLE));
  }

  private static void draw(EmbeddingsTraining training, Path file) {
    List<String> words = Corpus.groups().values().stream().flatMap(List::stream).toList();
    int[] ids = words.stream().mapToInt(training.vocabulary()::id).toArray();
    Tensor vectors = training.table().indexSelect(Tensor.of(ids, Device.CPU), 0); // [n, size]
    float[][] plane = PrincipalComponents.plane(vectors).toVec2F32(); // [n, 2]
    Map<String, List<Pictures.Point>> points = new LinkedHashMap<>();
    Corpus.groups()
        .forEach((kind, members) -> {
          List<Pictures.Point> group = new ArrayList<>();
          for (String word : members) {
            float[] at = plane[words.indexOf(word)];
            group.add(new Pictures.Point(word, at[0], at[1]));
          }
          points.put(kind, group);
        });
    Pictures.points(
        file,
        new Pictures.Titles("Words on the plane in which they differ most", "first", "second"),
        points);
  }
}
