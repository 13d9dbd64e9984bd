package io.github.candle4j.nn;

import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.OptimizerStep;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.List;
import java.util.Map;

/// Lion, arXiv 2302.06675: steps of one size, `p ← p (1 - lr λ) - lr sign(β₁ m + (1-β₁) g)`, then `m ← β₂ m + (1-β₂) g`. Its learning rate is
/// three to ten times smaller than that of [AdamW], its weight decay as much larger.
///
/// {@snippet :
/// Optimizer optimizer = Lion.newLr(varmap.allVars(), 0.0001);
/// }
public final class Lion implements Optimizer {
  private final Slots slots;
  private ParamsLion params;

  /// An optimizer of these variables; those of integers are left out.
  public Lion(List<Var> vars, ParamsLion params) {
    this.slots = new Slots("lion", vars);
    this.params = params;
  }

  /// An optimizer with default settings but for the learning rate.
  ///
  /// @throws io.github.candle4j.core.CandleException if the learning rate is negative or not a number
  public static Lion newLr(List<Var> vars, double lr) {
    return new Lion(vars, ParamsLion.defaults().withLr(lr));
  }

  /// The settings.
  public ParamsLion params() {
    return params;
  }

  /// Sets the settings; what is remembered of the variables stays.
  public void setParams(ParamsLion value) {
    params = value;
  }

  private List<String> names() {
    return List.of("exp_avg");
  }

  @Override
  public void step(GradStore grads) {
    ParamsLion p = params;
    OptimizerStep rule = new OptimizerStep.Lion(p.lr(), p.beta1(), p.beta2(), p.weightDecay());
    slots.step(grads, names(), 0, _ -> rule);
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
    return slots.state(params.lr(), names(), 0);
  }

  @Override
  public void setState(Map<String, Tensor> state) {
    setLearningRate(slots.setState(state, names()));
  }
}
