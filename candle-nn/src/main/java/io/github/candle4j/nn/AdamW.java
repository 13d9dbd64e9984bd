package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.ArrayList;
import java.util.List;

/// Adam with decoupled weight decay, arXiv 1711.05101, algorithm 2:
/// `m ← β₁ m + (1-β₁) g`, `v ← β₂ v + (1-β₂) g²`, `p ← p (1 - lr λ) - lr m̂ / (√v̂ + ε)` with `m̂ = m / (1-β₁ᵗ)` and
/// `v̂ = v / (1-β₂ᵗ)`.
public final class AdamW implements Optimizer {
  /// A variable and its moments.
  private record Slot(Var var, Tensor first, Tensor second) {}

  private final List<Slot> slots = new ArrayList<>();
  private ParamsAdamW params;
  private long steps;

  /// An optimizer of these variables; those of integers are left out.
  public AdamW(List<Var> vars, ParamsAdamW params) {
    this.params = params;
    for (Var var : floats(vars)) {
      slots.add(new Slot(var, var.zerosLike(), var.zerosLike()));
    }
  }

  /// An optimizer with default settings but for the learning rate.
  ///
  /// @throws CandleException if the learning rate is negative or not a number
  public static AdamW newLr(List<Var> vars, double lr) {
    return new AdamW(vars, ParamsAdamW.defaults().withLr(lr));
  }

  /// The settings.
  public ParamsAdamW params() {
    return params;
  }

  /// Sets the settings; the moments stay.
  public void setParams(ParamsAdamW value) {
    params = value;
  }

  @Override
  public void step(GradStore grads) {
    steps++;
    Fused.AdamW settings =
        new Fused.AdamW(
            params.lr(), params.beta1(), params.beta2(), params.eps(), params.weightDecay(), steps);
    for (Slot slot : slots) {
      grads
          .get(slot.var)
          .ifPresent(g -> Fused.adamWStep(settings, slot.var, g, slot.first, slot.second));
    }
  }

  @Override
  public double learningRate() {
    return params.lr();
  }

  @Override
  public void setLearningRate(double lr) {
    params = params.withLr(lr);
  }

  /// The variables that have gradients.
  static List<Var> floats(List<Var> vars) {
    return vars.stream().filter(v -> v.dtype().isFloat()).toList();
  }
}
