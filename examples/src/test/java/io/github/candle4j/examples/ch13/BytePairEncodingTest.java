package io.github.candle4j.examples.ch13;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.candle4j.examples.CommandRun;
import io.github.candle4j.examples.ch13.BytePairEncoding.Pair;
import io.github.candle4j.examples.common.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BytePairEncodingTest {
  /// What Hugging Face's tokenizers 0.23.3 learns in Python, by tools/oracles/tokenizers_bpe.py.
  private static final int[][] MERGES = {
    {220, 82}, {71, 68}, {75, 75}, {256, 68}, {258, 82}, {81, 68}, {256, 257}, {220, 69},
    {220, 83}, {259, 64}, {262, 260}, {51, 257}, {64, 261}, {78, 86}, {220, 67}, {220, 78},
    {220, 268}, {259, 260}, {263, 78}, {264, 257}
  };

  private static final BytePairEncoding BPE =
      BytePairEncoding.train(String.join("\n", BpeCommand.SENTENCES), 300);

  @TempDir private Path folder;

  @Test
  void itLearnsTheMergesOfHuggingFace() {
    assertThat(BPE.merges()).hasSize(20);
    for (int i = 0; i < MERGES.length; i++) {
      assertThat(BPE.merges().get(i)).isEqualTo(new Pair(MERGES[i][0], MERGES[i][1]));
    }
  }

  @Test
  void itEncodesAsHuggingFaceInPython() {
    expect("Hello, how are you?", 39, 68, 258, 78, 11, 220, 71, 269, 272, 220, 88, 78, 84, 30);
    expect("she sells  sea\n\n\tshells", 82, 257, 273, 220, 265, 198, 198, 197, 82, 257, 260);
    expect("");
    expect("   ", 220, 220, 220);
    expect(
        "they'll sell 12 shells! café 🐚",
        83,
        257,
        88,
        6,
        258,
        259,
        258,
        220,
        16,
        17,
        266,
        0,
        220,
        66,
        64,
        69,
        127,
        102,
        220,
        172,
        253,
        238,
        248);
  }

  private static void expect(String text, Integer... ids) {
    assertThat(BPE.encode(text)).containsExactly(ids);
    assertThat(BPE.decode(List.of(ids))).isEqualTo(text);
  }

  @Test
  void everyTextComesBackAndHuggingFaceGivesTheSameIds() {
    try (HuggingFaceTokenizer other = huggingFace(BPE)) {
      Random random = new Random(1);
      for (int i = 0; i < 300; i++) {
        String text = text(random);
        List<Integer> ids = BPE.encode(text);
        assertThat(BPE.decode(ids)).isEqualTo(text);
        assertThat(ids).as(text).isEqualTo(ids(other, text));
        assertThat(other.decode(LongStream.of(other.encode(text).getIds()).toArray()))
            .isEqualTo(text);
      }
    }
  }

  /// Letters that merge, white space of all kinds, and any other character.
  private static String text(Random random) {
    String often = "shellsare  \n\t'The\u3000\u00a0é🐚0";
    return random
        .ints(random.nextInt(40), 0, often.length() + 4)
        .mapToObj(i -> i < often.length() ? often.substring(i, i + 1) : anyCharacter(random))
        .filter(s -> !Character.isSurrogate(s.charAt(0)) || s.length() == 2)
        .collect(Collectors.joining());
  }

  private static String anyCharacter(Random random) {
    int c = random.nextInt(0x20, 0x30000);
    return Character.isDefined(c) && Character.getType(c) != Character.SURROGATE
        ? Character.toString(c)
        : "x";
  }

  private HuggingFaceTokenizer huggingFace(BytePairEncoding bpe) {
    Path json = folder.resolve("tokenizer.json");
    TokenizerJson.write(bpe, json);
    return HuggingFace.load(json);
  }

  private static List<Integer> ids(HuggingFaceTokenizer tokenizer, String text) {
    return LongStream.of(tokenizer.encode(text).getIds()).mapToObj(id -> (int) id).toList();
  }

  @Test
  void thePlaysAreEncodedAsByHuggingFace() throws IOException {
    Path plays =
        Path.of(
            Objects.requireNonNullElse(System.getenv("CANDLE_TEST_DATA"), ""),
            "tinyshakespeare.txt");
    assumeThat(plays).as("skipped: CANDLE_TEST_DATA names no folder with the plays").exists();
    String text = Files.readString(plays).substring(0, 60_000);
    BytePairEncoding bpe = BytePairEncoding.train(text.substring(0, 40_000), 500);
    assertThat(bpe.size()).isEqualTo(500);
    List<Integer> ids = bpe.encode(text);
    assertThat(bpe.decode(ids)).isEqualTo(text);
    assertThat(ids).hasSizeLessThan(30_000);
    try (HuggingFaceTokenizer other = huggingFace(bpe)) {
      assertThat(ids).isEqualTo(ids(other, text));
    }
  }

  @Test
  void whatIsSavedIsLoadedWhateverTheTokensAre() {
    BytePairEncoding bpe = BytePairEncoding.train("\n\n\n\n \t \t  \t\n \n \t\t\t\t", 280);
    assertThat(bpe.tokens()).contains("ĊĊ");
    Path file = folder.resolve("white");
    bpe.save(file);
    BytePairEncoding loaded = BytePairEncoding.load(file);
    assertThat(loaded.merges()).isEqualTo(bpe.merges());
    assertThat(loaded.tokens()).isEqualTo(bpe.tokens());
    assertThat(loaded.decode(loaded.encode("\n\n \t\r\n"))).isEqualTo("\n\n \t\r\n");
  }

  @Test
  void mergesAreAppliedInTheOrderInWhichTheyWereLearned() {
    // b c is learned first: from the left, "abc" would become ab c.
    BytePairEncoding bpe = BytePairEncoding.train("bc bc bc bcd ab ab", 258);
    assertThat(bpe.encode("abc").stream().map(bpe::token)).containsExactly("a", "bc");
  }

  @Test
  void aFileThatIsNoTokenizerIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("other"), "hello\n1 2\n");
    assertThatThrownBy(() -> BytePairEncoding.load(file))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("it is not a tokenizer that this program has saved");
    Path saved = folder.resolve("saved");
    BPE.save(saved);
    List<String> lines = new ArrayList<>(Files.readAllLines(saved));
    lines.set(3, "7 9999");
    Files.write(saved, lines);
    assertThatThrownBy(() -> BytePairEncoding.load(saved))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("line 4: wanted two ids of earlier tokens");
    assertThat(CommandRun.of("tokenizer", "--json", file.toString()).err())
        .isEqualTo("error: " + file + ": it cannot be read as a tokenizer.json\n");
  }

  @Test
  void shortTextsOfABatchArePadded() {
    PaddedBatch batch = PaddedBatch.of(BPE, List.of("shells", "", "dog"));
    assertThat(batch.ids().toVec2U32())
        .isDeepEqualTo(new int[][] {{82, 257, 260}, {276, 276, 276}, {67, 78, 70}});
    assertThat(batch.mask().toVec2U8())
        .isDeepEqualTo(new byte[][] {{1, 1, 1}, {0, 0, 0}, {1, 1, 1}});
    assertThat(BPE.decode(List.of(67, 78, 70, 276, 276))).isEqualTo("dog");
  }

  @Test
  void theCommandsAgreeWithEachOther() {
    Path merges = folder.resolve("merges");
    Path json = folder.resolve("t.json");
    CommandRun bpe = CommandRun.of("bpe", "--save", merges.toString(), "--json", json.toString());
    assertThat(bpe.err()).isEmpty();
    assertThat(bpe.out()).contains("decoded  Hello, how are you?");
    CommandRun again = CommandRun.of("bpe", "--load", merges.toString());
    assertThat(bpe.out()).contains(again.out());
    CommandRun other =
        CommandRun.of("tokenizer", "--json", json.toString(), "--merges", merges.toString());
    assertThat(other.out()).contains("Our own tokenizer gives the same ids");
  }

  @Test
  void whatDoesNotFitIsSaidInOneLine() {
    assertThat(CommandRun.of("bpe", "--vocabulary", "255").err())
        .isEqualTo("error: --vocabulary must be 256 or more: so many are the bytes\n");
    assertThat(CommandRun.of("bpe", "--load", "a", "--data", "b").err())
        .isEqualTo("error: --load learns nothing: there is nothing to take from --data\n");
    assertThat(CommandRun.of("bpe", "--load", "nowhere").err())
        .isEqualTo("error: nowhere: there is no such file, or it is no text\n");
    assertThat(CommandRun.of("tokenizer", "--json", "nowhere.json").err())
        .isEqualTo("error: nowhere.json: there is no such file\n");
  }
}
