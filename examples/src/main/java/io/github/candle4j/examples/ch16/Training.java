package io.github.candle4j.examples.ch16;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.common.InputException;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import io.github.candle4j.nn.data.BatchIterator;
import io.github.candle4j.nn.data.DataLoader;
import io.github.candle4j.nn.data.DataLoaderConfig;
import io.github.candle4j.nn.data.Example;
import io.github.candle4j.nn.data.TokenWindows;
import io.github.candle4j.nn.train.Checkpoint;
import io.github.candle4j.nn.train.Gradients;
import io.github.candle4j.nn.train.RunningMean;
import io.github.candle4j.nn.train.Schedule;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Trains a transformer to tell the next character of a text.
final class Training {
  private static final double TRAINING_PART = 0.9;
  private static final double MAX_NORM = 1.0;
  private static final double LAST_RATE = 0.1;
  private static final int WARMUP_PART = 20;

  private final TrainingSettings settings;
  private final VarMap varmap = new VarMap();
  private final Transformer model;
  private final AdamW optimizer;
  private final Schedule schedule;
  private final DataLoader<Example> loader;
  private final DataLoader<Example> validation;
  private @Nullable BatchIterator<Example> batches;

  /// A model with random weights, ready to be trained on the ids of a text.
  Training(ModelConfig config, TrainingSettings settings, int[] ids) {
    this.settings = settings;
    Device.CPU.setSeed(settings.seed());
    model = Transformer.create(config, VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU));
    optimizer = AdamW.newLr(varmap.allVars(), settings.learningRate());
    int warmup = Math.max(1, settings.steps() / WARMUP_PART);
    schedule =
        Schedule.warmup(
            warmup, new Schedule.Cosine(Math.max(1, settings.steps() - warmup), LAST_RATE));
    // @start region="windows"
    int window = config.maxSeqLen();
    int split = (int) (ids.length * TRAINING_PART);
    check(ids.length, split, window);
    DataLoaderConfig batch = DataLoaderConfig.defaults().withBatchSize(settings.batchSize());
    loader =
        DataLoader.of(
            TokenWindows.of(Arrays.copyOfRange(ids, 0, split), window, 1),
            Example::stack,
            batch.withShuffle(settings.seed()));
    validation =
        DataLoader.of(
            TokenWindows.of(Arrays.copyOfRange(ids, split, ids.length), window, window),
            Example::stack,
            batch);
    // @end
  }

  private static void check(int length, int split, int window) {
    if (length - split <= window) {
      throw new InputException(
          "the text has "
              + length
              + " characters: a tenth of it, for validation, must be more than a window of "
              + window
              + "; try a smaller --seq");
    }
  }

  Transformer model() {
    return model;
  }

  VarMap weights() {
    return varmap;
  }

  /// What has to be saved to go on as if nothing had happened.
  Checkpoint checkpoint(Checkpoint empty) {
    return empty.model(varmap).with("optimizer", optimizer).with("loader", loader);
  }

  // @start region="step"
  /// Learns from one batch; the first step is 1.
  double step(long step) {
    Example batch = nextBatch();
    optimizer.setLearningRate(settings.learningRate() * schedule.at(step - 1));
    Tensor loss = loss(batch, true);
    GradStore gradients = loss.backward();
    double _ = Gradients.clipNorm(gradients, MAX_NORM);
    optimizer.step(gradients);
    return loss.toScalarF32();
  }

  private Tensor loss(Example batch, boolean train) {
    Tensor logits = model.forward(batch.input(), train); // [batch, seq, vocabulary]
    return Loss.crossEntropy(logits.flattenTo(1), batch.target().flattenAll());
  }

  // @end
  private Example nextBatch() {
    BatchIterator<Example> current = batches;
    if (current == null || !current.hasNext()) {
      current = loader.iterator();
      batches = current;
    }
    return current.next();
  }

  // @start region="validate"
  /// The mean loss of characters that the training never sees: of the first batches, or of all.
  double validate(int mostBatches) {
    RunningMean mean = new RunningMean();
    validation.seek(new DataLoader.Position(0, 0));
    for (Example batch : validation) {
      Tensor loss = Tensor.noGrad(() -> loss(batch, false));
      mean.add(loss.toScalarF32(), batch.input().dim(0));
      if (validation.position().batch() >= mostBatches) {
        break;
      }
    }
    return mean.value();
  }
  // @end
}
