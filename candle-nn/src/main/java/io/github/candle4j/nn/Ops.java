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
    Tensor x = Channels.wide(xs);
    return x.mul(softplus(x).tanh()).toDtype(xs.dtype());
  }

  /// `log(1 + e^x)`, taken as `max(x, 0) + log(1 + e^-|x|)`, which does not overflow.
  public static Tensor softplus(Tensor xs) {
    // Not relu, whose slope at 0 is 0: that of softplus is 1/2 there, as maximum has it.
    Tensor x = Channels.wide(xs);
    return x.maximum(0).add(x.abs().neg().exp().add(1).log()).toDtype(xs.dtype());
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

  /// `x` above 0, `slope x` elsewhere, at 0 with this slope, as in PyTorch.
  ///
  /// @throws CandleException if the slope is infinite or NaN
  public static Tensor leakyRelu(Tensor xs, double negativeSlope) {
    Checks.finite("leaky_relu", "slope", negativeSlope);
    return xs.gt(0).whereCond(xs, xs.mul(negativeSlope));
  }

  /// `x` where it is not above 0, else 0.
  static Tensor notPositive(Tensor xs) {
    return xs.gt(0).whereCond(xs.detach().zerosLike(), xs);
  }

  /// Each element is 0 with probability p, else `x / (1 - p)`; [Dropout] does this in training only.
  ///
  /// @throws CandleException if p is not from `[0, 1)` or the dtype is not one of floats
  public static Tensor dropout(Tensor xs, double dropP) {
    return Fused.dropout(xs, dropP);
  }

  /// `(x - mean) / √(variance + eps) alpha + beta` over the last dimension; see [LayerNorm].
  ///
  /// @throws CandleException if shapes or dtypes do not fit, or eps is negative
  public static Tensor layerNorm(Tensor xs, Tensor alpha, Tensor beta, double eps) {
    return Fused.layerNorm(xs, alpha, beta, eps);
  }

  /// `x / √(mean of x² + eps) alpha` over the last dimension; see [RmsNorm].
  ///
  /// @throws CandleException if shapes or dtypes do not fit, or eps is negative
  public static Tensor rmsNorm(Tensor xs, Tensor alpha, double eps) {
    return Fused.rmsNorm(xs, alpha, eps);
  }

  /// The same as [#layerNorm] in single steps: slower, and with more memory.
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  public static Tensor layerNormSlow(Tensor x, Tensor alpha, Tensor beta, double eps) {
    Tensor wide = Channels.wide(x);
    Tensor y = rootNormed(wide.broadcastSub(wide.meanKeepdim(D.MINUS1)), alpha, eps);
    return y.broadcastAdd(Channels.wide(beta)).toDtype(x.dtype());
  }

  /// The same as [#rmsNorm] in single steps: slower, and with more memory.
  ///
  /// @throws CandleException if shapes or dtypes do not fit
  public static Tensor rmsNormSlow(Tensor x, Tensor alpha, double eps) {
    return rootNormed(Channels.wide(x), alpha, eps).toDtype(x.dtype());
  }

  private static Tensor rootNormed(Tensor x, Tensor alpha, double eps) {
    Tensor root = x.sqr().meanKeepdim(D.MINUS1).add(eps).sqrt();
    return x.broadcastDiv(root).broadcastMul(Channels.wide(alpha));
  }

  /// Channels become pixels: `[batch, c r², h, w]` gives `[batch, c, h r, w r]`; arXiv 1609.05158.
  ///
  /// @throws CandleException if there are fewer than three dimensions, r is below 1, or r² does not divide the channels
  public static Tensor pixelShuffle(Tensor xs, int upscaleFactor) {
    return xs.pixelShuffle(upscaleFactor);
  }

  /// Pixels become channels: `[batch, c, h r, w r]` gives `[batch, c r², h, w]`.
  ///
  /// @throws CandleException if there are fewer than three dimensions, r is below 1, or r does not divide height and width
  public static Tensor pixelUnshuffle(Tensor xs, int downscaleFactor) {
    return xs.pixelUnshuffle(downscaleFactor);
  }

  /// The pixels at the border of images repeated `pad` times on each side: `[batch, channels, height, width]`.
  ///
  /// @throws CandleException if there are not four dimensions, an image is empty, or `pad` is negative
  public static Tensor replicationPad2d(Tensor xs, int pad) {
    Checks.rank("replication_pad2d", xs, 4, "[batch, channels, height, width]");
    Checks.atLeast("replication_pad2d", "pad", pad, 0);
    return xs.padWithSame(3, pad, pad).padWithSame(2, pad, pad);
  }
}
