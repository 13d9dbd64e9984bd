package io.github.candle4j.examples.ch16;

import static io.github.candle4j.nn.LayerNorm.layerNorm;
import static io.github.candle4j.nn.Linear.linear;
import static io.github.candle4j.nn.MultiHeadAttention.multiHeadAttention;

import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.AttentionCache;
import io.github.candle4j.nn.AttnMask;
import io.github.candle4j.nn.Dropout;
import io.github.candle4j.nn.KeyValue;
import io.github.candle4j.nn.LayerNorm;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.MultiHeadAttention;
import io.github.candle4j.nn.MultiHeadAttentionConfig;
import io.github.candle4j.nn.VarBuilder;

/// One of the blocks that a decoder is a stack of: the characters look at each other, then each thinks for itself. What a part has
/// found out is added to what came in.
///
/// @param norm1 the norm before attention
/// @param attention how the characters look at each other
/// @param norm2 the norm before the linear layers
/// @param expand to four times as many numbers
/// @param contract and back
/// @param dropout applied to what is added, in training
/// @param mask which characters a character sees
// @start region="block"
record DecoderBlock(
    LayerNorm norm1,
    MultiHeadAttention attention,
    LayerNorm norm2,
    Linear expand,
    Linear contract,
    Dropout dropout,
    AttnMask mask) {
  private static final double EPS = 1e-5;

  static DecoderBlock create(ModelConfig config, VarBuilder vb) {
    int size = config.size();
    MultiHeadAttentionConfig heads =
        MultiHeadAttentionConfig.of(size, config.heads()).withDropout(config.dropout());
    return new DecoderBlock(
        layerNorm(size, EPS, vb.pp("norm1")),
        multiHeadAttention(heads, vb.pp("attention")),
        layerNorm(size, EPS, vb.pp("norm2")),
        linear(size, config.feedForward(), vb.pp("expand")),
        linear(config.feedForward(), size, vb.pp("contract")),
        new Dropout(config.dropout()),
        config.pieces().mask() ? AttnMask.causal() : AttnMask.NONE);
  }

  Tensor forward(Tensor x, boolean train) { // x: [batch, seq, size]
    Tensor h = norm1.forward(x);
    Tensor seen = attention.forwardT(h, new KeyValue(h, h), mask.options(), train);
    x = x.add(dropout.forward(seen, train)); // [batch, seq, size]
    return x.add(dropout.forward(feedForward(norm2.forward(x)), train));
  }

  private Tensor feedForward(Tensor x) {
    Tensor h = expand.forward(x).gelu(); // [batch, seq, 4 size]
    return contract.forward(h); // [batch, seq, size]
  }

  // @end
  // @start region="cached"
  /// The same for characters that follow those in a cache.
  Tensor forward(Tensor x, AttentionCache cache) { // x: [1, new characters, size]
    Tensor h = norm1.forward(x);
    x = x.add(attention.forward(h, MultiHeadAttention.causalAfter(cache), cache));
    return x.add(feedForward(norm2.forward(x)));
  }
  // @end
}
