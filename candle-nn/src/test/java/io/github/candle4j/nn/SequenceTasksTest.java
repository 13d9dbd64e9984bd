package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.AttentionOptions;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Small tasks that a model with a fault does not learn. Numbers that were not trained on decide.
class SequenceTasksTest {
  private static final Device CPU = Device.CPU;
  private static final int STEPS = 6;
  private static final int CLASSES = 8;

  private final Random random = new Random(11);
  private final VarMap vars = new VarMap();
  private final VarBuilder vb = VarBuilder.fromVarmap(vars, DType.F32, CPU);

  /// Flags whose neighbours, 2 before and 2 behind, are both set: neither direction alone can know.
  private record Flags(Tensor x, Tensor target) {
    static Flags draw(Random random, int batch) {
      float[] x = new float[batch * STEPS];
      int[] target = new int[batch * STEPS];
      for (int i = 0; i < x.length; i++) {
        x[i] = random.nextInt(2);
      }
      for (int i = 0; i < x.length; i++) {
        int t = i % STEPS;
        boolean both = t >= 2 && t < STEPS - 2 && x[i - 2] == 1 && x[i + 2] == 1;
        target[i] = both ? 1 : 0;
      }
      return new Flags(
          Tensor.fromVec(x, Shape.of(batch, STEPS, 1), CPU).mul(2).sub(1),
          Tensor.fromVec(target, Shape.of(batch * STEPS), CPU));
    }
  }

  private static double accuracy(Tensor logits, Tensor target) {
    return logits.argmax(1).eq(target).toDtype(DType.F32).meanAll().toScalarF32();
  }

  private double learnFlags(boolean bothWays) {
    CPU.setSeed(3);
    StackedRnnConfig config = StackedRnnConfig.defaults().withBidirectional(bothWays);
    StackedRnn<LSTMState> lstm = StackedRnn.lstm(1, 16, config, vb.pp("lstm" + bothWays));
    Linear head = Linear.linear(bothWays ? 32 : 16, 2, vb.pp("head" + bothWays));
    Optimizer optimizer = AdamW.newLr(vars.allVars(), 0.02);
    for (int step = 0; step < 150; step++) {
      Flags flags = Flags.draw(random, 64);
      Tensor y = head.forward(lstm.forward(flags.x).output().flattenTo(1));
      optimizer.backwardStep(Loss.crossEntropy(y, flags.target));
    }
    Flags flags = Flags.draw(random, 500);
    return accuracy(head.forward(lstm.forward(flags.x).output().flattenTo(1)), flags.target);
  }

  @Test
  void anLstmBothWaysLearnsWhatNeedsBoth() {
    assertThat(learnFlags(true)).isGreaterThan(0.99);
    // Two of six steps are open; of what came before, half is 1, and then the rest is a coin: 1 -
    // 2/6/4 at best.
    assertThat(learnFlags(false)).isLessThan(0.95);
  }

  /// Rows of tokens, and the same rows reversed.
  private Tensor tokens(int batch) {
    int[] ids = random.ints((long) batch * STEPS, 1, CLASSES).toArray();
    return Tensor.fromVec(ids, Shape.of(batch, STEPS), CPU);
  }

  /// What the decoder is given: a 0, then the wanted tokens but the last.
  private static Tensor shifted(Tensor wanted) {
    return wanted
        .narrow(1, 0, STEPS - 1)
        .toDtype(DType.F32)
        .padWithZeros(1, 1, 0)
        .toDtype(DType.U32);
  }

  private record Model(
      Embedding embedding,
      LearnedPositions positions,
      TransformerEncoder encoder,
      TransformerDecoder decoder) {
    static Model create(VarBuilder vb) {
      TransformerConfig config =
          TransformerConfig.of(32, 4).withDimFeedforward(64).withDropout(0).withNormFirst(true);
      return new Model(
          Embedding.embedding(CLASSES, 32, vb.pp("embedding")),
          LearnedPositions.learnedPositions(STEPS, 32, vb.pp("positions")),
          TransformerEncoder.transformerEncoder(1, config, vb.pp("encoder")),
          TransformerDecoder.transformerDecoder(1, config, vb.pp("decoder")));
    }

    Tensor memory(Tensor source) {
      return encoder.forward(positions.forward(embedding.forward(source)));
    }

    Tensor logits(Tensor y) {
      return y.broadcastMatmul(embedding.embeddings().t()).mul(1 / Math.sqrt(32));
    }

    Tensor forward(Tensor source, Tensor given) {
      Tensor target = positions.forward(embedding.forward(given));
      return logits(decoder.forward(target, memory(source)));
    }

    /// Token by token, each from those before it.
    Tensor generate(Tensor source) {
      Tensor memory = memory(source);
      List<KvCache> caches = List.of(new KvCache(2, STEPS));
      Tensor next = source.narrow(1, 0, 1).zerosLike();
      List<Tensor> all = new ArrayList<>();
      for (int i = 0; i < STEPS; i++) {
        Tensor x = positions.forward(embedding.forward(next), i);
        next = logits(decoder.forward(x, memory, AttentionOptions.defaults(), caches)).argmax(2);
        all.add(next);
      }
      return Tensor.cat(all, 1);
    }
  }

  @Test
  void aTransformerLearnsToReverse() {
    CPU.setSeed(1);
    Model model = Model.create(vb);
    Map<String, Tensor> before = new LinkedHashMap<>();
    vars.data().forEach((name, var) -> before.put(name, var.copy().detach()));
    Optimizer optimizer = AdamW.newLr(vars.allVars(), 0.003);
    for (int step = 0; step < 400; step++) {
      Tensor source = tokens(32);
      Tensor wanted = source.flip(1);
      Tensor y = model.forward(source, shifted(wanted)).flattenTo(1);
      GradStore grads = Loss.crossEntropy(y, wanted.flattenAll()).backward();
      if (step == 0) {
        for (Map.Entry<String, Var> parameter : vars.data().entrySet()) {
          assertThat(grads.get(parameter.getValue())).as(parameter.getKey()).isPresent();
        }
      }
      optimizer.step(grads);
    }
    vars.data()
        .forEach((name, var) -> {
          float moved =
              var.sub(Objects.requireNonNull(before.get(name))).abs().maxAll().toScalarF32();
          assertThat(moved).as(name).isPositive();
        });
    Tensor source = tokens(200);
    Tensor made = Tensor.noGrad(() -> model.generate(source));
    double right = made.eq(source.flip(1)).all(1).toDtype(DType.F32).meanAll().toScalarF32();
    assertThat(right).isGreaterThan(0.9);
  }
}
