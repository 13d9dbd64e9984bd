package io.github.candle4j.examples.ch09;

import static io.github.candle4j.nn.Linear.linear;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.ch06.LineData;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.Optimizer;
import io.github.candle4j.nn.SGD;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import io.github.candle4j.nn.train.Checkpoint;
import io.github.candle4j.nn.train.LearningRateFinder;
import io.github.candle4j.nn.train.LearningRateFinderConfig;
import io.github.candle4j.nn.train.Schedule;

/// A network 1 -> 10 -> 1 with ReLU, trained by SGD with a rate that follows a schedule.
final class RateTraining {
  private static final int HIDDEN = 10;

  /// How to train.
  ///
  /// @param raw whether x is taken as it is, from 0 to 9.9, or moved to mean 0 and deviation 1
  record Settings(long seed, int epochs, double rate, ScheduleChoice schedule, boolean raw) {
    Settings withSeed(long value) {
      return new Settings(value, epochs, rate, schedule, raw);
    }

    Settings withRate(double value) {
      return new Settings(seed, epochs, value, schedule, raw);
    }

    Settings withSchedule(ScheduleChoice value) {
      return new Settings(seed, epochs, rate, value, raw);
    }
  }

  private final Settings settings;
  private final Schedule schedule;
  private final VarMap varmap = new VarMap();
  private final Linear hidden;
  private final Linear output;
  private final Optimizer optimizer;
  private final LineData data;
  private final double mean;
  private final double deviation;

  RateTraining(Settings settings) {
    this.settings = settings;
    Device.CPU.setSeed(settings.seed());
    schedule = settings.schedule().create(settings.epochs());
    data = LineData.create(Device.CPU);
    mean = settings.raw() ? 0 : data.x().meanAll().toScalarF32();
    deviation = settings.raw() ? 1 : Math.sqrt(data.x().var(0).i(0).toScalarF32());
    VarBuilder vb = VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU);
    hidden = linear(1, HIDDEN, vb.pp("hidden"));
    output = linear(HIDDEN, 1, vb.pp("output"));
    optimizer = new SGD(varmap.allVars(), settings.rate());
  }

  // @start region="forward"
  private Tensor forward(Tensor x) { // [batch, 1]
    Tensor normalized = x.sub(mean).div(deviation); // [batch, 1]
    return output.forward(hidden.forward(normalized).relu());
  }

  // @end

  // @start region="epoch"
  /// One step with all points; returns the loss before it.
  double epoch(long number) {
    optimizer.setLearningRate(settings.rate() * schedule.at(number - 1));
    return step();
  }

  private double step() {
    Tensor loss = Loss.mse(forward(data.x()), data.y());
    optimizer.backwardStep(loss);
    return loss.toScalarF32();
  }

  // @end

  // @start region="find"
  /// Tries rates from 0.0001 to 10. The network is as before afterwards.
  LearningRateFinder.Found find() {
    LearningRateFinderConfig config =
        LearningRateFinderConfig.defaults()
            .withFrom(1e-4)
            .withTo(10)
            .withSteps(30)
            .withSmoothing(0);
    return new LearningRateFinder(varmap.allVars(), optimizer, config).run(this::step);
  }

  // @end

  double rate() {
    return optimizer.learningRate();
  }

  double loss() {
    return Tensor.noGrad(() -> Loss.mse(forward(data.x()), data.y())).toScalarF32();
  }

  double predict(double x) {
    Tensor number = Tensor.full((float) x, Shape.of(1, 1), Device.CPU);
    return Tensor.noGrad(() -> forward(number)).i(0, 0).toScalarF32();
  }

  Checkpoint checkpoint(Checkpoint empty) {
    return empty.model(varmap).with("optimizer", optimizer);
  }

  /// The loss after all epochs.
  static double loss(Settings settings) {
    RateTraining training = new RateTraining(settings);
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      double _ = training.epoch(epoch);
    }
    return training.loss();
  }
}
