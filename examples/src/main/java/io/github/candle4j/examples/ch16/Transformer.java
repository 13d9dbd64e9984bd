package io.github.candle4j.examples.ch16;

import static io.github.candle4j.nn.LayerNorm.layerNorm;
import static io.github.candle4j.nn.Linear.linear;

import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.AttentionCache;
import io.github.candle4j.nn.Dropout;
import io.github.candle4j.nn.Embedding;
import io.github.candle4j.nn.KvCache;
import io.github.candle4j.nn.LayerNorm;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.SinusoidalPositions;
import io.github.candle4j.nn.VarBuilder;
import java.util.List;
import java.util.stream.IntStream;

/// A decoder as in GPT: it says for each character of a text which one comes next.
///
/// @param embedding a vector for each character of the alphabet
/// @param positions a vector for each place, added to it
/// @param dropout applied to their sum, in training
/// @param blocks the blocks
/// @param norm the norm after the last block
/// @param head vectors to scores of characters
/// @param config its sizes
// @start region="transformer"
record Transformer(
    Embedding embedding,
    SinusoidalPositions positions,
    Dropout dropout,
    List<DecoderBlock> blocks,
    LayerNorm norm,
    Linear head,
    ModelConfig config) {
  static Transformer create(ModelConfig config, VarBuilder vb) {
    return new Transformer(
        Embedding.embedding(config.vocabulary(), config.size(), vb.pp("embedding")),
        SinusoidalPositions.of(config.maxSeqLen(), config.size(), vb.dtype(), vb.device()),
        new Dropout(config.dropout()),
        IntStream.range(0, config.layers())
            .mapToObj(i -> DecoderBlock.create(config, vb.pp("blocks").pp(i)))
            .toList(),
        layerNorm(config.size(), 1e-5, vb.pp("norm")),
        linear(config.size(), config.vocabulary(), vb.pp("head")),
        config);
  }

  Tensor forward(Tensor ids, boolean train) { // ids: [batch, seq]
    Tensor x = dropout.forward(embed(ids, 0), train); // [batch, seq, size]
    for (DecoderBlock block : blocks) {
      x = block.forward(x, train);
    }
    return head.forward(norm.forward(x)); // [batch, seq, vocabulary]
  }

  private Tensor embed(Tensor ids, int start) {
    Tensor x = embedding.forward(ids);
    return config.pieces().positions() ? positions.forward(x, start) : x;
  }

  // @end
  // @start region="cached"
  /// The same for characters that follow those in the caches.
  Tensor forward(Tensor ids, List<? extends AttentionCache> caches) { // ids: [1, new characters]
    Tensor x = embed(ids, caches.getFirst().currentSeqLen());
    for (int i = 0; i < blocks.size(); i++) {
      x = blocks.get(i).forward(x, caches.get(i));
    }
    return head.forward(norm.forward(x)); // [1, new characters, vocabulary]
  }

  /// An empty cache for each block.
  List<KvCache> newCaches() {
    return blocks.stream().map(block -> new KvCache(2, config.maxSeqLen())).toList();
  }
  // @end
}
