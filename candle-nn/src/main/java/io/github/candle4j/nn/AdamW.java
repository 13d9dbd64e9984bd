package io.github.candle4j.nn;

import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.OptimizerStep;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.List;
import java.util.Map;

/// Adam with decoupled weight decay, arXiv 1711.05101, algorithm 2:
/// `m ← β₁ m + (1-β₁) g`, `v ← β₂ v + (1-β₂) g²`, `p ← p (1 - lr λ) - lr m̂ / (√v̂ + ε)` with `m̂ = m / (1-β₁ᵗ)` and
/// `v̂ = v / (1-β₂ᵗ)`. Each variable counts its own steps t: one that gets its first gradient late starts as all others did.
///
/// {@snippet :
/// Optimizer optimizer = AdamW.newLr(varmap.allVars(), 0.01);
/// }
public final class AdamW implements Optimizer {
  private static final List<String> MOMENTS = List.of("exp_avg", "exp_avg_sq");
  private static final List<String> WITH_LARGEST =
      List.of("exp_avg", "exp_avg_sq", "max_exp_avg_sq");

  private final Slots slots;
  private ParamsAdamW params;

  /// An optimizer of these variables; those of integers are left out.
  public AdamW(List<Var> vars, ParamsAdamW params) {
    this.slots = new Slots("adamw", vars);
    this.params = params;
  }

  /// An optimizer with default settings but for the learning rate.
  ///
  /// @throws io.github.candle4j.core.CandleException if the learning rate is negative or not a number
  public static AdamW newLr(List<Var> vars, double lr) {
    return new AdamW(vars, ParamsAdamW.defaults().withLr(lr));
  }

  /// An optimizer of nothing yet; [#push] adds variables.
  public static AdamW empty(ParamsAdamW params) {
    return new AdamW(List.of(), params);
  }

  /// The same as the constructor.
  public static AdamW fromSlice(List<Var> vars, ParamsAdamW params) {
    return new AdamW(vars, params);
  }

  /// The settings.
  public ParamsAdamW params() {
    return params;
  }

  /// Sets the settings; what is remembered of the variables stays.
  public void setParams(ParamsAdamW value) {
    params = value;
  }

  private List<String> names() {
    return params.amsgrad() ? WITH_LARGEST : MOMENTS;
  }

  /// Adds a variable; one of integers is left out.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is there already
  public void push(Var variable) {
    slots.add(variable);
  }

  @Override
  public void step(GradStore grads) {
    ParamsAdamW p = params;
    slots.step(
        grads,
        names(),
        0,
        slot ->
            new OptimizerStep.Adam(
                p.lr(),
                p.beta1(),
                p.beta2(),
                p.eps(),
                p.weightDecay(),
                true,
                p.amsgrad(),
                slot.steps()));
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
