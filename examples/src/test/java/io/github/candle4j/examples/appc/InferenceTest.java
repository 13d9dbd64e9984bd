package io.github.candle4j.examples.appc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.examples.CommandRun;
import io.github.candle4j.examples.ch16.ModelConfig;
import io.github.candle4j.examples.ch16.Transformer;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InferenceTest {
  private static final int COUNT = 24;
  private static final ModelConfig CONFIG =
      new ModelConfig(65, new ModelConfig.Sizes(64, 2, 4, COUNT), 0, ModelConfig.Pieces.ALL);

  private final Models models = models();
  private final Inference inference = new Inference(models, new Bench(1, 1), COUNT);

  private static Models models() {
    Device.CPU.setSeed(1);
    return Models.create(CONFIG);
  }

  @AfterAll
  void removesItsFiles() {
    models.close();
    assertThat(Files.exists(models.f32().getParent())).isFalse();
  }

  private static double difference(List<Inference.Row> rows, String name) {
    return rows.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow().difference();
  }

  @Test
  void withoutRecordingTheScoresAreTheSame() {
    VarBuilder vb = VarBuilder.fromVarmap(new VarMap(), DType.F32, Device.CPU);
    List<Inference.Row> rows = inference.noGrad(Transformer.create(CONFIG, vb));
    assertThat(difference(rows, "noGrad")).isZero();
  }

  @Test
  void theCacheWritesTheSameText() {
    assertThat(difference(inference.cache(), "with cache")).isZero();
    Transformer model = models.read(models.f32(), DType.F32);
    int[] text = inference.written(model, true);
    assertThat(inference.written(model, false)).isEqualTo(text).hasSize(COUNT);
    Set<Integer> different = Arrays.stream(text).boxed().collect(Collectors.toSet());
    assertThat(different).hasSizeGreaterThan(1);
  }

  @Test
  void halvesTakeHalfTheSpaceAndChangeTheScoresALittle() {
    assertThat(Models.megabytes(models.f16()) / Models.megabytes(models.f32()))
        .isCloseTo(0.5, within(0.01));
    List<Inference.Row> rows = inference.half();
    // Halves have 11 bits: a weight is off by 1/4096 of itself at most.
    assertThat(difference(rows, "F16 in the file")).isBetween(1e-6, 0.02);
    assertThat(difference(rows, "F16 everywhere")).isBetween(1e-6, 0.05);
  }

  @Test
  void mappedWeightsGiveTheSameBits() {
    assertThat(difference(inference.mapped(), "use, mapped")).isZero();
  }

  @Test
  void theMedianIsNotMovedByOneSlowRun() {
    int[] calls = new int[2];
    double[] times =
        new Bench(2, 5)
            .milliseconds(
                () -> calls[0]++,
                () -> {
                  if (calls[1]++ == 4) {
                    pause();
                  }
                  return calls[1];
                });
    assertThat(calls).containsExactly(7, 7);
    assertThat(times[1]).isLessThan(40);
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theCommandPrintsAllFour() {
    CommandRun run =
        CommandRun.of(
            "inference",
            "--size",
            "32",
            "--layers",
            "1",
            "--heads",
            "2",
            "--tokens",
            "8",
            "--runs",
            "1",
            "--warmups",
            "1");
    assertThat(run.err()).isEmpty();
    // 65·32 + 4 (32² + 32) + 32·128 + 128 + 128·32 + 32 + 4·32 + 2·32 + 65·33
    assertThat(run.out())
        .contains("16993 parameters", "recorded", "with cache", "F16 everywhere", "use, mapped");
    assertThat(CommandRun.of("inference", "--heads", "5").err())
        .isEqualTo("error: --heads 5 does not divide --size 384\n");
  }
}
