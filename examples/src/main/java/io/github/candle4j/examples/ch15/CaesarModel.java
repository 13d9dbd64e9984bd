package io.github.candle4j.examples.ch15;

import static io.github.candle4j.nn.Embedding.embedding;
import static io.github.candle4j.nn.LayerNorm.layerNorm;
import static io.github.candle4j.nn.Linear.linear;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Embedding;
import io.github.candle4j.nn.LayerNorm;
import io.github.candle4j.nn.LearnedPositions;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.SinusoidalPositions;
import io.github.candle4j.nn.VarBuilder;

/// A transformer of one layer that reads encrypted letters and writes plain ones.
///
/// @param letters a vector for each letter
/// @param positions what is added to it, by its place; identity if there are none
/// @param attention each letter looks at all
/// @param block what comes after the attention
/// @param output scores of the 26 plain letters
// @start region="model"
record CaesarModel(
    Embedding letters, Module positions, SelfAttention attention, Block block, Linear output)
    implements Module {

  /// Two norms, and between them a layer that works on each letter alone.
  record Block(LayerNorm norm1, Linear up, Linear down, LayerNorm norm2) {}

  static CaesarModel create(int size, int length, VarBuilder vb) {
    return new CaesarModel(
        embedding(Letters.COUNT, size, vb.pp("letters")),
        SinusoidalPositions.of(length, size, DType.F32, vb.device()),
        SelfAttention.create(size, size, 1 / Math.sqrt(size), vb.pp("attention")),
        new Block(
            layerNorm(size, 1e-5, vb.pp("norm1")),
            linear(size, 4 * size, vb.pp("up")),
            linear(4 * size, size, vb.pp("down")),
            layerNorm(size, 1e-5, vb.pp("norm2"))),
        linear(size, Letters.COUNT, vb.pp("output")));
  }

  @Override
  public Tensor forward(Tensor ids) { // ids: [texts, letters]
    Tensor x = positions.forward(letters.forward(ids)); // [texts, letters, size]
    x = block.norm1().forward(x.add(attention.forward(x))); // [texts, letters, size]
    Tensor y = block.down().forward(block.up().forward(x).relu()); // [texts, letters, size]
    return output.forward(block.norm2().forward(x.add(y))); // [texts, letters, 26]
  }

  // @end
  /// The chapter's experiment: no letter knows its place.
  CaesarModel withoutPositions() {
    return new CaesarModel(letters, x -> x, attention, block, output);
  }

  /// Vectors of places that are learned as those of letters are.
  CaesarModel learningPositions(int length, VarBuilder vb) {
    LearnedPositions learned =
        LearnedPositions.learnedPositions(length, letters.hiddenSize(), vb.pp("positions"));
    return new CaesarModel(letters, learned, attention, block, output);
  }

  /// How much each letter takes from each: `[texts, letters, letters]`.
  Tensor weights(Tensor ids) {
    return attention.weights(positions.forward(letters.forward(ids)));
  }
}
