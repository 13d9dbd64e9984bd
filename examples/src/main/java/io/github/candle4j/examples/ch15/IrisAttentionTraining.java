package io.github.candle4j.examples.ch15;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.ch05.IrisData;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import io.github.candle4j.nn.train.Checkpoint;
import io.github.candle4j.nn.train.Metrics;
import io.github.candle4j.nn.train.RunningMean;
import java.util.Random;

/// Trains flowers to look at each other.
final class IrisAttentionTraining {
  static final int BATCH = 32;
  private static final double LEARNING_RATE = 0.001;

  /// How to train.
  ///
  /// @param seed where the random numbers start
  /// @param epochs how many times to go through all flowers
  /// @param scaled whether scores are divided by the root of the size
  /// @param cut whether the gradient ends at the norm
  record Settings(long seed, int epochs, boolean scaled, boolean cut) {
    Settings withSeed(long value) {
      return new Settings(value, epochs, scaled, cut);
    }
  }

  private final Settings settings;
  private final IrisData data = IrisData.flowers(Device.CPU);
  private final VarMap varmap = new VarMap();
  private final IrisAttention model;
  private final AdamW optimizer;

  IrisAttentionTraining(Settings settings) {
    this.settings = settings;
    Device.CPU.setSeed(settings.seed());
    model =
        IrisAttention.create(
            settings.scaled(),
            settings.cut(),
            VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU));
    optimizer = AdamW.newLr(varmap.allVars(), LEARNING_RATE);
  }

  IrisAttention model() {
    return model;
  }

  IrisData data() {
    return data;
  }

  Checkpoint checkpoint(Checkpoint empty) {
    return empty.model(varmap).with("optimizer", optimizer);
  }

  // @start region="epoch"
  /// Goes through all flowers once, and returns the mean loss.
  double epoch(long number) {
    RunningMean mean = new RunningMean();
    IrisData shuffled = data.shuffled(new Random(settings.seed() + number));
    for (IrisData batch : shuffled.batches(BATCH)) {
      Tensor loss = Loss.crossEntropy(model.forward(batch.features()), batch.labels());
      optimizer.backwardStep(loss);
      mean.add(loss.toScalarF32(), batch.size());
    }
    return mean.value();
  }

  /// The share of flowers that are told right, each among so many others.
  double accuracy(int batchSize) {
    RunningMean mean = new RunningMean();
    for (IrisData batch : data.shuffled(new Random(settings.seed())).batches(batchSize)) {
      Tensor logits = Tensor.noGrad(() -> model.forward(batch.features()));
      mean.add(Metrics.accuracy(logits, batch.labels()), batch.size());
    }
    return mean.value();
  }

  // @end

  static double accuracyAfterTraining(Settings settings) {
    IrisAttentionTraining training = new IrisAttentionTraining(settings);
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      double _ = training.epoch(epoch);
    }
    return training.accuracy(training.data().size());
  }
}
