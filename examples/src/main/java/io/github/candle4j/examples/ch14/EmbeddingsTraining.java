package io.github.candle4j.examples.ch14;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import io.github.candle4j.nn.data.DataLoader;
import io.github.candle4j.nn.data.DataLoaderConfig;
import io.github.candle4j.nn.data.Example;
import io.github.candle4j.nn.train.Checkpoint;
import io.github.candle4j.nn.train.RunningMean;
import java.util.List;

/// Learns vectors of words from what stands near them.
final class EmbeddingsTraining {
  private static final int BATCH = 128;

  /// How to train.
  ///
  /// @param seed where the random numbers start
  /// @param size the size of a vector
  /// @param window how far neighbours may be
  /// @param learningRate how far a step goes
  /// @param tied whether words have the same vectors as neighbours
  record Settings(long seed, int size, int window, double learningRate, boolean tied) {
    Settings withSeed(long value) {
      return new Settings(value, size, window, learningRate, tied);
    }
  }

  private final Vocabulary vocabulary;
  private final VarMap varmap = new VarMap();
  private final SkipGram model;
  private final AdamW optimizer;
  private final DataLoader<Example> loader;

  EmbeddingsTraining(Settings settings) {
    List<List<String>> sentences = Corpus.sentences();
    vocabulary = Vocabulary.of(sentences);
    List<SkipGram.Pair> pairs = SkipGram.pairs(sentences, vocabulary, settings.window());
    Device.CPU.setSeed(settings.seed());
    VarBuilder vb = VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU);
    model = SkipGram.create(vocabulary.size(), settings.size(), settings.tied(), vb);
    optimizer = AdamW.newLr(varmap.allVars(), settings.learningRate());
    loader =
        DataLoader.of(
            Tensor.of(pairs.stream().mapToInt(SkipGram.Pair::word).toArray(), Device.CPU),
            Tensor.of(pairs.stream().mapToInt(SkipGram.Pair::neighbour).toArray(), Device.CPU),
            DataLoaderConfig.defaults().withBatchSize(BATCH).withShuffle(settings.seed()));
  }

  Checkpoint checkpoint(Checkpoint empty) {
    return empty.model(varmap).with("optimizer", optimizer).with("pairs", loader);
  }

  // @start region="epoch"
  /// Goes through all pairs once, and returns the mean loss.
  double epoch() {
    RunningMean mean = new RunningMean();
    for (Example batch : loader) {
      Tensor scores = model.forward(batch.input()); // [batch, words]
      Tensor loss = Loss.crossEntropy(scores, batch.target());
      optimizer.backwardStep(loss);
      mean.add(loss.toScalarF32(), batch.target().dim(0));
    }
    return mean.value();
  }

  // @end
  Vectors vectors() {
    return new Vectors(vocabulary, table().toVec2F32());
  }

  /// The vectors of all words, `[words, size]`.
  Tensor table() {
    return model.words().embeddings().detach();
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  int pairs() {
    return loader.size();
  }

  long parameters() {
    return varmap.parameterCount();
  }

  static Vectors after(Settings settings, int epochs) {
    EmbeddingsTraining training = new EmbeddingsTraining(settings);
    for (int epoch = 0; epoch < epochs; epoch++) {
      double _ = training.epoch();
    }
    return training.vectors();
  }
}
