package io.github.candle4j.core;

import java.util.Collection;

/// Lists of names in errors.
final class Names {
  private static final int SHOWN = 10;

  private Names() {}

  /// The first names, and how many more there are.
  static String some(Collection<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    String shown = String.join(", ", names.stream().limit(SHOWN).toList());
    return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
  }
}
