package io.github.candle4j.examples.ch04;

import io.github.candle4j.examples.common.Program;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The command line of chapter 4.
@Command(
    name = "tensors",
    description = "Chapter 4: what tensors are and what can be done with them.",
    showDefaultValues = true,
    sortOptions = false)
public final class TensorsCommand extends Program {
  /// The parts of the chapter.
  enum Topic {
    CREATE,
    SHAPES,
    ARITHMETIC,
    MATMUL,
    BROADCAST,
    INDEXING,
    GRAPH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "TOPIC",
      description = "${COMPLETION-CANDIDATES}; without it, all of them.")
  private @Nullable Topic topic;

  @Override
  protected void run(PrintWriter out) {
    if (topic != null) {
      show(topic, out);
    } else {
      for (Topic each : Topic.values()) {
        out.println("-- " + each);
        show(each, out);
        out.println();
      }
    }
    out.flush();
  }

  private static void show(Topic topic, PrintWriter out) {
    switch (topic) {
      case CREATE -> Creating.show(out);
      case SHAPES -> Creating.shapes(out);
      case ARITHMETIC -> Computing.arithmetic(out);
      case MATMUL -> Computing.matmul(out);
      case BROADCAST -> Computing.broadcast(out);
      case INDEXING -> Indexing.show(out);
      case GRAPH -> Computing.graph(out);
    }
  }
}
