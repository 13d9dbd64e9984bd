package io.github.candle4j.nn;

import io.github.candle4j.core.AttentionOptions;
import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/// Some [TransformerEncoderLayer], one after the other, as PyTorch's `TransformerEncoder`. With a causal mask and caches it is a decoder
/// without an encoder, as in GPT.
///
/// ```java
/// TransformerConfig config = TransformerConfig.of(64, 4).withNormFirst(true);
/// TransformerEncoder encoder = TransformerEncoder.transformerEncoder(3, config, vb);
/// Tensor y = encoder.forwardT(xs, AttnMask.causal().options(), true);    // [batch, elements, 64]
/// ```
///
/// @param layers the layers
/// @param norm what follows the last one, if there is something
public record TransformerEncoder(List<TransformerEncoderLayer> layers, Optional<Module> norm)
    implements Module {
  /// The list, which is copied.
  public TransformerEncoder {
    layers = List.copyOf(layers);
  }

  /// New layers with the parameters `layers.0`, `layers.1`, ...; if norms come first, there is a last one, `norm`.
  ///
  /// @throws CandleException if the number is negative
  public static TransformerEncoder transformerEncoder(
      int numLayers, TransformerConfig config, VarBuilder vb) {
    VarBuilder each = vb.pp("layers");
    return new TransformerEncoder(
        layers(numLayers, i -> TransformerEncoderLayer.transformerEncoderLayer(config, each.pp(i))),
        lastNorm(config, vb));
  }

  static <L> List<L> layers(int numLayers, IntFunction<L> create) {
    if (numLayers < 0) {
      throw new CandleException(
          Kind.ARGUMENT, "transformer", "transformer: " + numLayers + " layers");
    }
    List<L> layers = new ArrayList<>();
    for (int i = 0; i < numLayers; i++) {
      layers.add(create.apply(i));
    }
    return layers;
  }

  static Optional<Module> lastNorm(TransformerConfig config, VarBuilder vb) {
    return config.normFirst()
        ? Optional.of(Sublayers.norm(config, vb.pp("norm")))
        : Optional.empty();
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
  /// @throws CandleException if the shapes do not fit
  public Tensor forwardT(Tensor xs, AttentionOptions mask, boolean train) {
    Tensor x = xs;
    for (TransformerEncoderLayer layer : layers) {
      x = layer.forwardT(x, mask, train);
    }
    return norm.isPresent() ? norm.get().forward(x) : x;
  }

  /// The result for elements that come after those in the caches, one for each layer; each sees itself and all before it.
  ///
  /// @throws CandleException if the shapes or the number of caches do not fit, or gradients would be lost
  public Tensor forward(Tensor xs, List<? extends AttentionCache> caches) {
    checkCaches(caches.size(), layers.size());
    Tensor x = xs;
    for (int i = 0; i < layers.size(); i++) {
      AttentionCache cache = caches.get(i);
      x = layers.get(i).forward(x, MultiHeadAttention.causalAfter(cache), cache);
    }
    return norm.isPresent() ? norm.get().forward(x) : x;
  }

  static void checkCaches(int caches, int layers) {
    if (caches != layers) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "transformer",
          "transformer: " + caches + " caches for " + layers + " layers",
          "one for each layer");
    }
  }

  /// `TransformerEncoder(3 of TransformerEncoderLayer(64, 4 heads, 256 between))`
  @Override
  public String toString() {
    return "TransformerEncoder("
        + (layers.isEmpty() ? "" : layers.size() + " of " + layers.get(0))
        + ")";
  }
}
