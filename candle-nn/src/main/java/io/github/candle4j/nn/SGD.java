package io.github.candle4j.nn;

import io.github.candle4j.core.Fused;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Var;
import java.util.List;

/// Gradient descent: `p ← p - lr g`.
public final class SGD implements Optimizer {
  private final List<Var> vars;
  private double lr;

  /// An optimizer of these variables; those of integers are left out.
  ///
  /// @throws io.github.candle4j.core.CandleException if the learning rate is negative or not a number
  public SGD(List<Var> vars, double lr) {
    this.vars = AdamW.floats(vars);
    this.lr = ParamsAdamW.checkedRate("sgd", lr);
  }

  @Override
  public void step(GradStore grads) {
    for (Var p : vars) {
      grads.get(p).ifPresent(g -> Fused.sgdStep(p, g, lr));
    }
  }

  @Override
  public double learningRate() {
    return lr;
  }

  @Override
  public void setLearningRate(double value) {
    lr = ParamsAdamW.checkedRate("sgd", value);
  }
}
