package io.github.candle4j.examples.ch15;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.Embedding;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import io.github.candle4j.nn.train.Better;
import io.github.candle4j.nn.train.Checkpoint;
import io.github.candle4j.nn.train.EarlyStopping;
import io.github.candle4j.nn.train.Metrics;
import io.github.candle4j.nn.train.RunningMean;
import java.util.Random;

/// Trains a network to read encrypted letters.
final class CaesarTraining {
  static final int LENGTH = 10;
  private static final int TEXTS = 32;
  private static final int BATCHES = 50;
  private static final int TEST_TEXTS = 200;
  private static final long TEST_SEED = -1;

  /// What reads.
  enum Kind {
    TRANSFORMER,
    LEARNED_POSITIONS,
    NO_POSITIONS,
    LOOKUP
  }

  /// How to train.
  ///
  /// @param seed where the random numbers start
  /// @param size the size of a letter's vector
  /// @param learningRate how far a step goes
  /// @param patience how many epochs may bring nothing before it stops
  record Settings(long seed, int size, double learningRate, int patience) {}

  private final Settings settings;
  private final Letters.Cipher cipher;
  private final VarMap varmap = new VarMap();
  private final Module model;
  private final AdamW optimizer;
  private final EarlyStopping stopping;

  CaesarTraining(Settings settings, Letters.Cipher cipher, Kind kind) {
    this.settings = settings;
    this.cipher = cipher;
    Device.CPU.setSeed(settings.seed());
    VarBuilder vb = VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU);
    model =
        switch (kind) {
          case TRANSFORMER -> CaesarModel.create(settings.size(), LENGTH, vb);
          case LEARNED_POSITIONS ->
              CaesarModel.create(settings.size(), LENGTH, vb).learningPositions(LENGTH, vb);
          case NO_POSITIONS -> CaesarModel.create(settings.size(), LENGTH, vb).withoutPositions();
          case LOOKUP -> lookup(vb);
        };
    optimizer = AdamW.newLr(varmap.allVars(), settings.learningRate());
    stopping = new EarlyStopping(settings.patience(), 0, Better.HIGHER);
  }

  // @start region="lookup"
  /// A table with a row of 26 scores for each letter.
  static Module lookup(VarBuilder vb) {
    return Embedding.embedding(Letters.COUNT, Letters.COUNT, vb.pp("table"));
  }

  // @end

  Checkpoint checkpoint(Checkpoint empty) {
    return empty.model(varmap).with("optimizer", optimizer).with("stopping", stopping);
  }

  // @start region="epoch"
  /// Trains on 50 batches of new texts, and returns the mean loss.
  double epoch(long number) {
    Random random = new Random(settings.seed() + number);
    RunningMean mean = new RunningMean();
    for (int i = 0; i < BATCHES; i++) {
      Letters.Batch batch = Letters.batch(TEXTS, LENGTH, cipher, random);
      Tensor logits = model.forward(batch.input()).flattenTo(1); // [texts * letters, 26]
      Tensor loss = Loss.crossEntropy(logits, batch.target().flattenAll());
      optimizer.backwardStep(loss);
      mean.add(loss.toScalarF32(), TEXTS);
    }
    return mean.value();
  }

  /// The share of letters that are read right, in texts that are not trained on.
  double accuracy() {
    Letters.Batch test = Letters.batch(TEST_TEXTS, LENGTH, cipher, new Random(TEST_SEED));
    Tensor logits = Tensor.noGrad(() -> model.forward(test.input()).flattenTo(1));
    double accuracy = Metrics.accuracy(logits, test.target().flattenAll());
    boolean _ = stopping.update(accuracy);
    return accuracy;
  }

  // @end
  /// True if the accuracy has not risen for too long.
  boolean isOver() {
    return stopping.isOver();
  }

  /// The best accuracy of all epochs.
  double best() {
    return stopping.best();
  }

  /// What the network reads.
  String read(String secret) {
    Tensor ids = Tensor.of(Letters.ids(secret), Device.CPU).unsqueeze(0); // [1, 10]
    return Letters.text(Tensor.noGrad(() -> model.forward(ids)).argmax(2).squeeze(0).toVec1U32());
  }

  /// How much each letter of a text takes from each: `[letters, letters]`.
  float[][] weights(String secret) {
    if (!(model instanceof CaesarModel transformer)) {
      throw new InputException("a table has no attention to draw");
    }
    Tensor ids = Tensor.of(Letters.ids(secret), Device.CPU).unsqueeze(0); // [1, 10]
    return transformer.weights(ids).squeeze(0).toVec2F32();
  }

  long parameters() {
    return varmap.parameterCount();
  }
}
