package io.github.candle4j.nn;

import io.github.candle4j.core.AttentionOptions;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import java.util.List;
import java.util.Optional;

/// Some [TransformerDecoderLayer], one after the other, as PyTorch's `TransformerDecoder`.
///
/// ```java
/// TransformerDecoder decoder = TransformerDecoder.transformerDecoder(3, TransformerConfig.of(64, 4), vb);
/// Tensor y = decoder.forward(target, encoder.forward(source));    // [batch, elements, 64]
/// ```
///
/// @param layers the layers
/// @param norm what follows the last one, if there is something
public record TransformerDecoder(List<TransformerDecoderLayer> layers, Optional<Module> norm) {
  /// The list, which is copied.
  public TransformerDecoder {
    layers = List.copyOf(layers);
  }

  /// New layers with the parameters `layers.0`, `layers.1`, ...; if norms come first, there is a last one, `norm`.
  ///
  /// @throws io.github.candle4j.core.CandleException if the number is negative
  public static TransformerDecoder transformerDecoder(
      int numLayers, TransformerConfig config, VarBuilder vb) {
    VarBuilder each = vb.pp("layers");
    return new TransformerDecoder(
        TransformerEncoder.layers(
            numLayers, i -> TransformerDecoderLayer.transformerDecoderLayer(config, each.pp(i))),
        TransformerEncoder.lastNorm(config, vb));
  }

  /// The result with a causal mask, without dropout.
  ///
  /// @throws io.github.candle4j.core.CandleException if the shapes do not fit
  public Tensor forward(Tensor tgt, Tensor memory) {
    return forwardT(tgt, memory, TransformerDecoderLayer.Masks.causal(), false);
  }

  /// The result with masks, with dropout in training.
  ///
  /// @throws io.github.candle4j.core.CandleException if the shapes do not fit
  public Tensor forwardT(
      Tensor tgt, Tensor memory, TransformerDecoderLayer.Masks masks, boolean train) {
    Tensor x = tgt;
    for (TransformerDecoderLayer layer : layers) {
      x = layer.forwardT(x, memory, masks, train);
    }
    return norm.isPresent() ? norm.get().forward(x) : x;
  }

  /// The result for elements that come after those in the caches, one for each layer; each sees itself and all before it, and what
  /// the options say of the memory.
  ///
  /// @throws io.github.candle4j.core.CandleException if the shapes or the number of caches do not fit, or gradients would be lost
  public Tensor forward(
      Tensor tgt, Tensor memory, AttentionOptions options, List<? extends AttentionCache> caches) {
    TransformerEncoder.checkCaches(caches.size(), layers.size());
    Tensor x = tgt;
    for (int i = 0; i < layers.size(); i++) {
      AttentionCache cache = caches.get(i);
      AttentionOptions own = MultiHeadAttention.causalAfter(cache);
      TransformerDecoderLayer.Masks masks = new TransformerDecoderLayer.Masks(own, options);
      x = layers.get(i).forward(x, memory, masks, cache);
    }
    return norm.isPresent() ? norm.get().forward(x) : x;
  }

  /// `TransformerDecoder(3 of TransformerDecoderLayer(64, 4 heads, 256 between))`
  @Override
  public String toString() {
    return "TransformerDecoder("
        + (layers.isEmpty() ? "" : layers.size() + " of " + layers.get(0))
        + ")";
  }
}
