package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;

/// Normalisation by the root mean square: `y = x / √(mean of x² + eps) w`, over the last dimension; arXiv 1910.07467.
///
/// - `x` `[.., size]` of floats, `weight` `[size]`
///
/// {@snippet :
/// RmsNorm norm = RmsNorm.rmsNorm(512, 1e-6, vb.pp("input_layernorm"));
/// Tensor y = norm.forward(x); // [2, 10, 512]
/// }
///
/// @param weight what each element is multiplied by
/// @param eps what is added to the mean square
public record RmsNorm(Tensor weight, double eps) implements Module {
  /// Checks shape and range.
  ///
  /// @throws CandleException if the weight is not `[size]`, or eps is negative
  public RmsNorm {
    Checks.rank("rms-norm", weight, 1, "a weight [size]");
    Checks.notNegative("rms-norm", "eps", eps);
  }

  /// A new layer with the parameter `weight` (1).
  ///
  /// @throws CandleException if eps is negative
  public static RmsNorm rmsNorm(int size, double eps, VarBuilder vb) {
    Checks.notNegative("rms-norm", "eps", eps);
    Checks.atLeast("rms-norm", "size", size, 1);
    return new RmsNorm(vb.getWithHints(Shape.of(size), "weight", Init.ONE), eps);
  }

  /// The same as a [LayerNorm] that does not subtract the mean.
  public LayerNorm intoInner() {
    return LayerNorm.rmsNorm(weight, eps);
  }

  /// @throws CandleException if the last size or the dtype of `xs` is not that of the weight
  @Override
  public Tensor forward(Tensor xs) {
    return Fused.rmsNorm(xs, weight, eps);
  }

  /// The same as [#forward], which has a gradient here; in Candle only this one has.
  ///
  /// @throws CandleException if the last size or the dtype of `xs` is not that of the weight
  public Tensor forwardDiff(Tensor xs) {
    return forward(xs);
  }

  @Override
  public String toString() {
    return "RmsNorm(" + weight.dim(0) + ", eps " + eps + ")";
  }
}
