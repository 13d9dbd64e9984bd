package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.D;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Tensor;

/// Functions of neural networks that are not methods of a tensor. Floats only; all have gradients.
public final class Ops {
  private static final double SELU_ALPHA = 1.6732632423543772;
  private static final double SELU_GAMMA = 1.0507009873554805;

  private Ops() {}

  /// `e^x / Σ e^x` along a dimension.
  public static Tensor softmax(Tensor xs, int dim) {
    return Fused.softmax(xs, dim);
  }

  /// `e^x / Σ e^x` along the last dimension.
  public static Tensor softmaxLastDim(Tensor xs) {
    return Fused.softmax(xs, D.MINUS1);
  }

  /// `x - log Σ e^x` along a dimension.
  public static Tensor logSoftmax(Tensor xs, int dim) {
    return Fused.logSoftmax(xs, dim);
  }

  /// `1 / (1 + e^-x)`
  public static Tensor sigmoid(Tensor xs) {
    return xs.sigmoid();
  }

  /// `x / (1 + e^-x)`
  public static Tensor silu(Tensor xs) {
    return xs.silu();
  }

  /// `silu(a) b` for the two halves a, b of the last dimension; arXiv 2002.05202.
  ///
  /// @throws CandleException if the last size is odd
  public static Tensor swiglu(Tensor xs) {
    Halves halves = Halves.of("swiglu", xs);
    return halves.first.silu().mul(halves.second);
  }

  /// `gelu(a) b` for the two halves a, b of the last dimension; arXiv 2002.05202.
  ///
  /// @throws CandleException if the last size is odd
  public static Tensor geglu(Tensor xs) {
    Halves halves = Halves.of("geglu", xs);
    return halves.first.geluErf().mul(halves.second);
  }

  /// `max(a, 0) b` for the two halves a, b of the last dimension; arXiv 2002.05202.
  ///
  /// @throws CandleException if the last size is odd
  public static Tensor reglu(Tensor xs) {
    Halves halves = Halves.of("reglu", xs);
    return halves.first.relu().mul(halves.second);
  }

  /// `a / (1 + e^-b)` for the two halves a, b of the last dimension, as PyTorch has it: here the second half is the gate, in the
  /// other three the first one; arXiv 1612.08083.
  ///
  /// @throws CandleException if the last size is odd
  public static Tensor glu(Tensor xs) {
    Halves halves = Halves.of("glu", xs);
    return halves.first.mul(halves.second.sigmoid());
  }

  /// The two halves of the last dimension.
  private record Halves(Tensor first, Tensor second) {
    static Halves of(String operation, Tensor xs) {
      if (xs.rank() == 0 || xs.dim(D.MINUS1) % 2 != 0) {
        throw new CandleException(
            CandleException.Kind.SHAPE,
            operation,
            operation
                + " halves the last dimension, whose size must be even, got shape "
                + xs.shape());
      }
      int half = xs.dim(D.MINUS1) / 2;
      return new Halves(xs.narrow(D.MINUS1, 0, half), xs.narrow(D.MINUS1, half, half));
    }
  }

  /// `min(max((x + 3) / 6, 0), 1)`
  public static Tensor hardSigmoid(Tensor xs) {
    return xs.affine(1.0 / 6, 0.5).clamp(0, 1);
  }

  /// `x tanh(log(1 + e^x))`; arXiv 1908.08681.
  public static Tensor mish(Tensor xs) {
    return xs.mul(softplus(xs).tanh());
  }

  /// `log(1 + e^x)`, taken as `max(x, 0) + log(1 + e^-|x|)`, which does not overflow.
  public static Tensor softplus(Tensor xs) {
    return xs.relu().add(xs.abs().neg().exp().add(1).log());
  }

  /// `gamma x` above 0, `gamma alpha (e^x - 1)` elsewhere.
  ///
  /// @throws CandleException if a number is infinite or NaN
  public static Tensor selu(Tensor xs, double alpha, double gamma) {
    Checks.finite("selu", "alpha", alpha);
    Checks.finite("selu", "gamma", gamma);
    return xs.elu(alpha).mul(gamma);
  }

  /// [#selu(Tensor, double, double)] with the numbers that keep mean 0 and variance 1; arXiv 1706.02515, equation 14.
  public static Tensor selu(Tensor xs) {
    return selu(xs, SELU_ALPHA, SELU_GAMMA);
  }

  /// `x` above 0, `slope x` elsewhere.
  public static Tensor leakyRelu(Tensor xs, double negativeSlope) {
    return xs.relu().sub(xs.neg().relu().mul(negativeSlope));
  }
}
