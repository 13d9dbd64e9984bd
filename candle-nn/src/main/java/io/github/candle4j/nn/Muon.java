package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.List;
import java.util.Map;

/// Muon, for matrices: a step is the mean gradient made nearly orthogonal. `b ← μ b + (1-μ) g`, `u = μ b + (1-μ) g` (Nesterov) or b,
/// `p ← p (1 - lr λ) - lr scale NS(u)`, where NS starts from `u / |u|` and repeats `x ← 3.4445 x - 4.775 a x + 2.0315 a² x` with `a = x xᵀ`,
/// which brings all singular values near 1. K. Jordan 2024, kellerjordan.github.io/posts/muon; arXiv 2502.16982.
///
/// F16 and BF16 are computed in F32; PyTorch iterates in BF16. Vectors, embeddings and the last layer are for another optimizer:
///
/// {@snippet :
/// Optimizer optimizer =
///     ParamGroups.of(
///         Muon.newLr(matrices, 0.02), AdamW.newLr(others, 0.001));
/// }
public final class Muon implements Optimizer {
  private static final double A = 3.4445;
  private static final double B = -4.775;
  private static final double C = 2.0315;
  private static final String BUFFER = "momentum_buffer";

  private final Slots slots;
  private ParamsMuon params;

  /// An optimizer of these matrices; variables of integers are left out.
  ///
  /// @throws CandleException if a variable of floats is not a matrix
  public Muon(List<Var> vars, ParamsMuon params) {
    this.slots = new Slots("muon", vars);
    this.params = params;
    for (Var var : slots.vars()) {
      if (var.rank() != 2) {
        throw CandleException.withHint(
            CandleException.Kind.SHAPE,
            "muon",
            "muon: a parameter must be a matrix, got shape " + var.shape(),
            "give the others to AdamW, and both to ParamGroups.of(..)");
      }
    }
  }

  /// An optimizer with default settings but for the learning rate.
  ///
  /// @throws CandleException if the learning rate is negative or not a number, or a variable of floats is not a matrix
  public static Muon newLr(List<Var> vars, double lr) {
    return new Muon(vars, ParamsMuon.defaults().withLr(lr));
  }

  /// The settings.
  public ParamsMuon params() {
    return params;
  }

  /// Sets the settings; the momentum stays.
  public void setParams(ParamsMuon value) {
    params = value;
  }

  @Override
  public void step(GradStore grads) {
    slots.step(grads, this::change);
  }

  private void change(Slots.Slot slot, Tensor gradient) {
    Tensor p = slot.var().detach();
    if (!gradient.shape().equals(p.shape())) {
      throw CandleException.shapeMismatch(
          "muon", p.shape(), gradient.shape(), "a gradient has the shape of its parameter");
    }
    if (gradient.dtype() != p.dtype()) {
      throw CandleException.dtypeMismatch("muon", p.dtype(), gradient.dtype());
    }
    DType dtype = p.dtype() == DType.F64 ? DType.F64 : DType.F32;
    Tensor g = gradient.detach().toDtype(dtype);
    Tensor buffer = mix(g, slot.memory(BUFFER, 0));
    slot.setMemory(BUFFER, buffer);
    Tensor direction = orthogonal(params.nesterov() ? mix(g, buffer) : buffer);
    double rate = params.lr() * params.scale().of(p.dim(0), p.dim(1));
    Tensor kept = p.toDtype(dtype).mul(1 - params.lr() * params.weightDecay());
    slot.var().set(kept.sub(direction.mul(rate)).toDtype(p.dtype()));
  }

  private Tensor mix(Tensor g, Tensor mean) {
    return mean.mul(params.momentum()).add(g.mul(1 - params.momentum()));
  }

  /// The wide way round, so that the product with itself is the smaller one.
  private Tensor orthogonal(Tensor u) {
    boolean tall = u.dim(0) > u.dim(1);
    Tensor x = tall ? u.t() : u;
    x = x.broadcastDiv(x.norm().maximum(params.eps()));
    for (int i = 0; i < params.steps(); i++) {
      Tensor a = x.matmul(x.t());
      Tensor factor = a.mul(B).add(a.matmul(a).mul(C));
      x = x.mul(A).add(factor.matmul(x));
    }
    return tall ? x.t() : x;
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
    return slots.state(params.lr(), List.of(BUFFER), 0);
  }

  @Override
  public void setState(Map<String, Tensor> state) {
    setLearningRate(slots.setState(state, List.of(BUFFER)));
  }
}
