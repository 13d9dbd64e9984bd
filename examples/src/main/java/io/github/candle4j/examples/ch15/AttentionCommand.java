package io.github.candle4j.examples.ch15;

import io.github.candle4j.examples.common.OutputFile;
import io.github.candle4j.examples.common.Program;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of the numbers behind attention.
@Command(
    name = "attention",
    description = "Chapter 15: attention number by number, and against the library's.",
    showDefaultValues = true,
    sortOptions = false)
public final class AttentionCommand extends Program {
  /// The parts of the program.
  enum Part {
    NUMBERS,
    SCALING,
    HEADS,
    POSITIONS
  }

  @Option(
      names = "--show",
      paramLabel = "PART",
      description = "One part alone: ${COMPLETION-CANDIDATES}.")
  private @Nullable Part part;

  @Option(names = "--causal", description = "No word sees those that come after it.")
  private boolean causal;

  @Option(names = "--no-scale", description = "Leaves out the division by the root of the size.")
  private boolean unscaled;

  @Option(
      names = "--picture",
      paramLabel = "FILE.png",
      description = "Draws the attention weights of the three words into this file.")
  private @Nullable Path picture;

  @Override
  protected void run(PrintWriter out) {
    OutputFile.check(picture, "the picture");
    ThreeWords words = new ThreeWords(!unscaled, causal);
    if (shows(Part.NUMBERS)) {
      words.print(out);
    }
    AttentionFacts facts = new AttentionFacts(out, seed());
    if (shows(Part.SCALING)) {
      facts.scaling();
    }
    if (shows(Part.HEADS)) {
      facts.heads();
    }
    if (shows(Part.POSITIONS)) {
      facts.positions();
    }
    if (picture != null) {
      words.draw(picture);
      out.println("The weights are drawn in " + picture);
    }
  }

  private boolean shows(Part one) {
    return part == null || part == one;
  }
}
