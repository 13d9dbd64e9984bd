package io.github.candle4j.nn;

import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.OptimizerStep;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.List;
import java.util.Map;

/// Gradient descent, `p ← p - lr g`, and with momentum: `b ← μ b + (1-τ) g`, `p ← p - lr b`; in the first step `b = g`. Weight decay adds
/// λ p to g. Nesterov's form steps by `g + μ b` instead. Sutskever et al., ICML 2013.
///
/// {@snippet :
/// Optimizer plain = new SGD(varmap.allVars(), 0.1);
/// Optimizer heavy = new SGD(varmap.allVars(), ParamsSGD.defaults().withLr(0.1).withMomentum(0.9));
/// }
public final class SGD implements Optimizer {
  private static final List<String> BUFFER = List.of("momentum_buffer");

  private final Slots slots;
  private ParamsSGD params;

  /// An optimizer of these variables; those of integers are left out.
  ///
  /// @throws io.github.candle4j.core.CandleException if the learning rate is negative or not a number
  public SGD(List<Var> vars, double lr) {
    this(vars, ParamsSGD.defaults().withLr(lr));
  }

  /// An optimizer of these variables with settings; those of integers are left out.
  public SGD(List<Var> vars, ParamsSGD params) {
    this.slots = new Slots("sgd", vars);
    this.params = params;
  }

  /// An optimizer of nothing yet; [#push] adds variables.
  ///
  /// @throws io.github.candle4j.core.CandleException if the learning rate is negative or not a number
  public static SGD empty(double lr) {
    return new SGD(List.of(), lr);
  }

  /// The same as the constructor.
  ///
  /// @throws io.github.candle4j.core.CandleException if the learning rate is negative or not a number
  public static SGD fromSlice(List<Var> vars, double lr) {
    return new SGD(vars, lr);
  }

  /// The settings.
  public ParamsSGD params() {
    return params;
  }

  /// Sets the settings; the momentum stays, unless a step is made without.
  public void setParams(ParamsSGD value) {
    params = value;
  }

  /// The variables.
  public List<Var> intoInner() {
    return slots.vars();
  }

  /// Adds a variable; one of integers is left out.
  public void push(Var variable) {
    slots.add(variable);
  }

  private List<String> names() {
    return params.momentum() == 0 ? List.of() : BUFFER;
  }

  @Override
  public void step(GradStore grads) {
    ParamsSGD p = params;
    if (p.momentum() == 0) {
      OptimizerStep plain = new OptimizerStep.Sgd(p.lr(), p.weightDecay());
      slots.step(grads, List.of(), 0, _ -> plain);
      return;
    }
    slots.step(
        grads,
        BUFFER,
        0,
        slot ->
            new OptimizerStep.Momentum(
                p.lr(),
                p.momentum(),
                p.dampening(),
                p.weightDecay(),
                p.nesterov(),
                slot.steps() == 1));
  }

  @Override
  public double learningRate() {
    return params.lr();
  }

  @Override
  public void setLearningRate(double value) {
    params = params.withLr(value);
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
