package io.github.candle4j.core;

import io.github.candle4j.core.cpu.StartupWarning;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// System properties that watch a whole program.
final class WatchProperty {
  private WatchProperty() {}

  /// What a property says: `false` if it is not there, `true` if it is there without a value, as in `-Dcandle.trace`. Anything
  /// but these and `others` is `false`, with a warning.
  static String value(String property, List<String> others) {
    String value = System.getProperty(property, "false").strip().toLowerCase(Locale.ROOT);
    if (value.isEmpty()) {
      return "true";
    }
    if (value.equals("true") || value.equals("false") || others.contains(value)) {
      return value;
    }
    StartupWarning.print(
        "candle: -D"
            + property
            + "="
            + value
            + " is passed over: it may be true, false"
            + others.stream().map(other -> ", " + other).collect(Collectors.joining()));
    return "false";
  }
}
