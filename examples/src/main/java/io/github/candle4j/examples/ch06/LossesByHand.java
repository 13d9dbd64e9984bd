package io.github.candle4j.examples.ch06;

import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Encoding;
import io.github.candle4j.nn.Ops;

/// The losses of the chapter, written out.
final class LossesByHand {
  private static final double SMALL = 1e-7;

  private LossesByHand() {}

  // @start region="numbers"
  static Tensor mse(Tensor predictions, Tensor targets) {
    return predictions.sub(targets).sqr().meanAll();
  }

  static Tensor mae(Tensor predictions, Tensor targets) {
    return predictions.sub(targets).abs().meanAll();
  }

  static Tensor huber(Tensor predictions, Tensor targets, double delta) {
    Tensor distance = predictions.sub(targets).abs();
    Tensor near = distance.sqr().div(2.0);
    Tensor far = distance.affine(delta, -delta * delta / 2);
    return distance.le(delta).whereCond(near, far).meanAll();
  }

  // @end

  // @start region="classes"
  /// - `probabilities` of class 1 and `targets`, 0 or 1: `[n]`
  static Tensor binaryCrossEntropy(Tensor probabilities, Tensor targets) {
    Tensor p = probabilities.clamp(SMALL, 1 - SMALL); // log 0 is -infinity
    Tensor ones = targets.mul(p.log());
    Tensor zeros = targets.affine(-1, 1).mul(p.affine(-1, 1).log());
    return ones.add(zeros).meanAll().neg();
  }

  /// - `logits` `[n, classes]`, `labels` `[n]`
  static Tensor crossEntropy(Tensor logits, Tensor labels) {
    Tensor oneHot = Encoding.oneHot(labels, logits.dim(1), 1f, 0f); // [n, classes]
    Tensor logProbabilities = Ops.logSoftmax(logits, 1); // [n, classes]
    return oneHot.mul(logProbabilities).sumAll().div((double) logits.dim(0)).neg();
  }

  /// The cross-entropy times `(1 - p)^gamma`: what is right already hardly counts.
  static Tensor focal(Tensor logits, Tensor labels, double gamma) {
    Tensor logProbabilities = Ops.logSoftmax(logits, 1).gather(labels.unsqueeze(1), 1); // [n, 1]
    Tensor weights = logProbabilities.exp().affine(-1, 1).powf(gamma);
    return weights.mul(logProbabilities).meanAll().neg();
  }
  // @end
}
