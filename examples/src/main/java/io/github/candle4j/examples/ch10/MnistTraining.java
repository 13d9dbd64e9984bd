package io.github.candle4j.examples.ch10;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import io.github.candle4j.nn.data.DataLoader;
import io.github.candle4j.nn.data.DataLoaderConfig;
import io.github.candle4j.nn.data.Example;
import io.github.candle4j.nn.train.Checkpoint;
import io.github.candle4j.nn.train.Metrics;
import io.github.candle4j.nn.train.RunningMean;
import java.util.ArrayList;
import java.util.List;

/// Trains a network to read digits.
final class MnistTraining {
  private static final int TEST_BATCH = 500;

  /// What reads.
  enum Kind {
    CNN,
    NO_POOLING,
    NO_RELU,
    LINEAR
  }

  /// How to train.
  ///
  /// @param seed where the random numbers start: the first weights, and the order of the images
  /// @param kind what reads
  /// @param learningRate how far a step goes
  /// @param batchSize how many images make one step
  record Settings(long seed, Kind kind, double learningRate, int batchSize) {}

  /// What one pass over all images has brought: the mean loss, and the share of images that were read right.
  record Epoch(double loss, double accuracy) {}

  private final VarMap varmap = new VarMap();
  private final Module model;
  private final AdamW optimizer;
  private final DataLoader<Example> train;

  MnistTraining(Settings settings, Digits digits) {
    Device.CPU.setSeed(settings.seed());
    VarBuilder vb = VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU);
    model =
        switch (settings.kind()) {
          case CNN -> DigitReader.create(vb);
          case NO_POOLING -> DigitReader.withoutPooling(vb);
          case NO_RELU -> DigitReader.create(vb).withoutRelu();
          case LINEAR -> DigitReader.linearClassifier(vb);
        };
    optimizer = AdamW.newLr(varmap.allVars(), settings.learningRate());
    DataLoaderConfig config = DataLoaderConfig.defaults().withBatchSize(settings.batchSize());
    train =
        DataLoader.of(digits.train(), digits.trainLabels(), config.withShuffle(settings.seed()));
  }

  Checkpoint checkpoint(Checkpoint empty) {
    return empty.model(varmap).with("optimizer", optimizer).with("train", train);
  }

  Module model() {
    return model;
  }

  long parameters() {
    return varmap.parameterCount();
  }

  // @start region="epoch"
  /// Goes through all images once.
  Epoch epoch() {
    RunningMean loss = new RunningMean();
    RunningMean accuracy = new RunningMean();
    for (Example batch : train) {
      Tensor logits = model.forward(batch.input()); // [batch, 10]
      Tensor batchLoss = Loss.crossEntropy(logits, batch.target());
      optimizer.backwardStep(batchLoss);
      loss.add(batchLoss.toScalarF32(), batch.target().dim(0));
      accuracy.add(Metrics.accuracy(logits, batch.target()), batch.target().dim(0));
    }
    return new Epoch(loss.value(), accuracy.value());
  }

  // @end
  /// The share of the test images that are read right after so many epochs.
  double testAccuracy(Digits digits, int epochs) {
    for (int i = 0; i < epochs; i++) {
      Epoch _ = epoch();
    }
    return Metrics.accuracy(scores(digits.test()), digits.testLabels());
  }

  // @start region="scores"
  /// The scores of images, made in parts that fit into memory.
  Tensor scores(Tensor images) { // images: [n, 1, 28, 28]
    List<Tensor> parts = new ArrayList<>();
    for (int start = 0; start < images.dim(0); start += TEST_BATCH) {
      Tensor part = images.narrow(0, start, Math.min(TEST_BATCH, images.dim(0) - start));
      parts.add(Tensor.noGrad(() -> model.forward(part)));
    }
    return Tensor.cat(parts, 0); // [n, 10]
  }
  // @end
}
