package io.github.candle4j.nn;

import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.OptimizerStep;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// RMSprop of Hinton's lecture 6e: `s ← α s + (1-α) g²`, `p ← p - lr g / (√s + ε)`. Centered (arXiv 1308.0850), the mean gradient a, kept
/// like s, is taken off: `√(s - a²)`. With momentum, `b ← μ b + g / (√s + ε)` and `p ← p - lr b`. Weight decay adds λ p to g.
///
/// {@snippet :
/// Optimizer optimizer = RMSprop.newLr(varmap.allVars(), 0.001);
/// }
public final class RMSprop implements Optimizer {
  private final Slots slots;
  private ParamsRMSprop params;

  /// An optimizer of these variables; those of integers are left out.
  public RMSprop(List<Var> vars, ParamsRMSprop params) {
    this.slots = new Slots("rmsprop", vars);
    this.params = params;
  }

  /// An optimizer with default settings but for the learning rate.
  ///
  /// @throws io.github.candle4j.core.CandleException if the learning rate is negative or not a number
  public static RMSprop newLr(List<Var> vars, double lr) {
    return new RMSprop(vars, ParamsRMSprop.defaults().withLr(lr));
  }

  /// The settings.
  public ParamsRMSprop params() {
    return params;
  }

  /// Sets the settings; what is remembered of the variables stays.
  public void setParams(ParamsRMSprop value) {
    params = value;
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(List.of("square_avg"));
    if (params.centered()) {
      names.add("grad_avg");
    }
    if (params.momentum() > 0) {
      names.add("momentum_buffer");
    }
    return names;
  }

  @Override
  public void step(GradStore grads) {
    ParamsRMSprop p = params;
    OptimizerStep rule =
        new OptimizerStep.RmsProp(
            p.lr(), p.alpha(), p.eps(), p.weightDecay(), p.momentum(), p.centered());
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
