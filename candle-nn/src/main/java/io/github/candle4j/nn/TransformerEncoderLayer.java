package io.github.candle4j.nn;

import io.github.candle4j.core.AttentionOptions;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import java.util.function.UnaryOperator;

/// A layer of a transformer's encoder, arXiv 1706.03762, section 3.1, as PyTorch's class of that name with `batch_first`:
/// `x ← norm(x + attention(x))`, `x ← norm(x + linear2(activation(linear1(x))))`; or, norm first, `x ← x + attention(norm(x))` and so
/// on, arXiv 2002.04745. With a causal mask and a cache it is a layer of a decoder without an encoder, as in GPT.
///
/// - `x` `[batch, elements, dModel]`
///
/// ```java
/// TransformerEncoderLayer layer =
///     TransformerEncoderLayer.transformerEncoderLayer(TransformerConfig.of(64, 4), vb.pp("layers").pp(0));
/// Tensor y = layer.forwardT(xs, true);
/// ```
///
/// @param selfAttn attention of the elements to each other
/// @param linear1 the first linear layer
/// @param linear2 the second linear layer
/// @param norm1 the norm of attention
/// @param norm2 the norm of the linear layers
/// @param config how it was made
public record TransformerEncoderLayer(
    MultiHeadAttention selfAttn,
    Linear linear1,
    Linear linear2,
    Module norm1,
    Module norm2,
    TransformerConfig config)
    implements Module {
  /// A new layer with the parameters of PyTorch's: `self_attn.in_proj_weight`, `self_attn.out_proj.weight`, `linear1.weight`,
  /// `linear2.weight`, `norm1.weight`, `norm2.weight` and their biases.
  public static TransformerEncoderLayer transformerEncoderLayer(
      TransformerConfig config, VarBuilder vb) {
    int size = config.dModel();
    int between = config.dimFeedforward();
    return new TransformerEncoderLayer(
        MultiHeadAttention.multiHeadAttentionPacked(config.attention(), vb.pp("self_attn")),
        MultiHeadAttention.linear(size, between, true, vb.pp("linear1")),
        MultiHeadAttention.linear(between, size, true, vb.pp("linear2")),
        Sublayers.norm(config, vb.pp("norm1")),
        Sublayers.norm(config, vb.pp("norm2")),
        config);
  }

  @Override
  public Tensor forward(Tensor xs) {
    return forwardT(xs, false);
  }

  @Override
  public Tensor forwardT(Tensor xs, boolean train) {
    return forwardT(xs, AttentionOptions.defaults(), train);
  }

  /// The result with a mask.
  ///
  /// @throws io.github.candle4j.core.CandleException if the shapes do not fit
  public Tensor forwardT(Tensor xs, AttentionOptions mask, boolean train) {
    return run(xs, x -> selfAttn.forwardT(x, new KeyValue(x, x), mask, train), train);
  }

  /// The result for elements that come after those in a cache, without dropout; their keys and values are added to it.
  ///
  /// @throws io.github.candle4j.core.CandleException if the shapes do not fit, or gradients would be lost
  public Tensor forward(Tensor xs, AttentionOptions mask, AttentionCache cache) {
    return run(xs, x -> selfAttn.forward(x, mask, cache), false);
  }

  private Tensor run(Tensor xs, UnaryOperator<Tensor> attention, boolean train) {
    Sublayers sublayers = new Sublayers(config, train);
    Tensor x = sublayers.add(xs, norm1, attention);
    return sublayers.add(x, norm2, y -> sublayers.feedForward(y, linear1, linear2));
  }

  /// `TransformerEncoderLayer(64, 4 heads, 256 between)`
  @Override
  public String toString() {
    return "TransformerEncoderLayer(" + config.text() + ")";
  }
}
