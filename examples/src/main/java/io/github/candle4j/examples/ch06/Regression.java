package io.github.candle4j.examples.ch06;

import static io.github.candle4j.nn.Linear.linear;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.Optimizer;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import io.github.candle4j.nn.train.Checkpoint;
import io.github.candle4j.nn.train.Gradients;

/// Puts a line through points: a network of one weight and one bias.
final class Regression {
  /// How to train.
  ///
  /// @param decay k in `rate / (1 + k epoch)`, 0 for a constant rate
  /// @param clip the largest norm of the gradients, infinite for any
  record Settings(
      long seed, int epochs, OptimizerChoice optimizer, double rate, double decay, double clip) {
    Settings withSeed(long value) {
      return new Settings(value, epochs, optimizer, rate, decay, clip);
    }
  }

  private final Settings settings;
  private final VarMap varmap = new VarMap();
  private final LineData data;
  private final Linear model;
  private final Optimizer optimizer;

  // @start region="model"
  Regression(Settings settings) {
    this.settings = settings;
    Device device = Device.CPU;
    device.setSeed(settings.seed());
    data = LineData.create(device);
    model = linear(1, 1, VarBuilder.fromVarmap(varmap, DType.F32, device));
    optimizer = settings.optimizer().create(varmap.allVars(), settings.rate());
  }

  // @end

  // @start region="epoch"
  /// One step with all points; returns the loss before it.
  double epoch(long number) {
    optimizer.setLearningRate(settings.rate() / (1 + settings.decay() * (number - 1)));
    Tensor predictions = model.forward(data.x()); // [100, 1]
    Tensor loss = Loss.mse(predictions, data.y());
    GradStore gradients = loss.backward();
    if (settings.clip() < Double.POSITIVE_INFINITY) {
      Gradients.clipNorm(gradients, settings.clip());
    }
    optimizer.step(gradients);
    return loss.toScalarF32();
  }

  double predict(double x) {
    return model.forward(Tensor.full((float) x, Shape.of(1, 1), Device.CPU)).i(0, 0).toScalarF32();
  }

  // @end

  double loss() {
    return Loss.mse(model.forward(data.x()), data.y()).toScalarF32();
  }

  double weight() {
    return model.weight().i(0, 0).toScalarF32();
  }

  double bias() {
    return predict(0);
  }

  Checkpoint checkpoint(Checkpoint empty) {
    return empty.model(varmap).with("optimizer", optimizer);
  }

  /// A line after all epochs.
  static Regression trained(Settings settings) {
    Regression regression = new Regression(settings);
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      double _ = regression.epoch(epoch);
    }
    return regression;
  }
}
