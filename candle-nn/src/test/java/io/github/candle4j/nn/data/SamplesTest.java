package io.github.candle4j.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static final Device CPU = Device.CPU;
  private static final Tensor ROWS = Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}, CPU);

  @Test
  void aListIsCopied() {
    List<String> words = new ArrayList<>(List.of("a", "b"));
    Samples<String> samples = Samples.of(words);
    words.clear();
    assertThat(samples.size()).isEqualTo(2);
    assertThat(samples.get(1)).isEqualTo("b");
  }

  @Test
  void rowsOfTensorsAreSamples() {
    assertThat(Samples.of(ROWS).get(1).toVec1F32()).containsExactly(3, 4);
    Samples<Example> pairs = Samples.of(ROWS, Tensor.of(new int[] {7, 8, 9}, CPU));
    assertThat(pairs.size()).isEqualTo(3);
    assertThat(pairs.get(2).input().toVec1F32()).containsExactly(5, 6);
    assertThat(pairs.get(2).target().toScalarU32()).isEqualTo(9);
  }

  @Test
  void partsKeepTheirNumbers() {
    Samples<Integer> tens = Samples.of(6, i -> 10 * i);
    assertThat(tens.select(4, 1, 1).get(0)).isEqualTo(40);
    assertThat(tens.slice(2, 3).get(2)).isEqualTo(40);
    assertThat(tens.map(i -> i + 1).slice(5, 1).get(0)).isEqualTo(51);
    assertThat(tens.slice(6, 0).size()).isZero();
  }

  @Test
  void randomChangesFollowFromSeedAndNumber() {
    Samples<Double> noisy =
        Samples.of(3, i -> (double) i).augment((x, random) -> x + random.nextDouble());
    assertThat(noisy.get(2, 5)).isEqualTo(noisy.get(2, 5)).isBetween(2.0, 3.0);
    assertThat(noisy.get(2, 5)).isNotEqualTo(noisy.get(2, 6));
    assertThat(noisy.get(2, 5) - 2).isNotEqualTo(noisy.get(1, 5) - 1);
    assertThat(noisy.map(x -> -x).get(2, 5)).isEqualTo(-noisy.get(2, 5));
    assertThat(noisy.select(2).get(0, 5)).isEqualTo(noisy.get(2, 5));
  }

  @Test
  void numbersThatAreNotThereAreNamed() {
    for (Samples<?> samples :
        List.of(
            Samples.of(List.of(1, 2, 3)),
            Samples.of(3, i -> i),
            Samples.of(ROWS),
            Samples.of(ROWS, ROWS),
            Samples.of(9, i -> i).slice(0, 3))) {
      Errors.of(() -> samples.get(3))
          .is(Kind.INDEX, "get")
          .says("get: there is no sample 3, only 0 to 2");
      Errors.of(() -> samples.get(-1)).says("get: there is no sample -1, only 0 to 2");
    }
    Errors.of(() -> Samples.of(ROWS).select(0, 3)).says("get: there is no sample 3, only 0 to 2");
    Errors.of(() -> Samples.of(ROWS).slice(2, 2))
        .is(Kind.INDEX, "slice")
        .says("slice: samples 2 to 4 of 3");
  }

  @Test
  void tensorsThatAreNoSamplesAreRefused() {
    Errors.of(() -> Samples.of(Tensor.of(1f, CPU)))
        .is(Kind.SHAPE, "samples")
        .says(
            "samples: a scalar has no first dimension",
            "the first dimension counts the samples: use unsqueeze(0) for a single one");
    Errors.of(() -> Samples.of(ROWS, Tensor.of(new int[] {1}, CPU)))
        .is(Kind.SHAPE, "samples")
        .says(
            "shape mismatch in samples, lhs: [3, 2], rhs: [1]",
            "the first dimension counts the samples, and must be the same");
    Errors.of(() -> Samples.of(-1, i -> i)).says("samples: the size must be 0 or more, got -1");
  }
}
