package io.github.candle4j.examples.ch04;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.examples.CommandRun;
import org.junit.jupiter.api.Test;

class TensorsTest {
  @Test
  void theCheckableValuesOfTheChapter() {
    // sqrt(16+4+1+4+25+9+1+9+36) = sqrt(105), 4+5+6, and 1·4+2·5+3·6.
    assertThat(out("arithmetic")).contains("Frobenius norm 10.246", "trace 15.0");
    assertThat(out("matmul"))
        .contains("dot 32.0")
        .containsPattern("\\[ *58\\.(0*)?, +64\\.")
        .containsPattern("\\[ *139\\.(0*)?, +154\\.");
  }

  @Test
  void addDoesNotBroadcast() {
    assertThat(out("broadcast"))
        .contains("shape mismatch in add, lhs: [2, 3], rhs: [3]")
        .contains("[2, 3, 1] and [1, 1, 4] give [2, 3, 4]");
    assertThat(out("matmul")).contains("shape mismatch in matmul, lhs: [2, 3], rhs: [2, 3]");
  }

  @Test
  void shapesAndParts() {
    assertThat(out("shapes")).contains("unsqueeze(0)      [1, 2, 3]", "reshape(3, -1)    [3, 2]");
    assertThat(out("indexing")).contains("i(2, 3)                12.0");
  }

  /// y = (a + b) a has the derivatives 2a + b = 8 and a = 3.
  @Test
  void theGraphShowsTheGradients() {
    assertThat(out("graph"))
        .containsPattern("variable +\\[] F32 +8 +a = 3")
        .containsPattern("variable +\\[] F32 +3 +b = 2");
  }

  @Test
  void withoutATopicAllAreShown() {
    CommandRun run = CommandRun.of("tensors");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("-- create", "-- indexing", "-- graph");
    assertThat(CommandRun.of("tensors", "magic").code()).isEqualTo(2);
  }

  private static String out(String topic) {
    CommandRun run = CommandRun.of("tensors", topic);
    assertThat(run.err()).isEmpty();
    return run.out();
  }
}
