package io.github.candle4j.nn;

import io.github.candle4j.core.D;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Tensor;
import java.util.List;

/// Functions of neural networks that are not methods of a tensor. Floats only; all have gradients.
public final class Ops {
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
  /// @throws io.github.candle4j.core.CandleException if the last size is odd
  public static Tensor swiglu(Tensor xs) {
    List<Tensor> halves = xs.chunk(2, D.MINUS1);
    return halves.get(0).silu().mul(halves.get(1));
  }

  /// `min(max((x + 3) / 6, 0), 1)`
  public static Tensor hardSigmoid(Tensor xs) {
    return xs.affine(1.0 / 6, 0.5).clamp(0, 1);
  }

  /// `x tanh(log(1 + e^x))`; arXiv 1908.08681. The logarithm is taken as `max(x, 0) + log(1 + e^-|x|)`, which does not
  /// overflow.
  public static Tensor mish(Tensor xs) {
    Tensor softplus = xs.relu().add(xs.abs().neg().exp().add(1).log());
    return xs.mul(softplus.tanh());
  }

  /// `x` above 0, `slope x` elsewhere.
  public static Tensor leakyRelu(Tensor xs, double negativeSlope) {
    return xs.relu().sub(xs.neg().relu().mul(negativeSlope));
  }
}
