package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Tensor;

/// What training makes small. A loss without a [Reduction] is a scalar, the mean over the batch, as in Candle.
///
/// F16 and BF16 are computed in F32 and rounded once. The mean of an empty batch, or of one of which all targets are ignored, is an
/// error; PyTorch gives NaN.
///
/// {@snippet :
/// Tensor loss = Loss.crossEntropy(logits, labels);
/// CrossEntropyConfig config =
///     CrossEntropyConfig.defaults().withIgnoreIndex(-100).withLabelSmoothing(0.1);
/// Tensor smooth = Loss.crossEntropy(logits, padded, config);
/// }
public final class Loss {
  private Loss() {}

  /// The negative log-likelihood, `-1/n Σ x[target]`, of log-probabilities.
  ///
  /// - `inp` `[n, classes]`, as [Ops#logSoftmax] gives it; `target` `[n]`, class ids of any integer dtype
  ///
  /// @throws CandleException if the shapes do not fit, a class id is not there or the batch is empty
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
    return nll(inp, target, CrossEntropyConfig.defaults());
  }

  /// The negative log-likelihood, `-w[target] x[target]`, with settings; the mean is divided by the sum of these w.
  ///
  /// - `inp` of any rank, with the classes in the dimension that the settings name; `target` the same shape without that dimension
  ///
  /// @throws CandleException if the shapes do not fit, a class id is not there, a label should be smoothed, or there is
  ///     nothing to take the mean of
  public static Tensor nll(Tensor inp, Tensor target, CrossEntropyConfig config) {
    return ClassLosses.nll(inp, target, config);
  }

  /// The cross-entropy between the softmax of `inp` and the classes, `1/n Σ (log Σ e^x - x[target])`.
  ///
  /// - `inp` `[n, classes]`, any numbers (logits); `target` `[n]`, class ids of any integer dtype
  ///
  /// A target of floats is taken as probabilities, as by [#crossEntropy(Tensor, Tensor, CrossEntropyConfig)].
  ///
  /// @throws CandleException if the shapes do not fit, a class id is not there or the batch is empty
  public static Tensor crossEntropy(Tensor inp, Tensor target) {
    if (target.dtype().isFloat()) {
      return crossEntropy(inp, target, CrossEntropyConfig.defaults());
    }
    if (target.elemCount() == 0 && inp.rank() == 2 && inp.dim(0) == 0) {
      throw Reduction.noLosses("cross_entropy", "the batch is empty");
    }
    return Fused.crossEntropy(inp, target);
  }

  /// The cross-entropy with settings. For class ids y the loss of a place is
  /// `(1-s) w[y] (-p[y]) + s/C Σ w[c] (-p[c])` with `p = log softmax(inp)`, C classes, weights w and smoothing s; the mean is divided
  /// by the sum of the `w[y]`. For probabilities t it is `Σ w[c] t'[c] (-p[c])` with `t' = (1-s) t + s/C`, and the mean is divided by
  /// the number of places.
  ///
  /// - `inp` of any rank, with the classes in the dimension that the settings name: `[classes]`, `[n, classes]`,
  ///   `[n, classes, height, width]`
  /// - `target`: class ids, the same shape without that dimension; or floats, the same shape
  ///
  /// @throws CandleException if shapes or dtypes do not fit, a class id is not there, or there is nothing to take the
  ///     mean of
  public static Tensor crossEntropy(Tensor inp, Tensor target, CrossEntropyConfig config) {
    return ClassLosses.crossEntropy(inp, target, config);
  }

  /// The mean squared error, `1/n Σ (inp - target)²`, over all elements of two tensors of equal shape.
  ///
  /// @throws CandleException if shapes or dtypes differ
  public static Tensor mse(Tensor inp, Tensor target) {
    return mse(inp, target, Reduction.MEAN);
  }

  /// `(inp - target)²`, reduced.
  ///
  /// @throws CandleException if shapes or dtypes differ
  public static Tensor mse(Tensor inp, Tensor target, Reduction reduction) {
    return ElementLosses.mse(inp, target, reduction);
  }

  /// The mean absolute error, `1/n Σ |inp - target|`; its slope at 0 is 0.
  ///
  /// @throws CandleException if shapes or dtypes differ
  public static Tensor l1(Tensor inp, Tensor target) {
    return l1(inp, target, Reduction.MEAN);
  }

  /// `|inp - target|`, reduced.
  ///
  /// @throws CandleException if shapes or dtypes differ
  public static Tensor l1(Tensor inp, Tensor target, Reduction reduction) {
    return ElementLosses.l1(inp, target, reduction);
  }

  /// The mean of `d²/2` where `d = |inp - target|` is at most delta, of `delta (d - delta/2)` elsewhere. Huber 1964,
  /// doi 10.1214/aoms/1177703732.
  ///
  /// @throws CandleException if shapes or dtypes differ or delta is not above 0
  public static Tensor huber(Tensor inp, Tensor target, double delta) {
    return huber(inp, target, delta, Reduction.MEAN);
  }

  /// The Huber loss, reduced.
  ///
  /// @throws CandleException if shapes or dtypes differ or delta is not above 0
  public static Tensor huber(Tensor inp, Tensor target, double delta, Reduction reduction) {
    return ElementLosses.huber(inp, target, delta, reduction);
  }

  /// The mean of `d²/2` where `d = |inp - target|` is below 1, of `d - 1/2` elsewhere; arXiv 1504.08083.
  ///
  /// @throws CandleException if shapes or dtypes differ
  public static Tensor smoothL1(Tensor inp, Tensor target) {
    return smoothL1(inp, target, 1, Reduction.MEAN);
  }

  /// `d²/2beta` where `d = |inp - target|` is below beta, `d - beta/2` elsewhere, reduced; the Huber loss divided by beta.
  ///
  /// @throws CandleException if shapes or dtypes differ or beta is negative
  public static Tensor smoothL1(Tensor inp, Tensor target, double beta, Reduction reduction) {
    return ElementLosses.smoothL1(inp, target, beta, reduction);
  }

  /// The mean cross-entropy of two classes, `-t log σ(x) - (1-t) log(1 - σ(x))`, without overflow for any logit x.
  ///
  /// - `inp` logits, `target` the probability of class 1, of equal shapes and dtypes
  ///
  /// @throws CandleException if shapes or dtypes differ
  public static Tensor binaryCrossEntropyWithLogit(Tensor inp, Tensor target) {
    return binaryCrossEntropyWithLogit(inp, target, BinaryCrossEntropyConfig.defaults());
  }

  /// `w (-p t log σ(x) - (1-t) log(1 - σ(x)))` with the weights w and p of the settings, reduced.
  ///
  /// @throws CandleException if shapes or dtypes differ, or weights cannot be broadcast
  public static Tensor binaryCrossEntropyWithLogit(
      Tensor inp, Tensor target, BinaryCrossEntropyConfig config) {
    return ElementLosses.binaryCrossEntropyWithLogit(inp, target, config);
  }

  /// The parts of the Kullback-Leibler divergence of `inp`, log-probabilities, from `target`, probabilities: `t (log t - x)`, 0 where t
  /// is; reduced. The divergence for each item of a batch is the sum, divided by their number; the mean is over all
  /// elements.
  ///
  /// @throws CandleException if shapes or dtypes differ
  public static Tensor klDiv(Tensor inp, Tensor target, Reduction reduction) {
    return ElementLosses.klDiv(inp, target, reduction);
  }

  /// [#klDiv] for a target of log-probabilities: `e^t (t - x)`.
  ///
  /// @throws CandleException if shapes or dtypes differ
  public static Tensor klDivLogTarget(Tensor inp, Tensor logTarget, Reduction reduction) {
    return ElementLosses.klDivLogTarget(inp, logTarget, reduction);
  }

  /// `max(0, margin - t x)` for targets t of 1 and -1, reduced; the usual margin is 1.
  ///
  /// @throws CandleException if the shapes differ or a target is neither 1 nor -1
  public static Tensor hinge(Tensor inp, Tensor target, MarginConfig config) {
    return MarginLosses.hinge(inp, target, config);
  }

  /// For distances x: `x` where the target is 1, `max(0, margin - x)` where it is -1, reduced.
  ///
  /// @throws CandleException if the shapes differ or a target is neither 1 nor -1
  public static Tensor hingeEmbedding(Tensor inp, Tensor target, MarginConfig config) {
    return MarginLosses.hingeEmbedding(inp, target, config);
  }

  /// For two embeddings `[n, size]` and a target `[n]`: `1 - cos` where it is 1, `max(0, cos - margin)` where it is -1,
  /// reduced; cos is the cosine of the angle between rows.
  ///
  /// @throws CandleException if shapes or dtypes do not fit or a target is neither 1 nor -1
  public static Tensor cosineEmbedding(
      Tensor first, Tensor second, Tensor target, MarginConfig config) {
    return MarginLosses.cosineEmbedding(first, second, target, config);
  }

  /// The hinge of several classes, `w[y] 1/C Σ max(0, margin - x[y] + x[c])^p` over the classes c other than y, reduced.
  ///
  /// - `inp` `[n, classes]`, `target` `[n]` of class ids
  ///
  /// @throws CandleException if the shapes do not fit or a class id is not there
  public static Tensor multiMargin(Tensor inp, Tensor target, MultiMarginConfig config) {
    return ClassLosses.multiMargin(inp, target, config);
  }

  /// `max(0, d(anchor, positive) - d(anchor, negative) + margin)` for rows `[n, size]` and the distance d of the settings, reduced;
  /// Balntas et al. 2016, doi 10.5244/C.30.119.
  ///
  /// @throws CandleException if shapes or dtypes differ
  public static Tensor tripletMargin(
      Tensor anchor, Tensor positive, Tensor negative, TripletMarginConfig config) {
    return MarginLosses.tripletMargin(anchor, positive, negative, config);
  }
}
