package io.github.candle4j.examples.ch05;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.Graph;
import io.github.candle4j.core.GraphNode;
import io.github.candle4j.core.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// `docs/concepts/explaining.md` shows the graph that is there.
class IrisGraphTest {
  /// Surefire runs tests in the folder of their module.
  private static final Path PAGE = Path.of("../docs/concepts/explaining.md");

  private static final Path DOT = Path.of("../docs/concepts/iris-graph.dot");
  private static final Path PICTURE = Path.of("../docs/concepts/iris-graph.svg");

  private final Trace<Graph> step = IrisGraph.step();

  @Test
  void thePageShowsTheGraph() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(page).contains("```mermaid\n" + step.value().toMermaid() + "```");
    assertThat(page).contains("```text\n" + step.value() + "```");
    assertThat(Files.readString(DOT)).isEqualTo(step.value().toDot());
  }

  @Test
  void thePictureShowsEachNode() throws IOException {
    String picture = Files.readString(PICTURE);
    for (GraphNode n : step.value().nodes()) {
      assertThat(picture).contains(">" + n.name().orElse(n.operation()) + "<");
      assertThat(picture).contains(">" + n.shape() + " " + n.dtype() + "<");
    }
  }

  @Test
  void parametersHaveTheirNamesAndGradients() {
    assertThat(step.value().nodes())
        .filteredOn(n -> n.kind() == GraphNode.Kind.VARIABLE)
        .allMatch(n -> n.gradientNorm().orElse(0) > 0)
        .extracting(n -> n.name().orElse(""))
        .containsExactlyInAnyOrder("layer1.weight", "layer1.bias", "layer2.weight", "layer2.bias");
  }

  @Test
  void operationsOfLayersArePlacedInTheModel() {
    assertThat(step.entries().getFirst().madeAt().orElseThrow())
        .startsWith("IrisClassifier.forward(IrisClassifier.java:");
  }
}
