package io.github.candle4j.examples.ch16;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.candle4j.examples.CommandRun;
import io.github.candle4j.examples.ch16.ModelConfig.Pieces;
import io.github.candle4j.examples.ch16.ModelConfig.Sizes;
import io.github.candle4j.nn.train.Checkpoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShakespeareTest {
  private static final String SONNET =
      "shakespeare --sonnet --preset tiny --batch-size 8 --lr 0.01 --temperature 0 --penalty 1 ";

  @TempDir private Path folder;

  private static CommandRun run(String words) {
    return CommandRun.of(words.strip().split(" ", -1));
  }

  @Test
  void theModelLearnsASonnetByHeartAndWritesItWithOrWithoutCache() throws IOException {
    Path model = folder.resolve("sonnet.safetensors");
    CommandRun run = run(SONNET + "--steps 250 --tokens 100 --save " + model);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("619 characters, 41 different; 105385 parameters")
        .contains(
            """
            Shall I compare thee to a summer's day?
            Thou art more lovely and more temperate:
            Rough winds do shake the darling buds of May,
            """);
    String sample = "shakespeare-sample --temperature 0 --penalty 1 --tokens 90 --model " + model;
    Path prompts = Files.writeString(folder.resolve("prompts.txt"), "Thou art \n\nRough winds\n");
    String cached = withoutTimes(run(sample + " --prompts " + prompts).out());
    assertThat(cached)
        .contains("Thou art more lovely and more temperate:\nRough winds do shake")
        .contains("Rough winds do shake the darling buds of May,\nAnd summer's lease");
    assertThat(withoutTimes(run(sample + " --no-cache --prompts " + prompts).out()))
        .isEqualTo(cached);
    assertThat(withoutTimes(typed(sample + " --interactive", "Thou art \n\nRough winds\n")))
        .isEqualTo(cached);
    assertThat(run(sample + " --prompt 7").err())
        .startsWith("error: the character '7' (U+0037) did not occur in the text");
  }

  private static String typed(String command, String input) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return run(command).out();
    } finally {
      System.setIn(before);
    }
  }

  private static String withoutTimes(String text) {
    return text.replaceAll("[0-9.]+ ms", "# ms");
  }

  @Test
  void aTrainingThatWasStoppedGoesOnToTheSameBits() {
    List<Double> whole = losses(12, 0);
    List<Double> parts = new ArrayList<>(losses(7, 0));
    parts.addAll(losses(12, 7));
    assertThat(parts).isEqualTo(whole);
  }

  /// Losses to step `last`, after what is saved of step `first`.
  private List<Double> losses(int last, int first) {
    CharTokenizer tokenizer = CharTokenizer.of(Texts.sonnet());
    Training training =
        new Training(
            new ModelConfig(tokenizer.size(), Sizes.TINY, 0.2, Pieces.ALL),
            new TrainingSettings(3, 12, 60, 1e-3), // 60 of 526 windows: an epoch ends in between.
            tokenizer.encode(Texts.sonnet()));
    Checkpoint checkpoint = training.checkpoint(Checkpoint.in(folder.resolve("run")));
    if (first > 0) {
      assertThat(checkpoint.resume().orElseThrow().step()).isEqualTo(first);
    }
    List<Double> losses = new ArrayList<>();
    for (int step = first + 1; step <= last; step++) {
      losses.add(training.step(step));
    }
    if (last == 7) {
      assertThat(checkpoint.save(last)).exists();
    }
    return losses;
  }

  @Test
  void oneThreadAndTwoGiveTheSameDigits() {
    String words = SONNET + "--steps 12 --every 4 --tokens 20 --dropout 0.1 --threads ";
    assertThat(withoutTimes(run(words + 1).out())).isEqualTo(withoutTimes(run(words + 2).out()));
  }

  @Test
  void aFewStepsOnThePlaysTellCommonLettersFromRareOnes() {
    Path plays =
        Path.of(
            Objects.requireNonNullElse(System.getenv("CANDLE_TEST_DATA"), ""),
            "tinyshakespeare.txt");
    assumeThat(plays).as("skipped: CANDLE_TEST_DATA names no folder with the plays").exists();
    CommandRun run =
        run("shakespeare --preset tiny --steps 60 --lr 0.01 --tokens 10 --data " + plays);
    assertThat(run.out()).contains("1115394 characters, 65 different;");
    double loss =
        Double.parseDouble(run.out().replaceAll("(?s).*validation loss ([0-9.]+).*", "$1"));
    // Letters without regard to what precedes them have 3.3 nats.
    assertThat(loss).isLessThan(2.8);
  }

  @Test
  void lettersBecomeNumbersAndLettersAgain() {
    CharTokenizer tokenizer = CharTokenizer.of("to be\n");
    assertThat(tokenizer.alphabet()).isEqualTo("\n beot");
    assertThat(tokenizer.encode("be to")).containsExactly(2, 3, 1, 5, 4);
    assertThat(tokenizer.decode(tokenizer.encode("be\nto"))).isEqualTo("be\nto");
  }

  @Test
  void whatDoesNotFitIsSaidInOneLine() {
    assertThat(run(SONNET + "--heads 5").err())
        .isEqualTo("error: --heads 5 does not divide --size 64\n");
    assertThat(run(SONNET + "--seq 64").err())
        .startsWith("error: the text has 619 characters: a tenth of it, for validation,");
    assertThat(run(SONNET + "--dropout 1").err())
        .isEqualTo("error: --dropout must be 0 or more and below 1, got 1.0\n");
    assertThat(run("shakespeare --data nowhere.txt").err())
        .isEqualTo("error: nowhere.txt: there is no such file\n");
    assertThat(run("shakespeare-sample --model nowhere.safetensors").err())
        .isEqualTo("error: nowhere.safetensors: there is no such file; train one with --save\n");
    assertThat(run("shakespeare --sonnet --temperature -1").err())
        .isEqualTo("error: --temperature must be 0 or more, got -1.0\n");
  }
}
