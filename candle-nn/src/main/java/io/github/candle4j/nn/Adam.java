package io.github.candle4j.nn;

import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.OptimizerStep;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.List;
import java.util.Map;

/// Adam, arXiv 1412.6980: `m ← β₁ m + (1-β₁) g`, `v ← β₂ v + (1-β₂) g²`, `p ← p - lr m̂ / (√v̂ + ε)` with `m̂ = m / (1-β₁ᵗ)` and
/// `v̂ = v / (1-β₂ᵗ)`. Weight decay adds λ p to g; [AdamW] decays parameters by themselves, which is usually better.
///
/// {@snippet :
/// Optimizer optimizer = Adam.newLr(varmap.allVars(), 0.001);
/// }
public final class Adam implements Optimizer {
  private static final List<String> MOMENTS = List.of("exp_avg", "exp_avg_sq");
  private static final List<String> WITH_LARGEST =
      List.of("exp_avg", "exp_avg_sq", "max_exp_avg_sq");

  private final Slots slots;
  private ParamsAdam params;

  /// An optimizer of these variables; those of integers are left out.
  public Adam(List<Var> vars, ParamsAdam params) {
    this.slots = new Slots("adam", vars);
    this.params = params;
  }

  /// An optimizer with default settings but for the learning rate.
  ///
  /// @throws io.github.candle4j.core.CandleException if the learning rate is negative or not a number
  public static Adam newLr(List<Var> vars, double lr) {
    return new Adam(vars, ParamsAdam.defaults().withLr(lr));
  }

  /// The settings.
  public ParamsAdam params() {
    return params;
  }

  /// Sets the settings; what is remembered of the variables stays.
  public void setParams(ParamsAdam value) {
    params = value;
  }

  private List<String> names() {
    return params.amsgrad() ? WITH_LARGEST : MOMENTS;
  }

  @Override
  public void step(GradStore grads) {
    ParamsAdam p = params;
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
                false,
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
