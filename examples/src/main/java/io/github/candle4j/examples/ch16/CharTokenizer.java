package io.github.candle4j.examples.ch16;

import io.github.candle4j.examples.common.InputException;
import java.util.Locale;
import java.util.stream.IntStream;

/// Turns characters into numbers and back: the number of a character is its place in the alphabet.
///
/// @param alphabet the characters that there are, sorted, each once
// @start region="tokenizer"
record CharTokenizer(String alphabet) {
  static CharTokenizer of(String text) {
    StringBuilder alphabet = new StringBuilder();
    text.chars().distinct().sorted().forEach(c -> alphabet.append((char) c));
    return new CharTokenizer(alphabet.toString());
  }

  int[] encode(String text) {
    return text.chars().map(this::id).toArray();
  }

  String decode(int... ids) {
    StringBuilder text = new StringBuilder();
    IntStream.of(ids).forEach(id -> text.append(alphabet.charAt(id)));
    return text.toString();
  }

  // @end

  int size() {
    return alphabet.length();
  }

  private int id(int c) {
    int id = alphabet.indexOf(c);
    if (id < 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "the character '%c' (U+%04X) did not occur in the text that the model was trained on",
              c,
              c));
    }
    return id;
  }
}
