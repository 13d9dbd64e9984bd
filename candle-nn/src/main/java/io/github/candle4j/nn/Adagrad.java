package io.github.candle4j.nn;

import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.OptimizerStep;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.List;
import java.util.Map;

/// Adagrad, Duchi, Hazan and Singer, JMLR 12 (2011): `s ← s + g²`, `p ← p - lr' g / (√s + ε)` with `lr' = lr / (1 + (t-1) lrDecay)` in step t.
/// Weight decay adds λ p to g.
///
/// {@snippet :
/// Optimizer optimizer = Adagrad.newLr(varmap.allVars(), 0.01);
/// }
public final class Adagrad implements Optimizer {
  private final Slots slots;
  private ParamsAdagrad params;

  /// An optimizer of these variables; those of integers are left out.
  public Adagrad(List<Var> vars, ParamsAdagrad params) {
    this.slots = new Slots("adagrad", vars);
    this.params = params;
  }

  /// An optimizer with default settings but for the learning rate.
  ///
  /// @throws io.github.candle4j.core.CandleException if the learning rate is negative or not a number
  public static Adagrad newLr(List<Var> vars, double lr) {
    return new Adagrad(vars, ParamsAdagrad.defaults().withLr(lr));
  }

  /// The settings.
  public ParamsAdagrad params() {
    return params;
  }

  /// Sets the settings; what is remembered of the variables stays.
  public void setParams(ParamsAdagrad value) {
    params = value;
  }

  private List<String> names() {
    return List.of("sum");
  }

  @Override
  public void step(GradStore grads) {
    ParamsAdagrad p = params;
    slots.step(
        grads,
        names(),
        p.initialAccumulatorValue(),
        slot ->
            new OptimizerStep.Adagrad(
                p.lr() / (1 + (slot.steps() - 1) * p.lrDecay()), p.eps(), p.weightDecay()));
  }

  @Override
  public double learningRate() {
    return params.lr();
  }

  @Override
  public void setLearningRate(double lr) {
    params = params.withLr(lr);
  }

  @Override
  public Map<String, Tensor> state() {
    return slots.state(params.lr(), names(), params.initialAccumulatorValue());
  }

  @Override
  public void setState(Map<String, Tensor> state) {
    setLearningRate(slots.setState(state, names()));
  }
}
