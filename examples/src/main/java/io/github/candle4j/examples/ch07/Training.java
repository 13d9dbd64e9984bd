package io.github.candle4j.examples.ch07;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import io.github.candle4j.nn.train.Checkpoint;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Trains a network 1 -> hidden -> 1 to follow the line y = 2x + 1.
final class Training {
  static final int POINTS = 1000;

  /// What one pass over the points has brought.
  ///
  /// @param number from 1
  /// @param loss the mean squared error, each batch at the moment when the network saw it
  /// @param gradients those of the last batch
  /// @param seen how many different points there were in it
  record Epoch(long number, double loss, Weights gradients, long seen) {}

  private final TrainingSettings settings;
  private final LineData data;
  private final VarMap varmap = new VarMap();
  private final Weights weights;
  private final AdamW adamW;

  Training(TrainingSettings settings) {
    this.settings = settings;
    Device.CPU.setSeed(settings.seed());
    data = LineData.random(POINTS, settings.seed(), DType.F32);
    weights =
        Weights.create(
            settings.hidden(),
            settings.init(),
            VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU));
    adamW = AdamW.newLr(varmap.allVars(), settings.learningRate());
  }

  // @start region="epoch"
  /// Goes through the points once.
  Epoch epoch(long number) {
    Random random = new Random(settings.seed() + number);
    int[] order =
        settings.replacement()
            ? LineData.drawn(data.size(), random)
            : LineData.permutation(data.size(), random);
    LineData shuffled = data.select(order);
    double loss = 0;
    Weights gradients = weights;
    for (int from = 0; from < data.size(); from += settings.batchSize()) {
      LineData batch = shuffled.range(from, Math.min(settings.batchSize(), data.size() - from));
      Backprop.Result result = settings.backprop().gradients(weights, batch.x(), batch.y());
      gradients = result.gradients();
      if (settings.adamW()) {
        stepOfAdamW(gradients);
      } else {
        step(gradients);
      }
      loss += result.loss() * batch.size() / data.size();
    }
    return new Epoch(number, loss, gradients, Arrays.stream(order).distinct().count());
  }

  // @end
  // @start region="step"
  /// Gradient descent: each weight goes a little way down its slope.
  private void step(Weights gradients) {
    List<Var> vars = varmap.allVars(); // w1, b1, w2, b2
    for (int i = 0; i < vars.size(); i++) {
      Var weight = vars.get(i);
      Tensor down = gradients.all().get(i).mul(settings.learningRate());
      weight.set(weight.detach().sub(down));
    }
  }

  // @end
  // @start region="adamw"
  /// An optimizer of the library takes gradients from anywhere: they are a map from weights to tensors.
  private void stepOfAdamW(Weights gradients) {
    GradStore store = new GradStore();
    for (int i = 0; i < Weights.NAMES.size(); i++) {
      var _ = store.insert(weights.all().get(i), gradients.all().get(i));
    }
    adamW.step(store);
  }

  // @end
  /// The mean squared error of all points, with the weights as they are.
  double loss() {
    return ByTensors.number(Loss.mse(predict(data.x()), data.y()));
  }

  /// What the network says.
  ///
  /// - `x` `[batch, 1]`, result the same
  Tensor predict(Tensor x) {
    return Tensor.noGrad(() -> new ByAutograd(settings.relu()).forward(weights, x));
  }

  Weights weights() {
    return weights;
  }

  /// What has to be saved. The order of the points follows from the seed and the number of the epoch.
  Checkpoint checkpoint(Checkpoint empty) {
    Checkpoint model = empty.model(varmap);
    return settings.adamW() ? model.with("optimizer", adamW) : model;
  }
}
