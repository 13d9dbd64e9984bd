package io.github.candle4j.examples.ch12;

import static io.github.candle4j.examples.ch11.NumberSequence.number;
import static io.github.candle4j.examples.ch11.NumberSequence.numbers;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.LSTMState;
import io.github.candle4j.nn.Loss;
import io.github.candle4j.nn.Optimizer;
import io.github.candle4j.nn.SGD;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import io.github.candle4j.nn.train.Checkpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Trains an LSTM to tell the next number of a sequence.
final class LstmTraining {
  /// Which network, and how it is trained.
  enum Mode {
    /// Four linear layers, a step of the optimizer after each number.
    BY_HAND,
    /// The library's layer, one step of the optimizer for the whole sequence.
    LIBRARY,
    /// The library's layer, begun anew at each number, as in the draft.
    MEMORYLESS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How to train.
  record Settings(long seed, int hidden, double rate, Mode mode, double[] sequence) {
    Settings withSeed(long value) {
      return new Settings(value, hidden, rate, mode, sequence);
    }
  }

  private final Settings settings;
  private final VarMap varmap = new VarMap();
  private final Network network;
  private final Optimizer optimizer;

  LstmTraining(Settings settings) {
    this.settings = settings;
    Device.CPU.setSeed(settings.seed());
    VarBuilder vb = VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU);
    network =
        settings.mode() == Mode.BY_HAND
            ? LstmByHand.create(settings.hidden(), vb)
            : LstmOfLibrary.create(settings.hidden(), vb);
    optimizer = new SGD(varmap.allVars(), settings.rate());
  }

  /// Goes through the sequence once; returns the mean loss.
  double epoch() {
    return settings.mode() == Mode.LIBRARY ? wholeEpoch((LstmOfLibrary) network) : stepwiseEpoch();
  }

  // @start region="epoch"
  private double stepwiseEpoch() {
    double[] sequence = settings.sequence();
    LSTMState state = network.zeroState();
    double sum = 0;
    for (int i = 0; i + 1 < sequence.length; i++) {
      LSTMState next = network.step(number(sequence[i]), state);
      Tensor loss = Loss.mse(network.predict(next), number(sequence[i + 1]));
      optimizer.backwardStep(loss);
      state = remembered(next);
      sum += loss.toScalarF32();
    }
    return sum / (sequence.length - 1);
  }

  private LSTMState remembered(LSTMState next) {
    return settings.mode() == Mode.MEMORYLESS
        ? network.zeroState()
        : new LSTMState(next.h().detach(), next.c().detach());
  }

  // @end
  // @start region="whole"
  private double wholeEpoch(LstmOfLibrary lstm) {
    double[] sequence = settings.sequence();
    Tensor inputs = numbers(Arrays.copyOf(sequence, sequence.length - 1)); // [1, steps, 1]
    Tensor targets = numbers(Arrays.copyOfRange(sequence, 1, sequence.length));
    Tensor loss = Loss.mse(lstm.sequence(inputs), targets);
    optimizer.backwardStep(loss);
    return loss.toScalarF32();
  }

  // @end

  /// What it predicts after each number of the sequence, and then after its own prediction, `more` times.
  List<Double> predictions(int more) {
    return Tensor.noGrad(() -> {
      List<Double> predictions = new ArrayList<>();
      LSTMState state = network.zeroState();
      int steps = settings.sequence().length + more;
      for (int i = 0; i < steps; i++) {
        boolean given = i < settings.sequence().length;
        double x = given ? settings.sequence()[i] : predictions.getLast();
        LSTMState next = network.step(number(x), state);
        predictions.add((double) network.predict(next).i(0, 0).toScalarF32());
        state = remembered(next);
      }
      return predictions;
    });
  }

  /// What the gates say at each number of the sequence, if they are made by hand.
  List<GatesByHand.Gates> gates() {
    if (!(network instanceof LstmByHand(GatesByHand cell, var _))) {
      return List.of();
    }
    return Tensor.noGrad(() -> {
      List<GatesByHand.Gates> all = new ArrayList<>();
      LSTMState state = network.zeroState();
      for (double x : settings.sequence()) {
        GatesByHand.Gates gates = cell.gates(number(x), state);
        all.add(gates);
        state = gates.next(state);
      }
      return all;
    });
  }

  Checkpoint checkpoint(Checkpoint empty) {
    return empty.model(varmap).with("optimizer", optimizer);
  }

  /// The mean loss of the last epoch.
  static double loss(Settings settings, int epochs) {
    LstmTraining training = new LstmTraining(settings);
    double loss = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      loss = training.epoch();
    }
    return loss;
  }
}
