package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import org.jspecify.annotations.Nullable;

/// `x` above 0, `w x` elsewhere, with a slope w that is learnt; arXiv 1502.01852. At 0 the slope is w, as in PyTorch.
///
/// - `x` of any shape, `weight` `[1]` for one slope, or `[channels]` for one each: channels are dimension 1 of x, or the
///   only one
///
/// {@snippet :
/// PReLU each = PReLU.prelu(32, vb.pp("act"));
/// PReLU one = PReLU.prelu(vb.pp("act2"));
/// }
///
/// @param weight the slopes
/// @param isScalar whether there is one slope for all
public record PReLU(Tensor weight, boolean isScalar) implements Module {
  private static final double FIRST_SLOPE = 0.25;

  /// Checks that there is one slope where one is meant.
  ///
  /// @throws CandleException if there are several slopes and `isScalar` is set
  public PReLU {
    if (isScalar && weight.elemCount() != 1) {
      throw Checks.argument(
          "prelu", "one slope for all, but the weight has shape " + weight.shape());
    }
  }

  /// A new layer with the parameter `weight`, one slope for all; it starts at 0.25.
  public static PReLU prelu(VarBuilder vb) {
    return prelu(null, vb);
  }

  /// A new layer with the parameter `weight`, a slope for each channel, or one for all if `numChannels` is null; slopes
  /// start at 0.25.
  ///
  /// @throws CandleException if there is no channel
  public static PReLU prelu(@Nullable Integer numChannels, VarBuilder vb) {
    int slopes = numChannels == null ? 1 : numChannels;
    Checks.atLeast("prelu", "channels", slopes, 1);
    Init init = new Init.Const(FIRST_SLOPE);
    return new PReLU(vb.getWithHints(Shape.of(slopes), "weight", init), numChannels == null);
  }

  /// @throws CandleException if the channels of `xs` are not those of the weight
  @Override
  public Tensor forward(Tensor xs) {
    return xs.relu().add(Ops.notPositive(xs).broadcastMul(slopes(xs)));
  }

  private Tensor slopes(Tensor xs) {
    if (isScalar) {
      return weight.reshape(Shape.of());
    }
    if (xs.rank() < 2 || xs.shape().equals(weight.shape())) {
      return weight;
    }
    if (weight.elemCount() != xs.dim(1)) {
      throw CandleException.withHint(
          CandleException.Kind.SHAPE,
          "prelu",
          "error in prelu: unexpected number of channels for the input, got "
              + xs.dim(1)
              + ", weight dim is "
              + weight.elemCount(),
          "channels are dimension 1 of x " + xs.shape());
    }
    return Channels.across(weight.flattenAll(), xs.rank());
  }

  @Override
  public String toString() {
    return isScalar ? "PReLU()" : "PReLU(" + weight.elemCount() + ")";
  }
}
