package io.github.candle4j.examples.ch15;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.Device;
import io.github.candle4j.examples.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionTest {
  /// Of the first word: q = (1, 0, 2, 1), keys (2, 1, 0, 1), (1, 0, 1, 2), (3, 1, 1, 3): dot products 3, 5, 8; halved 1.5, 2.5, 4;
  /// e^-2.5 = 0.082085, e^-1.5 = 0.223130, 1; their sum is 1.305215.
  @Test
  void theNumbersAreThoseOfPaper() {
    ThreeWords.Result result = new ThreeWords(true, false).byHand();
    assertThat(result.q()[0]).containsExactly(1, 0, 2, 1);
    assertThat(result.scores()[0]).containsExactly(1.5, 2.5, 4);
    assertThat(result.weights()[0][0]).isCloseTo(0.082085 / 1.305215, within(1e-5));
    assertThat(result.weights()[0][2]).isCloseTo(1 / 1.305215, within(1e-5));
    assertThat(result.y()[0][1]).isCloseTo(10 * (0.223130 + 1) / 1.305215, within(1e-4));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void loopsTensorsAndLibraryAgree(boolean scaled, boolean causal) {
    ThreeWords words = new ThreeWords(scaled, causal);
    assertThat(words.agrees(words.byTensors())).isTrue();
    assertThat(words.agrees(words.byLibrary())).isTrue();
  }

  @Test
  void noWordSeesThoseAfterItUnderTheCausalMask() {
    double[][] weights = new ThreeWords(true, true).byHand().weights();
    assertThat(weights[0]).containsExactly(1, 0, 0);
    assertThat(weights[1][2]).isZero();
    assertThat(CommandRun.of("attention", "--causal", "--show", "NUMBERS").out()).contains("-∞");
  }

  @Test
  void withoutScalingLargeKeysMakeTheSoftmaxLookAtOneKey() {
    Device.CPU.setSeed(1);
    assertThat(AttentionFacts.largestWeight(1024, false)).isGreaterThan(0.9);
    assertThat(AttentionFacts.largestWeight(1024, true)).isLessThan(0.2);
  }

  @Test
  void headsByHandAreThoseOfTheLibraryAndOrderCountsOnlyWithPositions() {
    CommandRun run = CommandRun.of("attention");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("by hand and MultiHeadAttention agree: true")
        .contains("word 1 is as if it stood alone: true")
        .contains("without positions  0.0000");
  }

  @Test
  void theWeightsAreDrawn(@TempDir Path folder) {
    Path file = folder.resolve("weights.png");
    assertThat(CommandRun.of("attention", "--show", "NUMBERS", "--picture", file.toString()).out())
        .contains("The weights are drawn in " + file);
    assertThat(file).isNotEmptyFile();
  }
}
