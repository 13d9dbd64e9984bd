package io.github.candle4j.examples.appb;

import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.examples.common.Program;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Errors of shapes, one after another.
@Command(
    name = "shape-errors",
    description = "Appendix B: provokes each error of shapes, shows its message, and mends it.",
    sortOptions = false)
public final class ShapeErrorsCommand extends Program {
  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "Only this one: product, broadcast, reshape, ...")
  private @Nullable String only;

  @Override
  protected void run(PrintWriter out) {
    List<Lesson> lessons =
        Lessons.all().stream()
            .filter(lesson -> only == null || lesson.name().replace(' ', '-').equals(only))
            .toList();
    if (lessons.isEmpty()) {
      throw new InputException(
          "there is no "
              + only
              + ", only "
              + Lessons.all().stream()
                  .map(lesson -> lesson.name().replace(' ', '-'))
                  .collect(Collectors.joining(", ")));
    }
    lessons.forEach(lesson -> lesson.print(out));
  }
}
