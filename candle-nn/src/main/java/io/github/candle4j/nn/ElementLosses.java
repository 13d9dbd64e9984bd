package io.github.candle4j.nn;

import io.github.candle4j.core.Tensor;

/// Losses of elements, one by one.
final class ElementLosses {
  private static final String SAME = "inp and target have one shape; broadcastAs(..) repeats one";

  private ElementLosses() {}

  static Tensor mse(Tensor inp, Tensor target, Reduction reduction) {
    return reduce("mse", inp, reduction, difference("mse", inp, target).sqr());
  }

  static Tensor l1(Tensor inp, Tensor target, Reduction reduction) {
    return reduce("l1", inp, reduction, difference("l1", inp, target).abs());
  }

  /// `d²/2` where `|d| <= delta`, `delta (|d| - delta/2)` elsewhere.
  static Tensor huber(Tensor inp, Tensor target, double delta, Reduction reduction) {
    Checks.check(
        delta > 0 && Double.isFinite(delta), "huber", "delta must be above 0 and finite", delta);
    Tensor size = difference("huber", inp, target).abs();
    Tensor losses =
        size.le(delta).whereCond(size.sqr().mul(0.5), size.affine(delta, -delta * delta / 2));
    return reduce("huber", inp, reduction, losses);
  }

  /// `d²/2beta` where `|d| < beta`, `|d| - beta/2` elsewhere.
  static Tensor smoothL1(Tensor inp, Tensor target, double beta, Reduction reduction) {
    String operation = "smooth_l1";
    Checks.check(
        beta >= 0 && Double.isFinite(beta), operation, "beta must be 0 or more and finite", beta);
    Tensor size = difference(operation, inp, target).abs();
    Tensor losses =
        beta == 0 ? size : size.lt(beta).whereCond(size.sqr().mul(0.5 / beta), size.sub(beta / 2));
    return reduce(operation, inp, reduction, losses);
  }

  /// `(1-t) x + (1 + (w-1) t) log(1 + e^-x)`, where the logarithm is `max(-x, 0) + log(1 + e^-|x|)`.
  static Tensor binaryCrossEntropyWithLogit(
      Tensor inp, Tensor target, BinaryCrossEntropyConfig config) {
    String operation = "binary_cross_entropy_with_logit";
    LossInputs.same(operation, inp, target, SAME);
    Tensor x = LossInputs.wide(operation, inp);
    Tensor t = target.toDtype(x.dtype());
    // The maximum shares its slope where both are equal, which makes that of the logarithm 1/2 at
    // 0.
    Tensor log = x.neg().maximum(0).add(logOnePlus(x.abs().neg().exp()));
    if (config.posWeight().isPresent()) {
      Tensor more = config.posWeight().get().detach().toDtype(x.dtype()).sub(1);
      log = log.mul(t.broadcastMul(more).add(1));
    }
    Tensor losses = t.affine(-1, 1).mul(x).add(log);
    if (config.weight().isPresent()) {
      losses = losses.broadcastMul(config.weight().get().detach().toDtype(x.dtype()));
    }
    return reduce(operation, inp, config.reduction(), losses);
  }

  /// `log(1 + x)` from 0 to 1, also where 1 + x is rounded to 1: what was rounded off is added again, divided by the derivative.
  private static Tensor logOnePlus(Tensor x) {
    Tensor sum = x.add(1);
    Tensor lost = x.detach().sub(sum.detach().sub(1)).div(sum.detach());
    return sum.log().add(lost);
  }

  /// `t (log t - x)`, 0 where t is.
  static Tensor klDiv(Tensor inp, Tensor target, Reduction reduction) {
    LossInputs.same("kl_div", inp, target, SAME);
    Tensor x = LossInputs.wide("kl_div", inp);
    Tensor t = target.toDtype(x.dtype());
    Tensor safe = t.gt(0).whereCond(t, t.onesLike());
    return reduce("kl_div", inp, reduction, t.mul(safe.log().sub(x)));
  }

  /// `e^t (t - x)`
  static Tensor klDivLogTarget(Tensor inp, Tensor logTarget, Reduction reduction) {
    LossInputs.same("kl_div", inp, logTarget, SAME);
    Tensor x = LossInputs.wide("kl_div", inp);
    Tensor t = logTarget.toDtype(x.dtype());
    return reduce("kl_div", inp, reduction, t.exp().mul(t.sub(x)));
  }

  private static Tensor difference(String operation, Tensor inp, Tensor target) {
    LossInputs.same(operation, inp, target, SAME);
    return LossInputs.wide(operation, inp).sub(LossInputs.wide(operation, target));
  }

  private static Tensor reduce(String operation, Tensor inp, Reduction reduction, Tensor losses) {
    return reduction.of(operation, losses).toDtype(inp.dtype());
  }
}
