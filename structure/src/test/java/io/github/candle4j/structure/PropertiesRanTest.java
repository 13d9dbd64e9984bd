package io.github.candle4j.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Surefire passes over classes that no include names, silently: its reports must show every property and example.
class PropertiesRanTest {
  private static final Path TESTS = Path.of("src", "test", "java");
  private static final Pattern PROPERTY = Pattern.compile("(?m)^ +@(Property|Example)\\b");
  private static final Pattern TESTS_RUN = Pattern.compile("<testsuite [^>]*?\\btests=\"(\\d+)\"");

  @Test
  void everyPropertyRan() throws IOException {
    for (Path source : Project.sources()) {
      int properties = source.toString().endsWith("Properties.java") ? count(source) : 0;
      assertThat(properties == 0 ? 0 : countRun(source))
          .as(source.toString())
          .isEqualTo(properties);
    }
  }

  private static int countRun(Path source) throws IOException {
    Path file = Project.ROOT.relativize(source);
    Path module = file.getName(0);
    Path type = module.resolve(TESTS).relativize(file);
    String name = type.toString().replaceFirst("\\.java$", "").replaceAll("[/\\\\]", ".");
    Path report =
        Project.ROOT.resolve(module).resolve("target/surefire-reports/TEST-" + name + ".xml");
    assertThat(report).as("written by `mvn verify`").exists();
    Matcher run = TESTS_RUN.matcher(Files.readString(report));
    assertThat(run.find()).isTrue();
    return Integer.parseInt(run.group(1));
  }

  private static int count(Path source) throws IOException {
    return (int) PROPERTY.matcher(Files.readString(source)).results().count();
  }
}
