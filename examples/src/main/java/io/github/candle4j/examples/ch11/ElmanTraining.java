package io.github.candle4j.examples.ch11;

import static io.github.candle4j.examples.ch11.NumberSequence.number;
import static io.github.candle4j.examples.ch11.NumberSequence.numbers;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.Optimizer;
import io.github.candle4j.nn.SGD;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import io.github.candle4j.nn.train.Checkpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Trains an Elman network to tell the next number of a sequence.
final class ElmanTraining {
  /// How the network is trained.
  enum Mode {
    /// Three linear layers, a step of the optimizer after each number.
    BY_HAND,
    /// The same with nothing remembered.
    WITHOUT_CONTEXT,
    /// The library's layer, a step of the optimizer after each number.
    LIBRARY,
    /// The library's layer, one step of the optimizer for the whole sequence.
    WHOLE
  }

  /// How to train.
  record Settings(long seed, int hidden, double rate, Mode mode, double[] sequence) {
    Settings withSeed(long value) {
      return new Settings(value, hidden, rate, mode, sequence);
    }
  }

  private final Settings settings;
  private final VarMap varmap = new VarMap();
  private final Elman network;
  private final Optimizer optimizer;

  ElmanTraining(Settings settings) {
    this.settings = settings;
    Device.CPU.setSeed(settings.seed());
    VarBuilder vb = VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU);
    network =
        switch (settings.mode()) {
          case BY_HAND, WITHOUT_CONTEXT -> ElmanByHand.create(settings.hidden(), vb);
          case LIBRARY, WHOLE -> ElmanOfLibrary.create(settings.hidden(), vb);
        };
    optimizer = new SGD(varmap.allVars(), settings.rate());
  }

  /// Goes through the sequence once; returns the mean loss.
  double epoch() {
    return settings.mode() == Mode.WHOLE ? wholeEpoch((ElmanOfLibrary) network) : stepwiseEpoch();
  }

  // @start region="epoch"
  private double stepwiseEpoch() {
    double[] sequence = settings.sequence();
    Tensor context = network.start();
    double sum = 0;
    for (int i = 0; i + 1 < sequence.length; i++) {
      Elman.Step step = network.step(number(sequence[i]), context);
      Tensor loss = Loss.mse(step.output(), number(sequence[i + 1]));
      optimizer.backwardStep(loss);
      context =
          remembered(step).detach(); // the next step sees the numbers, not where they came from
      sum += loss.toScalarF32();
    }
    return sum / (sequence.length - 1);
  }

  private Tensor remembered(Elman.Step step) {
    return settings.mode() == Mode.WITHOUT_CONTEXT ? network.start() : step.context();
  }

  // @end
  // @start region="whole"
  private double wholeEpoch(ElmanOfLibrary elman) {
    double[] sequence = settings.sequence();
    Tensor inputs = numbers(Arrays.copyOf(sequence, sequence.length - 1)); // [1, steps, 1]
    Tensor targets = numbers(Arrays.copyOfRange(sequence, 1, sequence.length));
    Tensor loss = Loss.mse(elman.sequence(inputs), targets);
    optimizer.backwardStep(loss); // back through all steps
    return loss.toScalarF32();
  }

  // @end

  /// What it predicts after each number of a sequence.
  List<Double> predictions() {
    return Tensor.noGrad(() -> {
      List<Double> predictions = new ArrayList<>();
      Tensor context = network.start();
      for (double x : settings.sequence()) {
        Elman.Step step = network.step(number(x), context);
        predictions.add((double) step.output().i(0, 0).toScalarF32());
        context = remembered(step);
      }
      return predictions;
    });
  }

  Checkpoint checkpoint(Checkpoint empty) {
    return empty.model(varmap).with("optimizer", optimizer);
  }

  /// The mean loss of the last epoch.
  static double loss(Settings settings, int epochs) {
    ElmanTraining training = new ElmanTraining(settings);
    double loss = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      loss = training.epoch();
    }
    return loss;
  }
}
