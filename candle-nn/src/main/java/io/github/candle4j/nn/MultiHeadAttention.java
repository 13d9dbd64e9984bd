package io.github.candle4j.nn;

import io.github.candle4j.core.AttentionOptions;
import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Optional;

/// Attention of several heads, arXiv 1706.03762, section 3.2.2: `concat(head_1, .., head_h) W_o` with
/// `head_i = attention(q W_q,i, k W_k,i, v W_v,i)`; heads may share keys and values, arXiv 2305.13245.
///
/// - queries `[batch, queries, embed]`, keys and values `[batch, keys, embed]`; result `[batch, queries, embed]`
///
/// ```java
/// MultiHeadAttention attention =
///     MultiHeadAttention.multiHeadAttention(MultiHeadAttentionConfig.of(64, 4), vb.pp("attn"));
/// Tensor y = attention.forward(xs);                                           // self-attention
/// Tensor z = attention.forward(xs, AttnMask.causal().options());              // causal
/// Tensor next = attention.forward(token, attention.causalAfter(cache), cache);    // step by step
/// ```
///
/// @param in what makes queries, keys and values
/// @param outProj what the heads go through together
/// @param config how it was made
public record MultiHeadAttention(In in, Linear outProj, MultiHeadAttentionConfig config)
    implements Module {
  /// What makes queries, keys and values.
  public sealed interface In {
    /// Makes the queries.
    Linear q();

    /// Makes the keys.
    Linear k();

    /// Makes the values.
    Linear v();
  }

  /// A layer for each, with the parameters `q_proj`, `k_proj`, `v_proj`.
  ///
  /// @param q makes the queries
  /// @param k makes the keys
  /// @param v makes the values
  public record Separate(Linear q, Linear k, Linear v) implements In {}

  /// One weight for all, as in PyTorch's `MultiheadAttention`: its rows are those of queries, keys and values, one after the other.
  ///
  /// @param weight `[embed + 2 kv, embed]`
  /// @param bias `[embed + 2 kv]`, if there is one
  /// @param embedDim the number of rows of the queries
  public record Packed(Tensor weight, Optional<Tensor> bias, int embedDim) implements In {
    @Override
    public Linear q() {
      return part(0, embedDim);
    }

    @Override
    public Linear k() {
      return part(embedDim, (weight.dim(0) - embedDim) / 2);
    }

    @Override
    public Linear v() {
      int size = (weight.dim(0) - embedDim) / 2;
      return part(embedDim + size, size);
    }

    private Linear part(int start, int size) {
      return new Linear(weight.narrow(0, start, size), bias.map(b -> b.narrow(0, start, size)));
    }
  }

  /// The dimension of positions in keys and values.
  private static final int POSITIONS = 2;

  /// The bound of Glorot and Bengio 2010 for square weights.
  private static final Init WEIGHT =
      new Init.Kaiming(NormalOrUniform.UNIFORM, FanInOut.FAN_IN, NonLinearity.LINEAR);

  /// A new layer with the parameters `q_proj`, `k_proj`, `v_proj` and `out_proj`, each with a `weight` and, if there are biases, a
  /// `bias`. Weights are `U(-√(3/embed), √(3/embed))`, biases 0.
  public static MultiHeadAttention multiHeadAttention(
      MultiHeadAttentionConfig config, VarBuilder vb) {
    int size = config.embedDim();
    In in =
        new Separate(
            linear(size, size, config, vb.pp("q_proj")),
            linear(size, config.kvDim(), config, vb.pp("k_proj")),
            linear(size, config.kvDim(), config, vb.pp("v_proj")));
    return new MultiHeadAttention(in, linear(size, size, config, vb.pp("out_proj")), config);
  }

  /// The same with the names of PyTorch's `MultiheadAttention`, whose files it reads: `in_proj_weight`, `in_proj_bias`,
  /// `out_proj.weight`, `out_proj.bias`.
  public static MultiHeadAttention multiHeadAttentionPacked(
      MultiHeadAttentionConfig config, VarBuilder vb) {
    int size = config.embedDim();
    int rows = size + 2 * config.kvDim();
    Tensor weight = vb.getWithHints(Shape.of(rows, size), "in_proj_weight", WEIGHT);
    Optional<Tensor> bias =
        config.bias()
            ? Optional.of(vb.getWithHints(Shape.of(rows), "in_proj_bias", Init.ZERO))
            : Optional.empty();
    return new MultiHeadAttention(
        new Packed(weight, bias, size), linear(size, size, config, vb.pp("out_proj")), config);
  }

  private static Linear linear(int in, int out, MultiHeadAttentionConfig config, VarBuilder vb) {
    return linear(in, out, config.bias(), vb);
  }

  /// With the initialisers of this file.
  static Linear linear(int in, int out, boolean bias, VarBuilder vb) {
    Tensor weight = vb.getWithHints(Shape.of(out, in), "weight", WEIGHT);
    return bias
        ? new Linear(weight, vb.getWithHints(Shape.of(out), "bias", Init.ZERO))
        : new Linear(weight);
  }

  /// Self-attention: each element sees all.
  ///
  /// @throws CandleException if the shape does not fit
  @Override
  public Tensor forward(Tensor xs) {
    return forwardT(xs, false);
  }

  /// Self-attention, with dropout in training.
  ///
  /// @throws CandleException if the shape does not fit
  @Override
  public Tensor forwardT(Tensor xs, boolean train) {
    return forwardT(xs, new KeyValue(xs, xs), AttentionOptions.defaults(), train);
  }

  /// Self-attention with a mask.
  ///
  /// @throws CandleException if the shapes do not fit
  public Tensor forward(Tensor xs, AttentionOptions options) {
    return forwardT(xs, new KeyValue(xs, xs), options, false);
  }

  /// Attention to other elements: those that keys and those that values are made from.
  ///
  /// @throws CandleException if the shapes do not fit
  public Tensor forward(Tensor query, KeyValue others, AttentionOptions options) {
    return forwardT(query, others, options, false);
  }

  /// The same, with dropout in training.
  ///
  /// @throws CandleException if the shapes do not fit
  public Tensor forwardT(Tensor query, KeyValue others, AttentionOptions options, boolean train) {
    KeyValue kv = heads(others);
    return attend(query, kv, train ? options.withDropout(config.dropout()) : options);
  }

  /// Self-attention that sees what is in a cache, too, and adds its keys and values to it. The cache grows along dimension 2.
  ///
  /// @throws CandleException if the shapes do not fit, or gradients would be lost
  public Tensor forward(Tensor xs, AttentionOptions options, AttentionCache cache) {
    if (cache.dim() != POSITIONS) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "attention",
          "attention: a cache that grows along dimension " + cache.dim(),
          "keys and values are [batch, heads, positions, size], so it is new KvCache(2, ..)");
    }
    KeyValue own = heads(new KeyValue(xs, xs));
    return attend(xs, cache.append(own.k(), own.v()), options);
  }

  /// The causal mask for elements that come after those in a cache.
  public static AttentionOptions causalAfter(AttentionCache cache) {
    return AttentionOptions.defaults().withCausalOffset(cache.currentSeqLen());
  }

  private KeyValue heads(KeyValue others) {
    return new KeyValue(
        split(in.k().forward(checked(others.k())), config.numKvHeads()),
        split(in.v().forward(checked(others.v())), config.numKvHeads()));
  }

  private Tensor attend(Tensor query, KeyValue kv, AttentionOptions options) {
    Tensor q = split(in.q().forward(checked(query)), config.numHeads());
    Tensor y = Fused.attention(q, kv.k(), kv.v(), options);
    return outProj.forward(y.transpose(1, 2).flattenFrom(2));
  }

  /// `[batch, elements, heads size]` as `[batch, heads, elements, size]`
  private static Tensor split(Tensor x, int heads) {
    return x.reshape(x.dim(0), x.dim(1), heads, x.dim(2) / heads).transpose(1, 2);
  }

  private Tensor checked(Tensor x) {
    if (x.rank() != 3) {
      throw CandleException.unexpectedRank("attention", 3, x.shape());
    }
    if (x.dim(2) != config.embedDim()) {
      throw CandleException.shapeMismatch(
          "attention",
          x.shape(),
          outProj.weight().shape(),
          "the last size must be " + config.embedDim());
    }
    return x;
  }

  /// `MultiHeadAttention(64, 4 heads)`, `MultiHeadAttention(64, 4 heads, 2 of keys)`
  @Override
  public String toString() {
    String shared =
        config.numKvHeads() == config.numHeads() ? "" : ", " + config.numKvHeads() + " of keys";
    return "MultiHeadAttention("
        + config.embedDim()
        + ", "
        + config.numHeads()
        + " heads"
        + shared
        + ")";
  }
}
