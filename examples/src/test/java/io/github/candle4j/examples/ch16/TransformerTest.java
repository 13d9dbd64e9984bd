package io.github.candle4j.examples.ch16;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.ch16.ModelConfig.Pieces;
import io.github.candle4j.examples.ch16.ModelConfig.Sizes;
import io.github.candle4j.nn.KvCache;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TransformerTest {
  private static final Sampler.Settings CHAPTER = new Sampler.Settings(0.8, 40, 1, 1.1);

  private static Transformer model(Pieces pieces) {
    Device.CPU.setSeed(7);
    VarBuilder vb = VarBuilder.fromVarmap(new VarMap(), DType.F32, Device.CPU);
    return Transformer.create(new ModelConfig(11, new Sizes(16, 2, 4, 12), 0, pieces), vb);
  }

  private static float[][] logits(Transformer model, int... ids) {
    Tensor batch = Tensor.of(ids, Device.CPU).unsqueeze(0);
    return Tensor.noGrad(() -> model.forward(batch, false)).get(0).toVec2F32();
  }

  @Test
  void theBooksModelHasItsNumberOfParametersAndLearnsFromABatch() {
    ModelConfig config = new ModelConfig(65, Sizes.BOOK, 0.1, Pieces.ALL);
    int[] ids = IntStream.range(0, 2600).map(i -> i * i % 65).toArray();
    Training training = new Training(config, new TrainingSettings(1, 1, 1, 1e-3), ids);
    assertThat(training.weights().parameterCount()).isEqualTo(10_697_537);
    // With scores of deviation √2, the mean loss of a guess is ln 65 + 1 = 5.17.
    assertThat(training.step(1)).isBetween(4.0, 6.5);
  }

  @Test
  void whatFollowsCannotBeSeen() {
    Transformer model = model(Pieces.ALL);
    float[][] one = logits(model, 1, 2, 3, 4, 5);
    float[][] other = logits(model, 1, 2, 3, 9, 5);
    assertThat(IntStream.range(0, 3).allMatch(i -> java.util.Arrays.equals(one[i], other[i])))
        .isTrue();
    assertThat(one[3]).isNotEqualTo(other[3]);
    assertThat(one[4]).isNotEqualTo(other[4]);
  }

  @Test
  void withoutTheMaskAllIsSeen() {
    Transformer model = model(new Pieces(false, true));
    assertThat(logits(model, 1, 2, 3, 4, 5)[0]).isNotEqualTo(logits(model, 1, 2, 3, 9, 5)[0]);
  }

  @Test
  void withoutPositionsAndMaskTheOrderIsNotKnown() {
    Transformer model = model(new Pieces(false, false));
    assertThat(logits(model, 1, 2, 3)[2])
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(logits(model, 2, 1, 3)[2]);
    Transformer whole = model(new Pieces(false, true));
    assertThat(logits(whole, 1, 2, 3)[2]).isNotEqualTo(logits(whole, 2, 1, 3)[2]);
  }

  @Test
  void theCacheGivesTheScoresOfTheWholeText() {
    Transformer model = model(Pieces.ALL);
    int[] ids = {3, 1, 4, 1, 5, 9, 2, 6};
    float[][] whole = logits(model, ids);
    List<KvCache> caches = model.newCaches();
    for (int i = 0; i < ids.length; i++) {
      Tensor id = Tensor.of(new int[] {ids[i]}, Device.CPU).unsqueeze(0);
      float[] next = Tensor.noGrad(() -> model.forward(id, caches)).flattenAll().toVec1F32();
      assertThat(next).usingComparatorWithPrecision(1e-4f).containsExactly(whole[i]);
    }
  }

  @Test
  void theCacheWritesTheSameTextBeyondWhatTheModelSees() {
    Transformer model = model(Pieces.ALL);
    List<Integer> cached = written(model, true);
    assertThat(cached).hasSize(60).isEqualTo(written(model, false));
  }

  private static List<Integer> written(Transformer model, boolean cached) {
    List<Integer> ids = new ArrayList<>();
    Generator generator = new Generator(model, new Sampler(CHAPTER, 5), cached);
    generator.generate(IntStream.range(0, 30).map(i -> i % 11).toArray(), 60, ids::add);
    return ids;
  }
}
