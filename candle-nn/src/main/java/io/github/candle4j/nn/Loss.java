package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Tensor;

/// What training makes small. Every loss is a scalar, the mean over the batch.
public final class Loss {
  private Loss() {}

  /// The negative log-likelihood, `-1/n Σ x[target]`, of log-probabilities.
  ///
  /// - `inp` `[n, classes]`, as [Ops#logSoftmax] gives it; `target` `[n]`, class ids of any integer dtype
  ///
  /// @throws CandleException if the shapes do not fit or a class id is not there
  public static Tensor nll(Tensor inp, Tensor target) {
    if (inp.rank() != 2) {
      throw CandleException.unexpectedRank("nll", 2, inp.shape());
    }
    if (target.rank() != 1 || target.dim(0) != inp.dim(0)) {
      throw CandleException.shapeMismatch(
          "nll",
          inp.shape(),
          target.shape(),
          "log-probabilities [n, classes] want a target [n] of class ids");
    }
    return inp.gather(target.unsqueeze(1), 1).sumAll().mul(-1.0 / inp.dim(0));
  }

  /// The cross-entropy between the softmax of `inp` and the classes, `1/n Σ (log Σ e^x - x[target])`.
  ///
  /// - `inp` `[n, classes]`, any numbers (logits); `target` `[n]`, class ids of any integer dtype
  ///
  /// @throws CandleException if the shapes do not fit or a class id is not there
  public static Tensor crossEntropy(Tensor inp, Tensor target) {
    return Fused.crossEntropy(inp, target);
  }

  /// The mean squared error, `1/n Σ (inp - target)²`, over all elements of two tensors of equal shape.
  ///
  /// @throws CandleException if shapes or dtypes differ
  public static Tensor mse(Tensor inp, Tensor target) {
    return inp.sub(target).sqr().meanAll();
  }
}
