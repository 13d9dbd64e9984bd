package io.github.candle4j.nn;

import io.github.candle4j.core.AttentionOptions;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import java.util.function.UnaryOperator;

/// A layer of a transformer's decoder, arXiv 1706.03762, section 3.1, as PyTorch's class of that name with `batch_first`: attention of
/// the elements to those before them, attention to the memory, which is what the encoder has given, and two linear layers, each
/// added and with a norm.
///
/// - `tgt` `[batch, elements, dModel]`, `memory` `[batch, other elements, dModel]`
///
/// ```java
/// TransformerDecoderLayer layer =
///     TransformerDecoderLayer.transformerDecoderLayer(TransformerConfig.of(64, 4), vb.pp("layers").pp(0));
/// Tensor y = layer.forward(target, memory);
/// ```
///
/// @param selfAttn attention of the elements to each other
/// @param multiheadAttn attention to the memory
/// @param linear1 the first linear layer
/// @param linear2 the second linear layer
/// @param norm1 the norm of the first attention
/// @param norm2 the norm of the second attention
/// @param norm3 the norm of the linear layers
/// @param config how it was made
public record TransformerDecoderLayer(
    MultiHeadAttention selfAttn,
    MultiHeadAttention multiheadAttn,
    Linear linear1,
    Linear linear2,
    Module norm1,
    Module norm2,
    Module norm3,
    TransformerConfig config) {
  /// What is seen.
  ///
  /// @param self the mask of the elements among themselves
  /// @param memory the mask of the memory
  public record Masks(AttentionOptions self, AttentionOptions memory) {
    /// Each element sees itself and those before it, and all of the memory.
    public static Masks causal() {
      return new Masks(AttnMask.causal().options(), AttentionOptions.defaults());
    }
  }

  /// A new layer with the parameters of PyTorch's: `self_attn`, `multihead_attn`, `linear1`, `linear2`, `norm1`, `norm2`, `norm3`.
  public static TransformerDecoderLayer transformerDecoderLayer(
      TransformerConfig config, VarBuilder vb) {
    int size = config.dModel();
    int between = config.dimFeedforward();
    return new TransformerDecoderLayer(
        MultiHeadAttention.multiHeadAttentionPacked(config.attention(), vb.pp("self_attn")),
        MultiHeadAttention.multiHeadAttentionPacked(config.attention(), vb.pp("multihead_attn")),
        MultiHeadAttention.linear(size, between, true, vb.pp("linear1")),
        MultiHeadAttention.linear(between, size, true, vb.pp("linear2")),
        Sublayers.norm(config, vb.pp("norm1")),
        Sublayers.norm(config, vb.pp("norm2")),
        Sublayers.norm(config, vb.pp("norm3")),
        config);
  }

  /// The result with a causal mask, without dropout.
  ///
  /// @throws io.github.candle4j.core.CandleException if the shapes do not fit
  public Tensor forward(Tensor tgt, Tensor memory) {
    return forwardT(tgt, memory, Masks.causal(), false);
  }

  /// The result with masks, with dropout in training.
  ///
  /// @throws io.github.candle4j.core.CandleException if the shapes do not fit
  public Tensor forwardT(Tensor tgt, Tensor memory, Masks masks, boolean train) {
    return run(
        tgt,
        x -> selfAttn.forwardT(x, new KeyValue(x, x), masks.self, train),
        x -> multiheadAttn.forwardT(x, new KeyValue(memory, memory), masks.memory, train),
        train);
  }

  /// The result for elements that come after those in a cache, without dropout; their keys and values are added to it.
  ///
  /// @throws io.github.candle4j.core.CandleException if the shapes do not fit, or gradients would be lost
  public Tensor forward(Tensor tgt, Tensor memory, Masks masks, AttentionCache cache) {
    return run(
        tgt,
        x -> selfAttn.forward(x, masks.self, cache),
        x -> multiheadAttn.forward(x, new KeyValue(memory, memory), masks.memory),
        false);
  }

  private Tensor run(
      Tensor tgt, UnaryOperator<Tensor> own, UnaryOperator<Tensor> other, boolean train) {
    Sublayers sublayers = new Sublayers(config, train);
    Tensor x = sublayers.add(tgt, norm1, own);
    x = sublayers.add(x, norm2, other);
    return sublayers.add(x, norm3, y -> sublayers.feedForward(y, linear1, linear2));
  }

  /// `TransformerDecoderLayer(64, 4 heads, 256 between)`
  @Override
  public String toString() {
    return "TransformerDecoderLayer(" + config.text() + ")";
  }
}
