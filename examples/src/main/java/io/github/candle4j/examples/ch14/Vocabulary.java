package io.github.candle4j.examples.ch14;

import io.github.candle4j.examples.common.InputException;
import java.util.List;

/// The words, each with its place in the list as its id.
///
/// @param words all words
// @start region="vocabulary"
record Vocabulary(List<String> words) {
  static Vocabulary of(List<List<String>> sentences) {
    return new Vocabulary(sentences.stream().flatMap(List::stream).distinct().sorted().toList());
  }

  int id(String word) {
    int id = words.indexOf(word);
    if (id < 0) {
      throw new InputException("there is no word " + word + " in the corpus");
    }
    return id;
  }

  // @end
  int size() {
    return words.size();
  }
}
