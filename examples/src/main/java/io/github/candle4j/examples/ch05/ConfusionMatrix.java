package io.github.candle4j.examples.ch05;

import java.util.Arrays;
import java.util.Locale;

/// How often a flower of one species was taken for another.
///
/// @param counts one row for each true species, one column for each predicted one
record ConfusionMatrix(int[][] counts) {
  static ConfusionMatrix of(int[] labels, int[] predictions) {
    int species = Species.values().length;
    int[][] counts = new int[species][species];
    for (int i = 0; i < labels.length; i++) {
      counts[labels[i]][predictions[i]]++;
    }
    return new ConfusionMatrix(counts);
  }

  /// The share of the flowers whose species was found.
  double accuracy() {
    int correct = 0;
    int all = 0;
    for (int row = 0; row < counts.length; row++) {
      correct += counts[row][row];
      all += Arrays.stream(counts[row]).sum();
    }
    return (double) correct / all;
  }

  /// The matrix with the names of the species on two sides.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-12s", ""));
    for (Species predicted : Species.values()) {
      text.append(String.format(Locale.ROOT, "%12s", predicted));
    }
    for (Species actual : Species.values()) {
      text.append(String.format(Locale.ROOT, "%n%-12s", actual));
      for (int count : counts[actual.id()]) {
        text.append(String.format(Locale.ROOT, "%12d", count));
      }
    }
    return text.toString();
  }
}
