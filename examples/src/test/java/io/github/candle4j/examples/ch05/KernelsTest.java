package io.github.candle4j.examples.ch05;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.examples.OtherJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
    List<String> arguments =
        Stream.concat(Stream.of(options), Stream.of(FinalLoss.class.getName())).toList();
    String[] words = OtherJvm.output(Path.of("."), arguments).strip().split(" ", -1);
    return new Outcome(words[0], Double.parseDouble(words[1]));
  }
}
