package io.github.candle4j.examples.ch15;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.examples.CommandRun;
import io.github.candle4j.examples.ch15.CaesarTraining.Kind;
import io.github.candle4j.examples.ch15.CaesarTraining.Settings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaesarTest {
  private static final Settings SMALL = new Settings(42, 64, 0.002, 10);

  @Test
  void theCipherMovesLettersOnAndRoundTheEnd() {
    assertThat(encrypted(3, false)).isEqualTo("DABC");
    assertThat(encrypted(-1, false)).isEqualTo("ZWXY");
    assertThat(encrypted(3, true)).isEqualTo("CBAD");
  }

  private static String encrypted(int shift, boolean reverse) {
    return Letters.text(new Letters.Cipher(shift, reverse).encrypt(Letters.ids("AXYZ")));
  }

  @Test
  void theTransformerReadsEveryLetterAndStopsWhenItCannotGetBetter() {
    CommandRun run = CommandRun.of("caesar", "--size", "64", "--patience", "2");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("Best accuracy of all epochs: 1.0000")
        .contains("read       ATTACKATDA WNBEHINDTH EBRIDGEXXX")
        .doesNotContain("Epoch 20");
  }

  @Test
  void aTableReadsTheCipherToo() {
    assertThat(CommandRun.of("caesar", "--model", "LOOKUP", "--lr", "0.05").out())
        .contains("LOOKUP with 676 parameters")
        .contains("Best accuracy of all epochs: 1.0000")
        .contains("read       ATTACKATDA WNBEHINDTH EBRIDGEXXX");
  }

  @Test
  void learnedPlacesAreATableOfParameters() {
    CommandRun sines = CommandRun.of("caesar", "--size", "16", "--epochs", "1");
    CommandRun learned =
        CommandRun.of("caesar", "--size", "16", "--epochs", "1", "--model", "LEARNED_POSITIONS");
    assertThat(parameters(learned)).isEqualTo(parameters(sines) + 10 * 16);
  }

  private static int parameters(CommandRun run) {
    return Integer.parseInt(run.out().lines().findFirst().orElseThrow().replaceAll("[^0-9]", ""));
  }

  @Test
  void textThatIsReversedNeedsAttentionWithPositions() {
    Letters.Cipher reversed = new Letters.Cipher(3, true);
    assertThat(accuracy(8, reversed, Kind.TRANSFORMER)).isGreaterThan(0.95);
    assertThat(accuracy(3, reversed, Kind.NO_POSITIONS)).isLessThan(0.3);
    assertThat(accuracy(3, reversed, Kind.LOOKUP)).isLessThan(0.1);
  }

  private static double accuracy(int epochs, Letters.Cipher cipher, Kind kind) {
    CaesarTraining training = new CaesarTraining(SMALL, cipher, kind);
    double accuracy = 0;
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double _ = training.epoch(epoch);
      accuracy = training.accuracy();
    }
    return accuracy;
  }

  @Test
  void aStoppedTrainingGoesOnToTheSameDigits(@TempDir Path folder) {
    String[] whole = {"caesar", "--size", "16", "--epochs", "3", "--checkpoint", "unused"};
    whole[6] = folder.resolve("whole").toString();
    CommandRun all = CommandRun.of(whole);
    String half = folder.resolve("half").toString();
    CommandRun first =
        CommandRun.of("caesar", "--size", "16", "--epochs", "2", "--checkpoint", half);
    CommandRun rest =
        CommandRun.of("caesar", "--size", "16", "--epochs", "3", "--checkpoint", half);
    assertThat(first.code()).isZero();
    assertThat(rest.out()).contains("Goes on after 2 epochs");
    assertThat(last(rest)).isEqualTo(last(all));
  }

  private static String last(CommandRun run) {
    return run.out().substring(run.out().indexOf("Epoch  3"));
  }

  @Test
  void whatCannotBeReadOrDrawnIsRefused() {
    assertThat(CommandRun.of("caesar", "--text", "abc").err().lines())
        .containsExactly("error: --text: wanted letters from A to Z and nothing else, got abc");
    assertThat(CommandRun.of("caesar", "--model", "LOOKUP", "--picture", "p.png").err().lines())
        .containsExactly("error: --picture: a table has no attention to draw");
  }
}
