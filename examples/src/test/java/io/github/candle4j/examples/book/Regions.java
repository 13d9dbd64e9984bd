package io.github.candle4j.examples.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parts of the programs: what stands in `ch05/Training.java` between `// @start region="epoch"` and the next `// @end`, without
/// its indentation; and whole files. A name that begins with a slash is a path from the root of the project.
final class Regions {
  private static final Path ROOT = Path.of("..");
  private static final Path PROGRAMS = Path.of("src/main/java/io/github/candle4j/examples");

  private static final Pattern VERSION = Pattern.compile("  <version>(.*)</version>");

  private Regions() {}

  /// The region that is named like `ch05/Training#epoch`.
  static List<String> lines(String name) {
    String[] parts = name.split("#", 2);
    if (parts.length < 2) {
      throw new IllegalArgumentException("wanted Class#region, got " + name);
    }
    return lines(read(parts[0] + ".java"), parts[1]);
  }

  /// A whole file, with the version of the project in the place of its placeholder.
  static List<String> file(String name) {
    String version =
        read("/pom.xml").stream()
            .map(VERSION::matcher)
            .filter(Matcher::matches)
            .map(m -> m.group(1))
            .findFirst()
            .orElseThrow();
    return read(name).stream().map(line -> line.replace("@project.version@", version)).toList();
  }

  private static List<String> read(String name) {
    try {
      return Files.readAllLines(
          name.startsWith("/") ? ROOT.resolve(name.substring(1)) : PROGRAMS.resolve(name));
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
    // An empty last line would count as one without indentation.
    return String.join("\n", found).stripTrailing().stripIndent().strip().lines().toList();
  }
}
