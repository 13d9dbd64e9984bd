package io.github.candle4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// JVMs beside that of the tests, with all its classes.
public final class OtherJvm {
  private OtherJvm() {}

  /// `java -cp .. arguments`, to be run in a folder; what it prints as an error goes nowhere.
  public static ProcessBuilder of(Path folder, List<String> arguments) {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    classPath()),
                arguments.stream())
            .toList();
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  /// What it prints; it must end well.
  public static String output(Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    Process process = of(folder, arguments).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /// All that this JVM has, whether on its class path or its module path, and the tests.
  private static String classPath() {
    return Stream.of("java.class.path", "jdk.module.path", "surefire.test.class.path")
        .map(System::getProperty)
        .filter(Objects::nonNull)
        .flatMap(path -> Stream.of(path.split(File.pathSeparator, -1)))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(
            Collectors.joining(
                File.pathSeparator,
                Path.of("target", "test-classes").toAbsolutePath() + File.pathSeparator,
                ""));
  }
}
