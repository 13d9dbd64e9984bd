package io.github.candle4j.examples.ch14;

import static io.github.candle4j.nn.Embedding.embedding;

import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Embedding;
import io.github.candle4j.nn.Init;
import io.github.candle4j.nn.VarBuilder;
import java.util.ArrayList;
import java.util.List;

/// Says which words stand near a word.
///
/// @param words a vector for each word
/// @param output a vector for each word as a neighbour, `[words, size]`; with tied weights, those of `words`
// @start region="model"
record SkipGram(Embedding words, Tensor output) implements Module {
  static SkipGram create(int count, int size, boolean tied, VarBuilder vb) {
    Embedding words = embedding(count, size, vb.pp("words")); // N(0, 1)
    Init zero = new Init.Const(0);
    return new SkipGram(
        words,
        tied ? words.embeddings() : vb.getWithHints(words.embeddings().shape(), "output", zero));
  }

  /// The score of each word of the corpus as a neighbour.
  @Override
  public Tensor forward(Tensor ids) { // ids: [batch]
    return words.forward(ids).matmul(output.t()); // [batch, words]
  }

  // @end
  /// Two words that stand near each other, by their ids.
  record Pair(int word, int neighbour) {}

  // @start region="pairs"
  /// Each word with each of those that stand at most `window` places from it.
  static List<Pair> pairs(List<List<String>> sentences, Vocabulary vocabulary, int window) {
    List<Pair> pairs = new ArrayList<>();
    for (List<String> sentence : sentences) {
      for (int i = 0; i < sentence.size(); i++) {
        int end = Math.min(sentence.size(), i + window + 1);
        for (int j = Math.max(0, i - window); j < end; j++) {
          if (i != j) {
            pairs.add(new Pair(vocabulary.id(sentence.get(i)), vocabulary.id(sentence.get(j))));
          }
        }
      }
    }
    return pairs;
  }
  // @end
}
