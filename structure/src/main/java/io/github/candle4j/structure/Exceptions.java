package io.github.candle4j.structure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is allowed to break a rule: the lines of `exceptions.txt` in this module, each with its reason.
record Exceptions(Map<String, String> reasons) {
  static Exceptions read() {
    try {
      return parse(Files.readAllLines(Project.ROOT.resolve("structure/exceptions.txt")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Exceptions parse(List<String> lines) {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int colon = line.indexOf(": ");
      if (colon < 0 || line.substring(colon + 2).isBlank()) {
        throw new IllegalArgumentException(
            "an exception needs its reason, `rule name: reason`: " + line);
      }
      reasons.put(line.substring(0, colon), line.substring(colon + 2));
    }
    return new Exceptions(Map.copyOf(reasons));
  }

  /// True when `name`, or the type before its dot, is excepted from `rule`.
  boolean allows(String rule, String name) {
    int dot = name.indexOf('.');
    return reasons.containsKey(rule + " " + name)
        || (dot >= 0 && reasons.containsKey(rule + " " + name.substring(0, dot)));
  }
}
