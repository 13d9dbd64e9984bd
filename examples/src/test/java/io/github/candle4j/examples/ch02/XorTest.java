package io.github.candle4j.examples.ch02;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.examples.CommandRun;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XorTest {
  @ParameterizedTest
  @ValueSource(strings = {"and", "or", "nand"})
  void aPerceptronLearnsWhatALineDivides(String problem) {
    assertThat(CommandRun.of("perceptron", "--problem", problem).out())
        .contains("it has learned " + problem);
  }

  @Test
  void aPerceptronGoesRoundForEverOnXor() {
    assertThat(CommandRun.of("perceptron", "--problem", "xor").out())
        .doesNotContain("learned")
        .containsPattern("These weights were there after epoch \\d+: it goes round for ever");
  }

  @Test
  void anUnknownProblemIsRefused() {
    CommandRun run = CommandRun.of("perceptron", "--problem", "nor");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("nor").contains("XOR");
  }

  @Test
  void theRuleMovesWeightsByTheInputsOfWrongAnswers() {
    Perceptron start = new Perceptron(0, 0, 0);
    assertThat(start.learn(new int[] {1, 0}, 1)).isEqualTo(new Perceptron(1, 0, 1));
    assertThat(start.learn(new int[] {1, 0}, 0)).isEqualTo(start);
    assertThat(new Perceptron(1, 0, 1).learn(new int[] {1, 1}, 0))
        .isEqualTo(new Perceptron(0, -1, 0));
  }

  @Test
  void twoLayersComputeXorByHandAndLearned(@TempDir Path folder) throws Exception {
    Path picture = folder.resolve("xor.png");
    CommandRun run = CommandRun.of("xor", "--plot", picture.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().filter(line -> line.startsWith("by hand")))
        .containsExactly(
            "by hand  0 0 -> 0", "by hand  0 1 -> 1", "by hand  1 0 -> 1", "by hand  1 1 -> 0");
    List<Double> learned =
        run.out()
            .lines()
            .filter(line -> line.startsWith("learned"))
            .map(line -> Double.valueOf(line.substring(line.indexOf("->") + 2).strip()))
            .toList();
    assertThat(learned).hasSize(4);
    assertThat(learned.get(0)).isLessThan(0.1);
    assertThat(learned.get(1)).isGreaterThan(0.9);
    assertThat(learned.get(2)).isGreaterThan(0.9);
    assertThat(learned.get(3)).isLessThan(0.1);
    // A dark and a bright corner.
    var image = ImageIO.read(picture.toFile());
    assertThat(image.getRGB(12, 12) & 0xFF).isGreaterThan(200);
    assertThat(image.getRGB(12, image.getHeight() - 12) & 0xFF).isLessThan(60);
  }

  @Test
  void tenSeedsLearnXor() {
    assertThat(CommandRun.of("xor", "--seeds", "10").out()).contains("from 4.0000 to 4.0000");
  }

  @Test
  void oneHiddenUnitIsTooFew() {
    assertThat(CommandRun.of("xor", "--hidden", "1", "--seeds", "3").out())
        .contains("from 3.0000 to 3.0000");
  }

  @Test
  void optionsThatWouldDoNothingWithSeedsAreRefused() {
    assertThat(CommandRun.of("xor", "--seeds", "2", "--plot", "xor.png").err().lines())
        .containsExactly("error: --seeds prints results only: leave out --plot");
  }
}
