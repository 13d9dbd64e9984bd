package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Optional;

/// A fully connected layer: `y = x wᵀ + b`.
///
/// - `x` `[.., in]`, `weight` `[out, in]`, `bias` `[out]`, or one number for all outputs, result `[.., out]`
///
/// @param weight the weight, one row an output
/// @param bias the bias, if there is one
public record Linear(Tensor weight, Optional<Tensor> bias) implements Module {
  /// Checks that the shapes fit.
  ///
  /// @throws CandleException if the weight is not `[out, in]` or the bias neither `[out]` nor a scalar
  public Linear {
    if (weight.rank() != 2) {
      throw CandleException.unexpectedRank("linear", 2, weight.shape());
    }
    if (bias.isPresent()
        && bias.get().rank() > 0
        && !bias.get().shape().equals(Shape.of(weight.dim(0)))) {
      throw CandleException.shapeMismatch(
          "linear", weight.shape(), bias.get().shape(), "a weight [out, in] has a bias [out]");
    }
  }

  /// A layer with a bias.
  ///
  /// @throws CandleException if the weight is not `[out, in]` or the bias not `[out]`
  public Linear(Tensor weight, Tensor bias) {
    this(weight, Optional.of(bias));
  }

  /// A layer without a bias.
  ///
  /// @throws CandleException if the weight is not `[out, in]`
  public Linear(Tensor weight) {
    this(weight, Optional.empty());
  }

  /// A new layer with the parameters `weight` (Kaiming normal) and `bias` (`U(-1/√in, 1/√in)`).
  public static Linear linear(int in, int out, VarBuilder vb) {
    Tensor weight = vb.getWithHints(Shape.of(out, in), "weight", Init.DEFAULT_KAIMING_NORMAL);
    double bound = 1 / Math.sqrt(in);
    return new Linear(
        weight, vb.getWithHints(Shape.of(out), "bias", new Init.Uniform(-bound, bound)));
  }

  /// A new layer with the parameter `weight` alone.
  public static Linear linearNoBias(int in, int out, VarBuilder vb) {
    return new Linear(vb.getWithHints(Shape.of(out, in), "weight", Init.DEFAULT_KAIMING_NORMAL));
  }

  /// A new layer, with a bias or without.
  public static Linear linearB(int in, int out, boolean bias, VarBuilder vb) {
    return bias ? linear(in, out, vb) : linearNoBias(in, out, vb);
  }

  /// `x wᵀ + b`
  ///
  /// @throws CandleException if the last size of x is not `in`
  @Override
  public Tensor forward(Tensor xs) {
    if (bias.isEmpty()) {
      return Fused.linear(xs, weight);
    }
    Tensor b = bias.get();
    return b.rank() == 0 ? Fused.linear(xs, weight).broadcastAdd(b) : Fused.linear(xs, weight, b);
  }

  @Override
  public String toString() {
    return "Linear("
        + weight.dim(1)
        + " -> "
        + weight.dim(0)
        + (bias.isPresent() ? ", bias)" : ")");
  }
}
