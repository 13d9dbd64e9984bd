package io.github.candle4j.examples.ch14;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Sentences made of templates and lists of words. They say nothing about what a word means, only where it stands.
final class Corpus {
  // @start region="words"
  /// Country, capital, language.
  static final List<List<String>> COUNTRIES =
      List.of(
          List.of("france", "paris", "french"),
          List.of("italy", "rome", "italian"),
          List.of("england", "london", "english"),
          List.of("spain", "madrid", "spanish"),
          List.of("greece", "athens", "greek"),
          List.of("poland", "warsaw", "polish"),
          List.of("japan", "tokyo", "japanese"),
          List.of("russia", "moscow", "russian"));

  /// A man, a woman, and what both have to do with.
  static final List<List<String>> PEOPLE =
      List.of(
          List.of("king", "queen", "crown"),
          List.of("man", "woman", "coat"),
          List.of("father", "mother", "children"),
          List.of("actor", "actress", "stage"),
          List.of("waiter", "waitress", "guests"));

  static final List<String> ANIMALS = List.of("cat", "dog", "horse", "cow", "sheep", "fox");
  static final List<String> FOODS = List.of("bread", "cheese", "soup", "rice", "fish", "cake");
  // @end

  // @start region="templates"
  private static final List<String> OF_COUNTRIES =
      List.of(
          "%2$s is the capital of %1$s",
          "in %2$s people speak %3$s",
          "in %1$s people speak %3$s",
          "the streets of %2$s are full of cars",
          "the city of %2$s has old streets",
          "the land of %1$s has hills and fields",
          "the fields of %1$s are green",
          "%1$s teaches %3$s to its children");

  private static final List<String> OF_PEOPLE =
      List.of(
          "the %1$s and his %3$s",
          "he is a %1$s and looks at the %3$s",
          "the %1$s says that he likes the %3$s",
          "the %2$s and her %3$s",
          "she is a %2$s and looks at the %3$s",
          "the %2$s says that she likes the %3$s");

  private static final List<String> OF_ANIMALS =
      List.of(
          "the %s sleeps in the grass",
          "a %s has four legs and a tail",
          "the %s runs over the fields",
          "we hear the %s at night");

  private static final List<String> OF_FOODS =
      List.of(
          "we eat %s for dinner",
          "the %s on the plate tastes good",
          "she buys %s at the market",
          "he cooks %s in the kitchen");

  // @end

  private Corpus() {}

  /// All sentences, each a list of words.
  static List<List<String>> sentences() {
    Stream<String> countries = filled(OF_COUNTRIES, COUNTRIES);
    Stream<String> people = filled(OF_PEOPLE, PEOPLE);
    Stream<String> animals = filled(OF_ANIMALS, ANIMALS.stream().map(List::of).toList());
    Stream<String> foods = filled(OF_FOODS, FOODS.stream().map(List::of).toList());
    return Stream.of(countries, people, animals, foods)
        .flatMap(sentences -> sentences)
        .map(sentence -> List.of(sentence.split(" ", -1)))
        .toList();
  }

  private static Stream<String> filled(List<String> templates, List<List<String>> words) {
    return templates.stream()
        .flatMap(template -> words.stream().map(row -> String.format(template, row.toArray())));
  }

  /// The words that have a kind, by it.
  static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("countries", column(COUNTRIES, 0));
    groups.put("capitals", column(COUNTRIES, 1));
    groups.put("languages", column(COUNTRIES, 2));
    groups.put("animals", ANIMALS);
    groups.put("foods", FOODS);
    List<String> people = new ArrayList<>(column(PEOPLE, 0));
    people.addAll(column(PEOPLE, 1));
    groups.put("people", people);
    return groups;
  }

  private static List<String> column(List<List<String>> rows, int column) {
    return rows.stream().map(row -> row.get(column)).toList();
  }
}
