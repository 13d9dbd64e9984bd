package io.github.candle4j.examples.ch03;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.examples.CommandRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JavaTest {
  private static String printed(Consumer<PrintWriter> part) {
    StringWriter text = new StringWriter();
    part.accept(new PrintWriter(text, true));
    return text.toString();
  }

  @Test
  void allPartsRun() {
    CommandRun run = CommandRun.of("java");
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).hasSize(18);
  }

  @Test
  void anErrorOfShapesIsAnExceptionThatSaysSo() {
    assertThat(printed(JavaCommand::exceptions))
        .startsWith("caught, kind SHAPE, in matmul")
        .contains("shape mismatch in matmul, lhs: [2, 3], rhs: [4, 5]");
  }

  @Test
  void assignmentCopiesNothing() {
    assertThat(printed(JavaCommand::references).lines()).containsExactly("true", "[1.0, 2.0]");
  }

  @Test
  void aRecordOfLayersIsALayer() {
    assertThat(printed(JavaCommand::records).lines())
        .contains("[5, 2]")
        .anyMatch(line -> line.startsWith("Then["));
  }

  @Test
  void parametersAreCountedByAStream() {
    // 4 * 8 weights and 8 biases.
    assertThat(printed(JavaCommand::streams))
        .contains("has 40 parameters in layer.weight, layer.bias");
  }

  @Test
  void theFirstNanIsCaughtWhereItIsMade() {
    assertThat(printed(JavaCommand::nan)).contains("NaN").contains("sqrt");
  }
}
