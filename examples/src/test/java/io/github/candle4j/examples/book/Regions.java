package io.github.candle4j.examples.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Parts of the programs: what stands in `ch05/Training.java` between `// @start region="epoch"` and the next `// @end`, without
/// its indentation.
final class Regions {
  private static final Path PROGRAMS = Path.of("src/main/java/io/github/candle4j/examples");

  private Regions() {}

  /// The region that is named like `ch05/Training#epoch`.
  static List<String> lines(String name) {
    String[] parts = name.split("#", 2);
    if (parts.length < 2) {
      throw new IllegalArgumentException("wanted Class#region, got " + name);
    }
    try {
      return lines(Files.readAllLines(PROGRAMS.resolve(parts[0] + ".java")), parts[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(List<String> source, String region) {
    List<String> found = new ArrayList<>();
    boolean inside = false;
    boolean seen = false;
    for (String line : source) {
      String text = line.strip();
      if (text.equals("// @start region=\"" + region + "\"")) {
        inside = true;
        seen = true;
      } else if (text.equals("// @end")) {
        inside = false;
      } else if (inside) {
        found.add(line);
      }
    }
    if (!seen || inside) {
      throw new IllegalArgumentException("there is no whole region " + region);
    }
    return String.join("\n", found).stripIndent().strip().lines().toList();
  }
}
