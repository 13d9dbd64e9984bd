package io.github.candle4j.examples.ch13;

import io.github.candle4j.examples.common.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Byte pair encoding: tokens 0 to 255 are the bytes, and each further token is two earlier ones that often stand side by side.
final class BytePairEncoding {
  /// Two tokens that become one. The smaller pair comes first where two are equally frequent.
  ///
  /// @param left the id of the first
  /// @param right the id of the second
  record Pair(int left, int right) implements Comparable<Pair> {
    @Override
    public int compareTo(Pair other) {
      return Comparator.comparingInt(Pair::left).thenComparingInt(Pair::right).compare(this, other);
    }
  }

  // @start region="words"
  /// GPT-2's words: a space belongs to the word after it; no token reaches over the end of a word.
  private static final Pattern WORD =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d" + "| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  static Stream<String> words(String text) {
    return WORD.matcher(text).results().map(word -> word.group());
  }

  // @end
  private static final String HEAD = "byte pair encoding, the two ids of each merge";

  /// Rarer pairs are not worth a token.
  private static final int LEAST = 2;

  private final List<String> tokens = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<Pair, Integer> ranks = new LinkedHashMap<>();

  private BytePairEncoding() {
    ByteSymbols.ALL.chars().forEach(symbol -> add(Character.toString(symbol)));
  }

  private int add(String token) {
    return ids.computeIfAbsent(
        token,
        t -> {
          tokens.add(t);
          return tokens.size() - 1;
        });
  }

  /// Learns a merge and returns the id of what it makes.
  private int learn(Pair pair) {
    ranks.put(pair, ranks.size());
    return merged(pair);
  }

  private int merged(Pair pair) {
    return add(tokens.get(pair.left) + tokens.get(pair.right));
  }

  // @start region="train"
  /// Learns tokens from a text, until there are so many or no pair occurs twice.
  static BytePairEncoding train(String text, int vocabularySize) {
    BytePairEncoding bpe = new BytePairEncoding();
    Map<List<Integer>, Integer> words =
        new LinkedHashMap<>(); // Each word, and how often it occurs.
    words(text).forEach(word -> words.merge(bpe.bytes(word), 1, Integer::sum));
    while (bpe.size() < vocabularySize) {
      Optional<Pair> best = mostFrequent(words);
      if (best.isEmpty()) {
        break;
      }
      int id = bpe.learn(best.get());
      Map<List<Integer>, Integer> before = new LinkedHashMap<>(words);
      words.clear();
      before.forEach((word, n) -> words.merge(replaced(word, best.get(), id), n, Integer::sum));
    }
    return bpe;
  }

  private static Optional<Pair> mostFrequent(Map<List<Integer>, Integer> words) {
    Map<Pair, Integer> counts = new HashMap<>();
    words.forEach((word, n) -> pairs(word).forEach(pair -> counts.merge(pair, n, Integer::sum)));
    return counts.entrySet().stream()
        .filter(pair -> pair.getValue() >= LEAST)
        .min(
            Map.Entry.<Pair, Integer>comparingByValue()
                .reversed() // The most frequent; of these,
                .thenComparing(Map.Entry.comparingByKey())) // the one with the smallest ids.
        .map(Map.Entry::getKey);
  }

  // @end
  private static Stream<Pair> pairs(List<Integer> word) {
    return IntStream.range(1, word.size()).mapToObj(i -> new Pair(word.get(i - 1), word.get(i)));
  }

  /// The word with `id` wherever the pair stood, from the left.
  private static List<Integer> replaced(List<Integer> word, Pair pair, int id) {
    List<Integer> result = new ArrayList<>(word.size());
    for (int i = 0; i < word.size(); i++) {
      if (i + 1 < word.size() && word.get(i) == pair.left && word.get(i + 1) == pair.right) {
        result.add(id);
        i++;
      } else {
        result.add(word.get(i));
      }
    }
    return result;
  }

  // @start region="encode"
  List<Integer> encode(String text) {
    return words(text).flatMap(word -> encodeWord(word).stream()).toList();
  }

  /// Merges what was learned first as long as there is anything to merge.
  private List<Integer> encodeWord(String word) {
    List<Integer> result = bytes(word);
    while (true) {
      Optional<Pair> first =
          pairs(result).filter(ranks::containsKey).min(Comparator.comparing(this::rank));
      if (first.isEmpty()) {
        return result;
      }
      result = replaced(result, first.get(), merged(first.get()));
    }
  }

  String decode(List<Integer> encoded) {
    StringBuilder symbols = new StringBuilder();
    encoded.stream().map(this::token).forEach(symbols::append);
    return ByteSymbols.text(symbols.toString());
  }

  // @end
  private int rank(Pair pair) {
    return ranks.getOrDefault(pair, Integer.MAX_VALUE);
  }

  private List<Integer> bytes(String word) {
    return ByteSymbols.of(word).chars().mapToObj(ByteSymbols.ALL::indexOf).toList();
  }

  /// A token, with Ġ for a space.
  String token(int id) {
    if (id == padding()) {
      return "";
    }
    if (id < 0 || id > padding()) {
      throw new InputException("there is no token " + id + ": ids are 0 to " + padding());
    }
    return tokens.get(id);
  }

  /// The tokens by their ids.
  List<String> tokens() {
    return List.copyOf(tokens);
  }

  /// What was learned, in order.
  List<Pair> merges() {
    return List.copyOf(ranks.keySet());
  }

  /// How many tokens there are, without the one for padding.
  int size() {
    return tokens.size();
  }

  /// The id that fills up short texts of a batch; it decodes to nothing.
  int padding() {
    return tokens.size();
  }

  // @start region="save"
  /// Writes a line of two numbers for each merge. No token can break this format, be it a newline.
  void save(Path file) {
    Stream<String> lines = merges().stream().map(pair -> pair.left + " " + pair.right);
    try {
      Files.write(file, Stream.concat(Stream.of(HEAD), lines).toList());
    } catch (IOException e) {
      throw new InputException(file + ": the tokenizer cannot be written there", e);
    }
  }

  static BytePairEncoding load(Path file) {
    List<String> lines = lines(file);
    BytePairEncoding bpe = new BytePairEncoding();
    for (int i = 1; i < lines.size(); i++) {
      String[] ids = lines.get(i).split(" ", -1);
      try {
        int _ = bpe.learn(new Pair(Integer.parseInt(ids[0]), Integer.parseInt(ids[1])));
      } catch (IndexOutOfBoundsException | NumberFormatException e) {
        throw new InputException(
            file + ", line " + (i + 1) + ": wanted two ids of earlier tokens", e);
      }
    }
    return bpe;
  }

  // @end
  private static List<String> lines(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new InputException(file + ": there is no such file, or it is no text", e);
    }
    if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
      throw new InputException(file + ": it is not a tokenizer that this program has saved");
    }
    return lines;
  }
}
