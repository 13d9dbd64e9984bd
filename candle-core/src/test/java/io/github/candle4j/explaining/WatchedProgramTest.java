package io.github.candle4j.explaining;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.Tensor;
import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/// System properties that watch a whole program are read when it starts, so each is looked at in a JVM of its own.
class WatchedProgramTest {
  private static final String PLACE = "WatchedProgram\\.main\\(WatchedProgram\\.java:\\d+\\)";

  @TempDir Path folder;

  @Test
  void traceShowsAllThreadsAndEndsWithATable() throws Exception {
    List<String> output = output("-Dcandle.trace=true");
    assertThat(output)
        .anyMatch(line -> line.matches("sqr \\[2\\] -> \\[2\\] F32, .*, 8 B, " + PLACE))
        .anyMatch(line -> line.matches("exp \\[2\\] -> .*"))
        .anyMatch(line -> line.matches("mul .*, backward of mul, " + PLACE))
        .containsSubsequence("passed", "all operations")
        .anyMatch(line -> line.matches("mul \\(backward\\) +\\d+ .*%.*"))
        .anyMatch(line -> line.matches("\\d+ operations, .* made .*"));
  }

  @Test
  void anomalyWatchesTheWholeProgram() throws Exception {
    assertThat(output("-Dcandle.anomaly=true")).contains("ANOMALY in log", "ANOMALY in sqrt");
    assertThat(output("-Dcandle.anomaly=nan"))
        .contains("passed", "ANOMALY in sqrt")
        .doesNotContain("ANOMALY in log");
  }

  @Test
  void aPropertyWithoutAValueIsTrue() throws Exception {
    assertThat(output("-Dcandle.trace")).contains("all operations");
    assertThat(output("-Dcandle.anomaly")).contains("ANOMALY in log", "ANOMALY in sqrt");
  }

  @Test
  void anUnknownValueIsToldAndPassedOver() throws Exception {
    List<String> output =
        output("-Dcandle.trace=on", "-Dcandle.anomaly=inf", "-Dcandle.quiet=false");
    assertThat(output)
        .contains(
            "WARN candle: -Dcandle.trace=on is passed over: it may be true, false",
            "WARN candle: -Dcandle.anomaly=inf is passed over: it may be true, false, nan")
        .containsSubsequence("[3., 0.]", "Tensor[[2], f32]", "passed", "passed");
  }

  @Test
  void withoutThemNothingIsPrintedOrThrown() throws Exception {
    assertThat(output("-Dany=1"))
        .containsExactly("[3., 0.]", "Tensor[[2], f32]", "passed", "passed");
  }

  /// The lines that [WatchedProgram] prints, errors included.
  private List<String> output(String... flags) throws Exception {
    Path output = Files.createTempFile(folder, "output", ".txt");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-Dcandle.quiet=true"));
    command.addAll(List.of(flags));
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", classPath(), WatchedProgram.class.getName()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(lines.toString()).isZero();
    return lines;
  }

  /// Where classes of the library, of its tests, and of slf4j lie.
  private static String classPath() throws URISyntaxException {
    List<String> places = new ArrayList<>();
    for (Class<?> type : List.of(Tensor.class, WatchedProgram.class)) {
      URL place = Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class"));
      String file = Path.of(place.toURI()).toString();
      places.add(file.substring(0, file.length() - (type.getName() + "/.class").length()));
    }
    URL slf4j = Logger.class.getProtectionDomain().getCodeSource().getLocation();
    places.add(Path.of(slf4j.toURI()).toString());
    return String.join(File.pathSeparator, places);
  }
}
