package io.github.candle4j.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The choice between scalar and vector kernels is made once in a JVM, so each choice is looked at in one of its own.
class KernelChoiceTest {
  private static final String VECTOR_MODULE = "--add-modules=jdk.incubator.vector";
  private static final String WARNING = "candle4j runs on its scalar kernels";

  /// Two sums of the same numbers in another order, or a function with and without fused multiply-adds, differ by no
  /// more than some units in the last place of the largest term.
  private static final double TOLERANCE = 64 * Math.ulp(1f);

  @TempDir Path folder;

  @Test
  void vectorKernelsAreActiveInTheseTests() {
    // Without this, tests of vector against scalar kernels would compare the scalar ones with
    // themselves.
    assertThat(Utils.kernels()).startsWith("vector");
    assertThat(Utils.vectorApiIsAvailable()).isTrue();
  }

  @Test
  void wholeOperationsAgreeWhateverTheKernels() throws Exception {
    Map<String, double[]> scalar = results("scalar");
    for (String kernels : List.of("vector128", "vector256", "vector512")) {
      Map<String, double[]> vector = results(kernels);
      assertThat(vector.keySet()).isEqualTo(scalar.keySet());
      scalar.forEach((name, expected) ->
          compare(kernels + " " + name, requireNonNull(vector.get(name)), expected));
    }
  }

  @Test
  void missingModuleGivesScalarKernelsAndOneWarning() throws Exception {
    String output = output("-Dany=1");
    assertThat(output).contains("kernels scalar\n").containsOnlyOnce(WARNING);
    assertThat(output).contains("Start java with --add-modules jdk.incubator.vector");
  }

  @Test
  void quietPropertySilencesTheWarning() throws Exception {
    assertThat(output("-Dcandle.quiet=true")).contains("kernels scalar\n").doesNotContain(WARNING);
  }

  /// The results of each operation with these kernels.
  private Map<String, double[]> results(String kernels) throws Exception {
    Map<String, double[]> results = new TreeMap<>();
    String output = output(VECTOR_MODULE, "-Dcandle.kernels=" + kernels);
    assertThat(output).contains("kernels " + kernels + "\n").doesNotContain(WARNING);
    for (String line : output.lines().toList()) {
      if (line.startsWith("result ")) {
        List<String> parts = Arrays.asList(line.split(" ", -1));
        results.put(
            parts.get(1), parts.stream().skip(2).mapToDouble(Double::parseDouble).toArray());
      }
    }
    assertThat(results).isNotEmpty();
    return results;
  }

  private static void compare(String name, double[] actual, double[] expected) {
    assertThat(actual).as(name).hasSameSizeAs(expected);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(actual[i] - expected[i]) <= TOLERANCE * Math.max(1, largest))) {
        throw new AssertionError(name + " " + i + ": " + actual[i] + ", scalar " + expected[i]);
      }
    }
  }

  /// What a JVM of its own prints that runs [KernelResults] on the class path.
  private String output(String... flags) throws Exception {
    Path output = Files.createTempFile(folder, "output", ".txt");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(flags));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", KernelResults.class.getName()));
    Process process =
        OwnJvm.of(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }
}
