package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;

/// Group normalisation: each group of channels of each element of the batch gets mean 0 and variance 1, then each channel its
/// weight and bias; arXiv 1803.08494.
///
/// - `x` `[batch, channels, ..]` of three dimensions or more, floats; `weight` and `bias` `[channels]`
///
/// {@snippet :
/// GroupNorm norm = GroupNorm.groupNorm(8, 32, 1e-5, vb.pp("norm"));
/// Tensor y = norm.forward(x); // [2, 32, 14, 14]
/// }
///
/// @param weight what each channel is multiplied by
/// @param bias what is added to it
/// @param numChannels the channels
/// @param numGroups the groups, of equal size
/// @param eps what is added to the variance
public record GroupNorm(Tensor weight, Tensor bias, int numChannels, int numGroups, double eps)
    implements Module {
  private static final String LAYER = "group-norm";

  /// Checks shapes and ranges.
  ///
  /// @throws CandleException if the groups do not divide the channels, weight and bias are not `[channels]`, or eps is negative
  public GroupNorm {
    check(numGroups, numChannels, eps);
    new WeightAndBias(weight, bias).check(LAYER, numChannels);
  }

  /// A new layer with the parameters `weight` (1) and `bias` (0).
  ///
  /// @throws CandleException if the groups do not divide the channels, or eps is negative
  public static GroupNorm groupNorm(int numGroups, int numChannels, double eps, VarBuilder vb) {
    check(numGroups, numChannels, eps);
    Tensor weight = vb.getWithHints(Shape.of(numChannels), "weight", Init.ONE);
    Tensor bias = vb.getWithHints(Shape.of(numChannels), "bias", Init.ZERO);
    return new GroupNorm(weight, bias, numChannels, numGroups, eps);
  }

  private static void check(int numGroups, int numChannels, double eps) {
    Checks.atLeast(LAYER, "groups", numGroups, 1);
    Checks.atLeast(LAYER, "channels", numChannels, 1);
    Checks.notNegative(LAYER, "eps", eps);
    if (numChannels % numGroups != 0) {
      throw new CandleException(
          Kind.ARGUMENT,
          LAYER,
          "GroupNorm: num_groups ("
              + numGroups
              + ") must divide num_channels ("
              + numChannels
              + ")");
    }
  }

  /// @throws CandleException if `xs` has less than three dimensions, other channels, or another dtype than the weight
  @Override
  public Tensor forward(Tensor xs) {
    if (xs.rank() < 3) {
      throw CandleException.withHint(
          Kind.SHAPE,
          LAYER,
          "input rank for GroupNorm should be at least 3",
          "x " + xs.shape() + " should be [batch, channels, ..]");
    }
    if (xs.dim(1) != numChannels) {
      throw CandleException.withHint(
          Kind.SHAPE,
          LAYER,
          "unexpected num-channels in GroupNorm (" + xs.dim(1) + " <> " + numChannels + ")",
          "channels are dimension 1 of x " + xs.shape());
    }
    Tensor normalized = Channels.normalized(xs, numGroups, eps);
    return new WeightAndBias(weight, bias).apply(normalized, xs.dtype());
  }

  @Override
  public String toString() {
    return "GroupNorm(" + numChannels + ", groups " + numGroups + ", eps " + eps + ")";
  }
}
