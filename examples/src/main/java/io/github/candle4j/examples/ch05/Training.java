package io.github.candle4j.examples.ch05;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import io.github.candle4j.nn.train.Checkpoint;
import io.github.candle4j.nn.train.Metrics;
import java.util.Random;
import java.util.function.Consumer;

/// Trains a network to tell irises apart.
final class Training {
  /// What one pass over all flowers has brought.
  ///
  /// @param number from 1
  /// @param loss the mean cross-entropy of the flowers, each at the moment when the network saw it
  /// @param accuracy the share of the flowers that the network got right at that moment
  record Epoch(long number, double loss, double accuracy) {}

  private final TrainingSettings settings;
  private final VarMap varmap = new VarMap();
  private final Module model;
  private final AdamW optimizer;

  // @start region="network"
  /// A network with random weights, ready to be trained.
  Training(TrainingSettings settings, Device device) {
    this.settings = settings;
    device.setSeed(settings.seed());
    VarBuilder vb = VarBuilder.fromVarmap(varmap, DType.F32, device);
    IrisClassifier classifier = IrisClassifier.create(settings.hiddenSize(), vb);
    model = settings.relu() ? classifier : classifier.withoutRelu();
    optimizer = AdamW.newLr(varmap.allVars(), settings.learningRate());
  }

  // @end

  /// The chapter's experiment: a beginning without differences between the hidden units.
  void zeroWeights() {
    varmap.allVars().forEach(variable -> variable.set(variable.zerosLike()));
  }

  /// Trains the network through all epochs and returns it; `report` hears of each.
  Module train(IrisData data, Consumer<Epoch> report) {
    for (int number = 1; number <= settings.epochs(); number++) {
      report.accept(epoch(number, data));
    }
    return model;
  }

  /// The share of the flowers that a network gets right after all epochs.
  static double accuracy(TrainingSettings settings, IrisData data) {
    Module model = new Training(settings, data.features().device()).train(data, epoch -> {});
    return Metrics.accuracy(model.forward(data.features()), data.labels());
  }

  // @start region="checkpoint"
  /// What has to be saved to go on as if nothing had happened. The order of the flowers is not among it: it follows from the
  /// seed and the number of the epoch.
  Checkpoint checkpoint(Checkpoint empty) {
    return empty.model(varmap).with("optimizer", optimizer);
  }

  // @end
  /// The weights, to be saved, or set from a file.
  VarMap weights() {
    return varmap;
  }

  Module model() {
    return model;
  }

  // @start region="epoch"
  /// Goes through all flowers once.
  Epoch epoch(long number, IrisData data) {
    IrisData shuffled = data.shuffled(new Random(settings.seed() + number));
    double loss = 0;
    int correct = 0;
    for (IrisData batch : shuffled.batches(settings.batchSize())) {
      Tensor logits = model.forward(batch.features()); // [batch, 3]
      Tensor batchLoss = Loss.crossEntropy(logits, batch.labels());
      optimizer.backwardStep(batchLoss);
      loss += batch.size() * batchLoss.toScalarF32();
      correct += countCorrect(logits, batch.labels());
    }
    return new Epoch(number, loss / data.size(), (double) correct / data.size());
  }

  private static int countCorrect(Tensor logits, Tensor labels) {
    return logits.argmax(1).eq(labels).toDtype(DType.U32).sumAll().toScalarU32();
  }
  // @end
}
