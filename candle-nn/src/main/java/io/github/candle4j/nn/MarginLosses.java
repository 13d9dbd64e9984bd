package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.D;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Tensor;

/// Losses that are 0 beyond a margin.
final class MarginLosses {
  private static final double SMALL = 1e-12;

  private MarginLosses() {}

  /// `max(0, margin - t x)`
  static Tensor hinge(Tensor inp, Tensor target, MarginConfig config) {
    Tensor x = LossInputs.wide("hinge", inp);
    Tensor t = signs("hinge", target, x);
    Tensor losses = t.mul(x).affine(-1, config.margin()).relu();
    return config.reduction().of("hinge", losses).toDtype(inp.dtype());
  }

  /// `x` for 1, `max(0, margin - x)` for -1.
  static Tensor hingeEmbedding(Tensor inp, Tensor target, MarginConfig config) {
    Tensor x = LossInputs.wide("hinge_embedding", inp);
    Tensor t = signs("hinge_embedding", target, x);
    Tensor losses = t.gt(0).whereCond(x, x.affine(-1, config.margin()).relu());
    return config.reduction().of("hinge_embedding", losses).toDtype(inp.dtype());
  }

  /// `1 - cos` for 1, `max(0, cos - margin)` for -1.
  static Tensor cosineEmbedding(Tensor a, Tensor b, Tensor target, MarginConfig config) {
    String operation = "cosine_embedding";
    LossInputs.same(operation, a, b, "both embeddings have one shape, [n, size]");
    Checks.check(
        Math.abs(config.margin()) <= 1, operation, "margin must be from -1 to 1", config.margin());
    checkRows(operation, a);
    Tensor x = LossInputs.wide(operation, a);
    Tensor y = b.toDtype(x.dtype());
    Tensor sizes = squares(x).mul(squares(y)).sqrt();
    Tensor cosine = x.mul(y).sum(D.MINUS1).div(sizes);
    Tensor t = signs(operation, target, cosine);
    Tensor losses = t.gt(0).whereCond(cosine.affine(-1, 1), cosine.sub(config.margin()).relu());
    return config.reduction().of(operation, losses).toDtype(a.dtype());
  }

  /// `Σ x²` of each row, and a little more, so that a row of zeros has a direction.
  private static Tensor squares(Tensor x) {
    return x.sqr().sum(D.MINUS1).add(SMALL);
  }

  /// `max(0, d(anchor, positive) - d(anchor, negative) + margin)`
  static Tensor tripletMargin(
      Tensor anchor, Tensor positive, Tensor negative, TripletMarginConfig config) {
    String operation = "triplet_margin";
    String hint = "anchor, positive and negative have one shape, [n, size]";
    LossInputs.same(operation, anchor, positive, hint);
    LossInputs.same(operation, anchor, negative, hint);
    checkRows(operation, anchor);
    Tensor a = LossInputs.wide(operation, anchor);
    Tensor p = positive.toDtype(a.dtype());
    Tensor n = negative.toDtype(a.dtype());
    Tensor far = distance(a, n, config);
    if (config.swap()) {
      far = far.minimum(distance(p, n, config));
    }
    Tensor losses = distance(a, p, config).sub(far).add(config.margin()).relu();
    return config.reduction().of(operation, losses).toDtype(anchor.dtype());
  }

  private static Tensor distance(Tensor a, Tensor b, TripletMarginConfig config) {
    Tensor difference = a.sub(b).add(config.eps());
    if (config.p() == 1) {
      return difference.abs().sum(D.MINUS1);
    }
    if (config.p() == 2) {
      return difference.sqr().sum(D.MINUS1).sqrt();
    }
    return difference.abs().powf(config.p()).sum(D.MINUS1).powf(1 / config.p());
  }

  private static void checkRows(String operation, Tensor x) {
    if (x.rank() == 0) {
      throw CandleException.unexpectedRank(operation, 1, x.shape());
    }
  }

  /// A target of 1 and -1, of the shape and dtype of the losses.
  private static Tensor signs(String operation, Tensor target, Tensor like) {
    if (!target.shape().equals(like.shape())) {
      throw CandleException.shapeMismatch(
          operation, like.shape(), target.shape(), "there is one target, 1 or -1, for each loss");
    }
    Tensor t = target.detach().toDtype(DType.F64);
    for (double sign : t.flattenAll().toVec1F64()) {
      if (Math.abs(sign) != 1) {
        throw CandleException.withHint(
            Kind.ARGUMENT,
            operation,
            operation + ": a target must be 1 or -1, got " + sign,
            "classes 0 and 1 become -1 and 1 by target.affine(2, -1)");
      }
    }
    return t.toDtype(like.dtype());
  }
}
