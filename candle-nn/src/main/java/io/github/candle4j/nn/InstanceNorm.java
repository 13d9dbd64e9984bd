package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Optional;

/// Instance normalisation: each channel of each element of the batch gets mean 0 and variance 1, then its weight and bias, if
/// there are any; arXiv 1607.08022. The same in training and in use.
///
/// - `x` `[batch, channels, ..]` of three dimensions or more, floats; `weight` and `bias` `[channels]`
///
/// {@snippet :
/// InstanceNorm norm = InstanceNorm.instanceNorm(32, 1e-5, vb.pp("norm"));
/// InstanceNorm plain = new InstanceNorm(32, 1e-5);
/// }
///
/// @param numFeatures the channels
/// @param weightAndBias what each channel is multiplied by and what is added to it, if there is anything
/// @param eps what is added to the variance
public record InstanceNorm(int numFeatures, Optional<WeightAndBias> weightAndBias, double eps)
    implements Module {
  private static final String LAYER = "instance-norm";

  /// Checks shapes and ranges.
  ///
  /// @throws CandleException if weight and bias are not `[channels]`, or eps is negative
  public InstanceNorm {
    Checks.atLeast(LAYER, "channels", numFeatures, 1);
    Checks.notNegative(LAYER, "eps", eps);
    if (weightAndBias.isPresent()) {
      weightAndBias.get().check(LAYER, numFeatures);
    }
  }

  /// A layer without parameters.
  ///
  /// @throws CandleException if eps is negative
  public InstanceNorm(int numFeatures, double eps) {
    this(numFeatures, Optional.empty(), eps);
  }

  /// A new layer with the parameters `weight` (1) and `bias` (0).
  ///
  /// @throws CandleException if eps is negative
  public static InstanceNorm instanceNorm(int numFeatures, double eps, VarBuilder vb) {
    new InstanceNorm(numFeatures, eps);
    Tensor weight = vb.getWithHints(Shape.of(numFeatures), "weight", Init.ONE);
    Tensor bias = vb.getWithHints(Shape.of(numFeatures), "bias", Init.ZERO);
    return new InstanceNorm(numFeatures, Optional.of(new WeightAndBias(weight, bias)), eps);
  }

  /// @throws CandleException if `xs` has less than three dimensions, other channels, or another dtype than the weight
  @Override
  public Tensor forward(Tensor xs) {
    if (xs.rank() < 3) {
      throw CandleException.withHint(
          Kind.SHAPE,
          LAYER,
          "input rank for InstanceNorm should be at least 3",
          "x " + xs.shape() + " should be [batch, channels, ..]");
    }
    if (xs.dim(1) != numFeatures) {
      throw CandleException.withHint(
          Kind.SHAPE,
          LAYER,
          "unexpected num-channels in InstanceNorm (" + xs.dim(1) + " <> " + numFeatures + ")",
          "channels are dimension 1 of x " + xs.shape());
    }
    Tensor normalized = Channels.normalized(xs, numFeatures, eps);
    return weightAndBias.isPresent()
        ? weightAndBias.get().apply(normalized, xs.dtype())
        : normalized.toDtype(xs.dtype());
  }

  @Override
  public String toString() {
    return "InstanceNorm("
        + numFeatures
        + ", eps "
        + eps
        + (weightAndBias.isPresent() ? ", affine)" : ")");
  }
}
