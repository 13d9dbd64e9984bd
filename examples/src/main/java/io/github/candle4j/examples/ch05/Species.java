package io.github.candle4j.examples.ch05;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What an iris can be.
enum Species {
  SETOSA(0),
  VERSICOLOR(1),
  VIRGINICA(2);

  private static final String GENUS = "iris-";

  private final int id;

  Species(int id) {
    this.id = id;
  }

  /// The class id, which is the label of such a flower and the column of its score.
  int id() {
    return id;
  }

  /// The species with this class id.
  static Species ofId(int id) {
    return Arrays.stream(values()).filter(s -> s.id == id).findFirst().orElseThrow();
  }

  /// The species by its name, with or without `Iris-`, in capitals or not.
  static Optional<Species> named(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    String epithet = name.startsWith(GENUS) ? name.substring(GENUS.length()) : name;
    return Arrays.stream(values()).filter(s -> s.toString().equals(epithet)).findFirst();
  }

  /// The names, by class id.
  static List<String> names() {
    return Arrays.stream(values()).map(Species::toString).toList();
  }

  /// The names as they stand in a data file, for messages.
  static String allNames() {
    return Arrays.stream(values()).map(s -> "Iris-" + s).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
