package io.github.candle4j.examples.ch07;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.examples.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackpropTest {
  @Test
  void nineOfTenSeedsOrMoreLearnTheLine() {
    assertThat(CommandRun.of("backprop", "--seeds", "10").out())
        .containsPattern("\\R(9|10) of 10 have a loss below 0\\.05\\R");
  }

  @Test
  void twoUnitsOftenFail() {
    assertThat(CommandRun.of("backprop", "--seeds", "10", "--hidden", "2").out())
        .containsPattern("\\R[1-7] of 10 have a loss below 0\\.05\\R");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void everyWayLearns(Way way) {
    CommandRun run = CommandRun.of("backprop", "--way", way.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("gradients by " + way)
        .containsPattern("all points: 0\\.00\\d\\d\\R");
  }

  @Test
  void zeroWeightsNeverLearn() {
    CommandRun run = CommandRun.of("backprop", "--zero-weights", "--epochs", "3");
    assertThat(run.out()).contains("w1 0.000 b1 0.000 w2 0.000 b2");
    assertThat(run.out()).containsPattern("all points: 3\\d\\.\\d+\\R");
  }

  @Test
  void withoutReluALineIsLearnedAsWell() {
    assertThat(CommandRun.of("backprop", "--no-relu", "--epochs", "10").out())
        .containsPattern("all points: 0\\.00\\d\\d\\R");
  }

  @Test
  void aRateThatIsHundredTimesTooLargeIsAnError() {
    CommandRun run = CommandRun.of("backprop", "--lr", "0.2");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("try a smaller learning rate");
  }

  @Test
  void aPermutationHasEveryNumberOnceAndDrawingDoesNot() {
    int[] order = LineData.permutation(1000, new Random(1));
    assertThat(order).hasSize(1000).doesNotHaveDuplicates();
    assertThat(order).isNotEqualTo(LineData.permutation(1000, new Random(2)));
    assertThat(CommandRun.of("backprop", "--with-replacement", "--epochs", "1").out())
        .containsPattern("points seen 6[1-5]\\d");
  }

  @Test
  void theWeightsCanStartOnlyOnce() {
    assertThat(CommandRun.of("backprop", "--book-init", "--zero-weights").err())
        .startsWith("error: --book-init and --zero-weights");
  }

  @Test
  void aTrainingGoesOnFromItsCheckpoint(@TempDir Path folder) {
    String[] first = {"backprop", "--adamw", "--epochs", "2", "--checkpoint", folder + "/a"};
    String[] more = {"backprop", "--adamw", "--epochs", "4", "--checkpoint", folder + "/a"};
    assertThat(CommandRun.of(first).code()).isZero();
    String resumed = CommandRun.of(more).out();
    String whole = CommandRun.of("backprop", "--adamw", "--epochs", "4").out();
    assertThat(resumed).contains("Goes on after 2 epochs");
    assertThat(end(resumed)).isEqualTo(end(whole));
  }

  @Test
  void thePictureIsDrawn(@TempDir Path folder) {
    Path file = folder.resolve("line.png");
    assertThat(CommandRun.of("backprop", "--epochs", "1", "--plot", file.toString()).code())
        .isZero();
    assertThat(Files.exists(file)).isTrue();
  }

  private static String end(String out) {
    return out.substring(out.indexOf("Mean squared error"));
  }
}
