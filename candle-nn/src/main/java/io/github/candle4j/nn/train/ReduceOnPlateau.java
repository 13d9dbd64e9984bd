package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Optimizer;
import io.github.candle4j.nn.Stateful;
import java.util.LinkedHashMap;
import java.util.Map;

/// Makes the learning rate of an optimizer smaller when a metric has not become better for a while.
///
/// {@snippet :
/// ReduceOnPlateau plateau = new ReduceOnPlateau(optimizer, ReduceOnPlateauConfig.defaults());
/// for (int epoch = 0; epoch < 100; epoch++) {
///   plateau.update(validationLoss());
/// }
/// }
///
/// Its state is the best value and its counts; the learning rate is in the state of the optimizer.
public final class ReduceOnPlateau implements Stateful {
  private static final String BEST = "best";
  private static final String WAITED = "waited";
  private static final String COOLDOWN = "cooldown";

  private final Optimizer optimizer;
  private final ReduceOnPlateauConfig config;
  private double best;
  private long waited;
  private long cooldown;

  /// Watches a metric for an optimizer.
  public ReduceOnPlateau(Optimizer optimizer, ReduceOnPlateauConfig config) {
    this.optimizer = optimizer;
    this.config = config;
    best = config.better().worst();
  }

  /// Takes the next value of the metric, and tells whether the learning rate was reduced. NaN is no better.
  public boolean update(double value) {
    double margin =
        config.relative() && Double.isFinite(best) ? config.threshold() * best : config.threshold();
    if (config.better().isBetter(value, best, margin)) {
      best = value;
      waited = 0;
    } else {
      waited++;
    }
    if (cooldown > 0) {
      cooldown--;
      waited = 0;
    }
    if (waited <= config.patience()) {
      return false;
    }
    cooldown = config.cooldown();
    waited = 0;
    double lr = optimizer.learningRate();
    double next = Math.max(lr * config.factor(), config.minLr());
    boolean worthIt = lr - next > config.eps();
    if (worthIt) {
      optimizer.setLearningRate(next);
    }
    return worthIt;
  }

  /// The best value so far; an infinity before the first one.
  public double best() {
    return best;
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put(BEST, Tensor.of(best, Device.CPU));
    state.put(WAITED, Tensor.of(waited, Device.CPU));
    state.put(COOLDOWN, Tensor.of(cooldown, Device.CPU));
    return state;
  }

  /// Goes on from a state.
  ///
  /// @throws CandleException naming the entry that is missing, left over or of another shape or dtype
  @Override
  public void setState(Map<String, Tensor> state) {
    for (String name : state.keySet()) {
      if (!name.equals(BEST) && !name.equals(WAITED) && !name.equals(COOLDOWN)) {
        throw refused("entry " + name + " of the state belongs to nothing here");
      }
    }
    Tensor value = scalar(state, BEST, DType.F64);
    Tensor count = scalar(state, WAITED, DType.I64);
    Tensor pause = scalar(state, COOLDOWN, DType.I64);
    best = value.toScalarF64();
    waited = count.toScalarI64();
    cooldown = pause.toScalarI64();
  }

  private static Tensor scalar(Map<String, Tensor> state, String name, DType dtype) {
    Tensor value = state.get(name);
    if (value == null) {
      throw refused("entry " + name + " is missing in the state");
    }
    if (value.rank() != 0 || value.dtype() != dtype) {
      throw refused(
          "entry "
              + name
              + " of the state is "
              + value.shape()
              + " "
              + value.dtype()
              + ", expected [] "
              + dtype);
    }
    return value;
  }

  private static CandleException refused(String what) {
    return new CandleException(Kind.NAME, "reduce_on_plateau", "reduce_on_plateau: " + what);
  }

  @Override
  public String toString() {
    return "ReduceOnPlateau(best " + best + ", " + waited + " of " + config.patience() + ")";
  }
}
