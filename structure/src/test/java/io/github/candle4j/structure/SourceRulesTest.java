package io.github.candle4j.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceRulesTest {
  private static final List<Path> FILES = Project.sources();
  private static final Sources SOURCES = Sources.parse(FILES);
  private static final SourceRules RULES = new SourceRules(Exceptions.read());

  @TempDir Path folder;

  @Test
  void filesAreShort() {
    assertThat(RULES.fileLines(FILES)).isEmpty();
  }

  @Test
  void countsOfTasksDoNotWrapAround() {
    assertThat(RULES.wrappingDivisions(FILES)).isEmpty();
  }

  @Test
  void methodsAreShort() {
    assertThat(RULES.methodLines(SOURCES)).isEmpty();
  }

  @Test
  void methodsTakeFewParameters() {
    assertThat(RULES.parameters(SOURCES)).isEmpty();
  }

  @Test
  void typeNamesSayWhatTheTypeIs() {
    assertThat(RULES.typeNames(SOURCES)).isEmpty();
  }

  @Test
  void whatUsersSeeIsDocumented() {
    assertThat(RULES.documentation(SOURCES)).isEmpty();
  }

  @Test
  void allModulesAreRead() {
    assertThat(SOURCES.types())
        .extracting(Sources.Type::packageName)
        .contains(
            "io.github.candle4j.core.cpu",
            "io.github.candle4j.examples",
            "io.github.candle4j.structure");
  }

  @Test
  void rulesFindWhatTheyForbid() throws IOException {
    Path file = folder.resolve("src/main/java/LongHelper.java");
    Files.createDirectories(file.getParent());
    String loop = "    System.out.println();\n".repeat(SourceRules.METHOD_LINES);
    Files.writeString(
        file,
        "package io.github.candle4j.core;\n\npublic class LongHelper {\n"
            + "  public void fine(int a, int b, int c, int d) {}\n\n"
            + "  public void five(int a, int b, int c, int d, int e) {\n"
            + loop
            + "  }\n\n  record Config(int a, int b, int c, int d, int e) {}\n}\n"
            + "\n".repeat(SourceRules.FILE_LINES));
    Sources sources = Sources.parse(List.of(file));
    SourceRules strict = new SourceRules(new Exceptions(Map.of()));

    assertThat(strict.fileLines(List.of(file)))
        .singleElement()
        .asString()
        .contains("has 450 lines, at most 400");
    assertThat(strict.methodLines(sources))
        .singleElement()
        .asString()
        .contains("five has 42 lines, at most 40");
    assertThat(strict.parameters(sources))
        .singleElement()
        .asString()
        .contains("five has 5 parameters, at most 4");
    assertThat(strict.typeNames(sources))
        .singleElement()
        .asString()
        .contains("LongHelper does not say what it is");
    assertThat(strict.documentation(sources)).hasSize(3);
  }

  @Test
  void divisionsThatMayWrapAroundAreFound() throws IOException {
    Path file = folder.resolve("Tasks.java");
    String division = "(n + CHUNK" + " - 1) / CHUNK;\n";
    Files.writeString(
        file, "int a = " + division + "// int b = " + division + "int c = (n - 1) / m;\n");
    assertThat(RULES.wrappingDivisions(List.of(file)))
        .singleElement()
        .asString()
        .contains("int a = ", "may overflow, use Math.ceilDiv");
  }

  @Test
  void exceptionsNameTypesThatExist() {
    List<String> types = SOURCES.types().stream().map(Sources.Type::name).toList();
    assertThat(RULES.exceptions().reasons().keySet())
        .allSatisfy(key -> assertThat(types).contains(key.split("[ .]")[1]));
  }

  @Test
  void anExceptionNeedsItsReason() {
    assertThatThrownBy(() -> Exceptions.parse(List.of("file-lines Tensor.java")))
        .hasMessageContaining("an exception needs its reason");
  }
}
