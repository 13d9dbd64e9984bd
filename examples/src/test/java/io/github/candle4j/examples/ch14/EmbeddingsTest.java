package io.github.candle4j.examples.ch14;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.CommandRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingsTest {
  private static final EmbeddingsTraining.Settings TIED =
      new EmbeddingsTraining.Settings(42, 16, 5, 0.03, true);

  @Test
  void pairsAreNeighboursWithinTheWindow() {
    List<List<String>> sentences = List.of(List.of("a", "b", "c"));
    Vocabulary vocabulary = Vocabulary.of(sentences);
    assertThat(SkipGram.pairs(sentences, vocabulary, 1))
        .containsExactly(
            new SkipGram.Pair(0, 1),
            new SkipGram.Pair(1, 0),
            new SkipGram.Pair(1, 2),
            new SkipGram.Pair(2, 1));
    assertThat(SkipGram.pairs(sentences, vocabulary, 2)).hasSize(6);
  }

  @Test
  void theCosineIsThatOfTheAngle() {
    float[] east = {1, 0};
    assertThat(Vectors.cosine(east, new float[] {5, 0})).isEqualTo(1);
    assertThat(Vectors.cosine(east, new float[] {0, 2})).isZero();
    assertThat(Vectors.cosine(east, new float[] {1, 1})).isCloseTo(Math.sqrt(0.5), within(1e-9));
  }

  /// a (0, 0), b (0, 1), c (2, 0): b - a + c = (2, 1), and d is that.
  @Test
  void anAnalogyIsASumOfVectors() {
    Vocabulary words = new Vocabulary(List.of("a", "b", "c", "d", "e"));
    Vectors vectors = new Vectors(words, new float[][] {{0, 0}, {0, 1}, {2, 0}, {2, 1}, {-1, 3}});
    assertThat(vectors.analogy("a", "b", "c")).isEqualTo("d");
    assertThat(vectors.nearest(new float[] {1, 0}, Set.of("a"), 1).getFirst().word())
        .isEqualTo("c");
  }

  /// Points on a line through the direction (3, 4) / 5, moved off it by little.
  @Test
  void theFirstComponentIsTheDirectionInWhichPointsDifferMost() {
    Tensor points =
        Tensor.of(new float[][] {{-3, -4}, {3.08f, 3.94f}, {6, 8}, {-6.08f, -7.94f}}, Device.CPU);
    float[][] plane = PrincipalComponents.plane(points).toVec2F32();
    assertThat(Math.abs(plane[2][0])).isCloseTo(10, within(0.1f));
    assertThat(Math.abs(plane[2][1])).isLessThan(0.2f);
  }

  @Test
  void wordsOfAKindFindEachOtherAndCapitalsTheirCountries() {
    var separate = new EmbeddingsTraining.Settings(42, 16, 5, 0.03, false);
    Vectors before = new EmbeddingsTraining(separate).vectors();
    Vectors after = EmbeddingsTraining.after(separate, 20);
    assertThat(before.kindsOfNeighbours()).isLessThan(0.5);
    assertThat(after.kindsOfNeighbours()).isGreaterThan(0.9);
    assertThat(EmbeddingsTraining.after(TIED, 20).analogies(Corpus.COUNTRIES)).isGreaterThan(0.9);
  }

  @Test
  void theWordsAreDrawnAndATrainingGoesOnToTheSameDigits(@TempDir Path folder) {
    Path file = folder.resolve("words.png");
    String place = folder.resolve("run").toString();
    CommandRun first = CommandRun.of("embeddings", "--epochs", "1", "--checkpoint", place);
    CommandRun rest = CommandRun.of("embeddings", "--epochs", "2", "--checkpoint", place);
    CommandRun whole = CommandRun.of("embeddings", "--epochs", "2", "--picture", file.toString());
    assertThat(first.code()).isZero();
    assertThat(rest.out()).contains("Goes on after 1 epochs");
    assertThat(whole.out()).contains(rest.out().substring(rest.out().indexOf("Epoch   2")));
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void placesAreThoseOfTheLibrary(@TempDir Path folder) {
    Path file = folder.resolve("places.png");
    CommandRun run = CommandRun.of("positions", "--picture", file.toString());
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("SinusoidalPositions agrees: true");
    assertThat(file).isNotEmptyFile();
    float[][] table = PositionsCommand.sines(40, 32);
    assertThat(Vectors.cosine(table[0], table[7]))
        .isCloseTo(Vectors.cosine(table[30], table[37]), within(1e-5));
  }
}
