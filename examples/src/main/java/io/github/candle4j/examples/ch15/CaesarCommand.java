package io.github.candle4j.examples.ch15;

import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.examples.common.OptionRange;
import io.github.candle4j.examples.common.OutputFile;
import io.github.candle4j.examples.common.Pictures;
import io.github.candle4j.examples.common.TrainingProgram;
import io.github.candle4j.examples.common.TrainingRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of the cipher.
@Command(
    name = "caesar",
    description = "Chapter 15: a small transformer learns to read Caesar's cipher.",
    showDefaultValues = true,
    sortOptions = false)
public final class CaesarCommand extends TrainingProgram {
  private static final Pattern LETTERS = Pattern.compile("[A-Z]+");

  @Option(
      names = "--text",
      defaultValue = "ATTACKATDAWNBEHINDTHEBRIDGE",
      paramLabel = "LETTERS",
      description = "What is encrypted and read after the training.")
  private String text = "";

  @Option(
      names = "--shift",
      defaultValue = "3",
      paramLabel = "N",
      description = "How far each letter is moved on.")
  private int shift;

  @Option(names = "--reverse", description = "Writes the text backwards, too.")
  private boolean reverse;

  @Option(
      names = "--epochs",
      defaultValue = "50",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "The most epochs, of 50 batches each.")
  private int epochs;

  @Option(
      names = "--patience",
      defaultValue = "10",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "Stops after so many epochs that bring no better accuracy.")
  private int patience;

  @Option(
      names = "--size",
      defaultValue = "256",
      paramLabel = "N",
      converter = OptionRange.Count.class,
      description = "The size of a letter's vector.")
  private int size;

  @Option(
      names = "--lr",
      defaultValue = "0.001",
      paramLabel = "RATE",
      converter = OptionRange.Positive.class,
      description = "The learning rate of AdamW.")
  private double learningRate;

  @Option(
      names = "--model",
      defaultValue = "TRANSFORMER",
      paramLabel = "MODEL",
      description = "What reads: ${COMPLETION-CANDIDATES}.")
  private CaesarTraining.Kind kind = CaesarTraining.Kind.TRANSFORMER;

  @Option(
      names = "--picture",
      paramLabel = "FILE.png",
      description = "Draws how much the first ten letters take from each other into this file.")
  private @Nullable Path picture;

  @Override
  protected void run(PrintWriter out) {
    OutputFile.check(picture, "the picture");
    if (!LETTERS.matcher(text).matches()) {
      throw new InputException("--text: wanted letters from A to Z and nothing else, got " + text);
    }
    if (picture != null && kind == CaesarTraining.Kind.LOOKUP) {
      throw new InputException("--picture: a table has no attention to draw");
    }
    Letters.Cipher cipher = new Letters.Cipher(shift, reverse);
    CaesarTraining training =
        new CaesarTraining(
            new CaesarTraining.Settings(seed(), size, learningRate, patience), cipher, kind);
    out.printf(Locale.ROOT, "%s with %,d parameters%n", kind, training.parameters());
    train(training, out);
    read(training, cipher, out);
  }

  // @start region="train"
  private void train(CaesarTraining training, PrintWriter out) {
    try (TrainingRun run = begin(epochs, "epochs", out, training::checkpoint)) {
      while (!training.isOver() && run.next()) {
        double loss = training.epoch(run.step());
        double accuracy = training.accuracy();
        run.done(loss);
        run.println("Epoch %2d  loss %.4f  accuracy %.4f", run.step(), loss, accuracy);
      }
    }
    out.printf(Locale.ROOT, "Best accuracy of all epochs: %.4f%n", training.best());
  }

  // @end
  private void read(CaesarTraining training, Letters.Cipher cipher, PrintWriter out) {
    List<String> plain = pieces();
    List<String> secret =
        plain.stream().map(piece -> Letters.text(cipher.encrypt(Letters.ids(piece)))).toList();
    out.println("text       " + String.join(" ", plain));
    out.println("encrypted  " + String.join(" ", secret));
    out.println("read       " + String.join(" ", secret.stream().map(training::read).toList()));
    if (picture != null) {
      String first = secret.getFirst();
      Pictures.heatMap(
          picture,
          new Pictures.Titles("How much each letter takes from each", "from", "letter"),
          new Pictures.Grid(names(first), names(first), training.weights(first)));
      out.println("The attention of the first ten letters is drawn in " + picture);
    }
  }

  /// Pieces of ten letters; the last one ends in X.
  private List<String> pieces() {
    List<String> pieces = new ArrayList<>();
    for (int start = 0; start < text.length(); start += CaesarTraining.LENGTH) {
      String piece = text.substring(start, Math.min(text.length(), start + CaesarTraining.LENGTH));
      pieces.add(piece + "X".repeat(CaesarTraining.LENGTH - piece.length()));
    }
    return pieces;
  }

  /// Each letter with its place, since names must differ.
  private static List<String> names(String letters) {
    return IntStream.range(0, letters.length())
        .mapToObj(i -> i + 1 + " " + letters.charAt(i))
        .toList();
  }
}
