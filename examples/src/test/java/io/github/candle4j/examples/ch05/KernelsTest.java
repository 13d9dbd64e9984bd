package io.github.candle4j.examples.ch05;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The kernels are chosen once in the life of a JVM, so each kind has a JVM of its own.
class KernelsTest {
  /// What a JVM that trained has said.
  private record Outcome(String kernels, double loss) {}

  @Test
  void scalarAndVectorKernelsEndWithTheSameLoss() throws IOException, InterruptedException {
    Outcome scalar = trainInAnotherJvm("-Dcandle.kernels=scalar");
    Outcome vector = trainInAnotherJvm("--add-modules", "jdk.incubator.vector");
    assertThat(scalar.kernels()).isEqualTo("scalar");
    assertThat(vector.kernels()).startsWith("vector");
    assertThat(vector.loss()).isBetween(0.0, 0.2).isCloseTo(scalar.loss(), within(1e-5));
  }

  private static Outcome trainInAnotherJvm(String... options)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.of(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                Stream.of(options),
                Stream.of("-cp", classPath(), FinalLoss.class.getName()))
            .flatMap(part -> part)
            .toList();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    String[] words = output.strip().split(" ", -1);
    return new Outcome(words[0], Double.parseDouble(words[1]));
  }

  /// All that this JVM has, whether on its class path or its module path.
  private static String classPath() {
    return Stream.of("java.class.path", "jdk.module.path", "surefire.test.class.path")
        .map(System::getProperty)
        .filter(Objects::nonNull)
        .collect(
            Collectors.joining(
                File.pathSeparator, Path.of("target", "test-classes") + File.pathSeparator, ""));
  }
}
