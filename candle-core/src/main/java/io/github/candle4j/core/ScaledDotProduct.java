package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.op.Op;

/// `softmax(scale q kᵀ + mask) v`, arXiv 1706.03762, section 3.2.1, in F32 or F64. Heads that share keys are rows of one product
/// (grouped queries, arXiv 2305.13245): keys and values are never repeated.
final class ScaledDotProduct {
  private final AttentionOptions options;
  private final int batch;
  private final int heads;
  private final int groups;
  private final int queries;
  private final int keys;

  private ScaledDotProduct(AttentionOptions options, Tensor q, Tensor k, Tensor v) {
    this.options = options;
    checkShapes(q, k, v);
    batch = q.dim(0);
    heads = q.dim(1);
    queries = q.dim(2);
    groups = k.dim(1);
    keys = k.dim(2);
    checkMask(q);
  }

  static Tensor attention(Tensor q, Tensor k, Tensor v, AttentionOptions options) {
    return new ScaledDotProduct(options, q, k, v).run(q, k, v);
  }

  private Tensor run(Tensor q, Tensor k, Tensor v) {
    if (q.elemCount() == 0 || keys == 0 || v.elemCount() == 0) {
      // Nothing to see: zeros, which depend on nothing.
      return Tensor.zeros(Shape.of(batch, heads, queries, v.dim(3)), q.dtype(), q.device());
    }
    double scale = options.scale().orElse(1 / Math.sqrt(q.dim(3)));
    int shared = heads / groups * queries;
    Tensor rows = Reduction.wide(q).mul(scale).reshape(batch, groups, shared, q.dim(3));
    Tensor scores = rows.matmul(Reduction.wide(k).t()).reshape(batch, heads, queries, keys);
    if (options.softcap() > 0) {
      scores = scores.mul(1 / options.softcap()).tanh().mul(options.softcap());
    }
    Tensor weights =
        Fused.dropout(weights(scores), options.dropout()).reshape(batch, groups, shared, keys);
    Tensor result = weights.matmul(Reduction.wide(v));
    return result.reshape(batch, heads, queries, v.dim(3)).toDtype(q.dtype());
  }

  /// The softmax of what each query sees; 0 everywhere if that is nothing.
  private Tensor weights(Tensor scores) {
    if (options.mask().isEmpty()) {
      return softmax(scores);
    }
    Tensor mask = options.mask().get();
    if (mask.dtype().isInt()) {
      Tensor hidden = seenFlags(mask.ne(0));
      Tensor wide = hidden.broadcastAs(scores.shape());
      Tensor masked = wide.whereCond(scores.scalarLike("mask", Double.NEGATIVE_INFINITY), scores);
      return withoutBlind(hidden, masked);
    }
    Tensor added = mask.toDtype(scores.dtype());
    Tensor hidden = seenFlags(added.detach().eq(Double.NEGATIVE_INFINITY));
    return withoutBlind(hidden, scores.broadcastAdd(added));
  }

  /// The flags of what is left out, those of the causal mask among them.
  private Tensor seenFlags(Tensor hidden) {
    if (options.causalOffset().isEmpty()) {
      return hidden;
    }
    Tensor i = Tensor.arange(0L, queries, hidden.device()).unsqueeze(1);
    Tensor last = i.add((long) options.causalOffset().getAsInt());
    Tensor later = Tensor.arange(0L, keys, hidden.device()).broadcastGt(last);
    Shape all = hidden.shape().broadcastShapeBinaryOp(later.shape(), "attention");
    return hidden.broadcastAs(all).logicalOr(later.broadcastAs(all));
  }

  /// The softmax, with 0 in the rows of queries that see nothing.
  private Tensor withoutBlind(Tensor hidden, Tensor masked) {
    Tensor blind = hidden.allKeepdim(D.MINUS1);
    if (blind.anyAll().toDtype(DType.I64).toScalarI64() == 0) {
      return softmax(masked);
    }
    Tensor wide = blind.broadcastAs(masked.shape());
    Tensor finite = wide.whereCond(masked.scalarLike("mask", 0), masked);
    Tensor weights = softmax(finite);
    return wide.whereCond(weights.scalarLike("mask", 0), weights);
  }

  private Tensor softmax(Tensor scores) {
    return options.causalOffset().isPresent()
        ? Tensor.apply(new Op.CausalSoftmax(queries, options.causalOffset().getAsInt()), scores)
        : Fused.softmax(scores, D.MINUS1);
  }

  private void checkMask(Tensor q) {
    if (options.mask().isEmpty()) {
      return;
    }
    Shape scores = Shape.of(batch, heads, queries, keys);
    Shape mask = options.mask().get().shape();
    boolean fits = mask.rank() <= 4;
    for (int d = 1; fits && d <= mask.rank(); d++) {
      fits = mask.dim(-d) == 1 || mask.dim(-d) == scores.dim(-d);
    }
    if (!fits) {
      throw CandleException.shapeMismatch(
          "attention",
          q.shape(),
          mask,
          "a mask is broadcast to [batch, heads, queries, keys], here " + scores);
    }
  }

  private static void checkShapes(Tensor q, Tensor k, Tensor v) {
    for (Tensor x : new Tensor[] {q, k, v}) {
      if (x.rank() != 4) {
        throw CandleException.unexpectedRank("attention", 4, x.shape());
      }
      if (x.dtype().isInt()) {
        throw CandleException.unsupportedDtype(
            "attention", x.dtype(), "cast first: x.toDtype(DType.F32)");
      }
      if (x.dtype() != q.dtype()) {
        throw CandleException.dtypeMismatch("attention", q.dtype(), x.dtype());
      }
    }
    if (q.dim(0) != k.dim(0) || q.dim(3) != k.dim(3)) {
      throw CandleException.shapeMismatch(
          "attention",
          q.shape(),
          k.shape(),
          "queries [batch, heads, queries, size] want keys [batch, heads, keys, size]");
    }
    if (!k.shape().with(3, 0).equals(v.shape().with(3, 0))) {
      throw CandleException.shapeMismatch(
          "attention", k.shape(), v.shape(), "keys and values have equal sizes but for the last");
    }
    if (k.dim(1) == 0 || q.dim(1) % k.dim(1) != 0) {
      throw CandleException.withHint(
          Kind.SHAPE,
          "attention",
          "attention: " + q.dim(1) + " heads of queries, " + k.dim(1) + " of keys",
          "the heads of keys must divide those of queries");
    }
  }
}
