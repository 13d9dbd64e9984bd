package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Optional;

/// Layer normalisation: `y = (x - mean) / √(variance + eps) w + b`, mean and variance over the last dimension; arXiv 1607.06450.
///
/// - `x` `[.., size]` of floats, `weight` and `bias` `[size]`
///
/// One operation with a derivative of its own ([Fused#layerNorm]), in every float dtype and for any strides. The variance is
/// found from differences to the mean, so numbers like 10,000 ± 1 keep their digits.
///
/// {@snippet :
/// LayerNorm norm = LayerNorm.layerNorm(512, 1e-5, vb.pp("ln_1"));
/// Tensor y = norm.forward(x); // [2, 10, 512]
/// }
///
/// @param weight what each element is multiplied by
/// @param bias what is added to it, if there is one
/// @param removeMean whether the mean is subtracted; without, this is [RmsNorm]
/// @param eps what is added to the variance
public record LayerNorm(Tensor weight, Optional<Tensor> bias, boolean removeMean, double eps)
    implements Module {
  private static final String LAYER = "layer-norm";

  /// Checks shapes and range.
  ///
  /// @throws CandleException if the weight is not `[size]`, the bias another size, or eps negative
  public LayerNorm {
    Checks.rank(LAYER, weight, 1, "a weight [size]");
    if (bias.isPresent()) {
      Checks.size(LAYER, "bias", bias.get(), weight.dim(0));
    }
    Checks.notNegative(LAYER, "eps", eps);
  }

  /// A layer with a bias.
  ///
  /// @throws CandleException if weight and bias are not `[size]`, or eps is negative
  public LayerNorm(Tensor weight, Tensor bias, double eps) {
    this(weight, Optional.of(bias), true, eps);
  }

  /// A layer without a bias.
  ///
  /// @throws CandleException if the weight is not `[size]`, or eps is negative
  public static LayerNorm newNoBias(Tensor weight, double eps) {
    return new LayerNorm(weight, Optional.empty(), true, eps);
  }

  /// A layer that does not subtract the mean.
  ///
  /// @throws CandleException if the weight is not `[size]`, or eps is negative
  public static LayerNorm rmsNorm(Tensor weight, double eps) {
    return new LayerNorm(weight, Optional.empty(), false, eps);
  }

  /// A new layer with the parameters `weight` (1) and, if the settings say so, `bias` (0).
  public static LayerNorm layerNorm(int size, LayerNormConfig config, VarBuilder vb) {
    Checks.atLeast(LAYER, "size", size, 1);
    Tensor weight = vb.getWithHints(Shape.of(size), "weight", Init.ONE);
    Optional<Tensor> bias =
        config.affine()
            ? Optional.of(vb.getWithHints(Shape.of(size), "bias", Init.ZERO))
            : Optional.empty();
    return new LayerNorm(weight, bias, config.removeMean(), config.eps());
  }

  /// A new layer with the parameters `weight` (1) and `bias` (0).
  ///
  /// @throws CandleException if eps is negative
  public static LayerNorm layerNorm(int size, double eps, VarBuilder vb) {
    return layerNorm(size, LayerNormConfig.defaults().withEps(eps), vb);
  }

  /// A new layer with the parameter `weight` (1) alone.
  ///
  /// @throws CandleException if eps is negative
  public static LayerNorm layerNormNoBias(int size, double eps, VarBuilder vb) {
    return layerNorm(size, new LayerNormConfig(eps, true, false), vb);
  }

  /// @throws CandleException if the last size or the dtype of `xs` is not that of the weight
  @Override
  public Tensor forward(Tensor xs) {
    if (!removeMean) {
      Tensor y = Fused.rmsNorm(xs, weight, eps);
      return bias.isPresent() ? y.broadcastAdd(bias.get()) : y;
    }
    return bias.isPresent()
        ? Fused.layerNorm(xs, weight, bias.get(), eps)
        : Fused.layerNorm(xs, weight, eps);
  }

  @Override
  public String toString() {
    return "LayerNorm("
        + weight.dim(0)
        + ", eps "
        + eps
        + (removeMean ? "" : ", without mean")
        + (bias.isPresent() ? ", bias)" : ")");
  }
}
