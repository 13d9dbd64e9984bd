package io.github.candle4j.examples.ch14;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Words with their vectors, and what can be asked about them.
///
/// @param vocabulary the words
/// @param rows a vector for each word
record Vectors(Vocabulary vocabulary, float[][] rows) {
  /// A word and how near it is.
  record Near(String word, double cosine) {}

  // @start region="cosine"
  /// The cosine of the angle between two vectors: 1 for the same direction, 0 for a right angle, -1 for opposite ones.
  static double cosine(float[] a, float[] b) {
    double dot = 0;
    double normA = 0;
    double normB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      normA += a[i] * a[i];
      normB += b[i] * b[i];
    }
    return dot / Math.sqrt(normA * normB);
  }

  // @end
  float[] of(String word) {
    return rows[vocabulary.id(word)];
  }

  /// The words whose vectors have the most similar direction, without some.
  List<Near> nearest(float[] vector, Set<String> without, int count) {
    return vocabulary.words().stream()
        .filter(word -> !without.contains(word))
        .map(word -> new Near(word, cosine(vector, of(word))))
        .sorted(Comparator.comparingDouble(Near::cosine).reversed())
        .limit(count)
        .toList();
  }

  // @start region="analogy"
  /// What is to `c` as `b` is to `a`: the word nearest to b - a + c.
  String analogy(String a, String b, String c) {
    float[] vector = new float[rows[0].length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = of(b)[i] - of(a)[i] + of(c)[i];
    }
    return nearest(vector, Set.of(a, b, c), 1).getFirst().word();
  }

  // @end
  /// The share of analogies that come out right, of all pairs of rows of such a list: the first two words of each.
  double analogies(List<List<String>> rowsOfWords) {
    int right = 0;
    int all = 0;
    for (List<String> one : rowsOfWords) {
      for (List<String> other : rowsOfWords) {
        if (!one.equals(other)) {
          String answer = analogy(one.getFirst(), one.get(1), other.getFirst());
          right += answer.equals(other.get(1)) ? 1 : 0;
          all++;
        }
      }
    }
    return (double) right / all;
  }

  /// The share of words with a kind whose nearest word with a kind has the same.
  double kindsOfNeighbours() {
    List<String> all = Corpus.groups().values().stream().flatMap(List::stream).toList();
    int right = 0;
    for (List<String> group : Corpus.groups().values()) {
      for (String word : group) {
        String nearest =
            all.stream()
                .filter(other -> !other.equals(word))
                .max(Comparator.comparingDouble((String other) -> cosine(of(word), of(other))))
                .orElseThrow();
        right += group.contains(nearest) ? 1 : 0;
      }
    }
    return (double) right / all.size();
  }
}
