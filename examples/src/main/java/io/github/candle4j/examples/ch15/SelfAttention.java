package io.github.candle4j.examples.ch15;

import static io.github.candle4j.nn.Linear.linear;

import io.github.candle4j.core.D;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.Ops;
import io.github.candle4j.nn.VarBuilder;

/// Self-attention with one head.
///
/// @param query what an element asks for
/// @param key what an element offers
/// @param value what an element gives
/// @param out what the sums of values go through
/// @param scale what the scores are multiplied by before the softmax
// @start region="layer"
record SelfAttention(Linear query, Linear key, Linear value, Linear out, double scale)
    implements Module {
  static SelfAttention create(int inputSize, int size, double scale, VarBuilder vb) {
    return new SelfAttention(
        linear(inputSize, size, vb.pp("query")),
        linear(inputSize, size, vb.pp("key")),
        linear(inputSize, size, vb.pp("value")),
        linear(size, size, vb.pp("out")),
        scale);
  }

  /// How much each element takes from each: every row sums to 1.
  Tensor weights(Tensor x) { // x: [.., elements, inputSize]
    Tensor q = query.forward(x); // [.., elements, size]
    Tensor k = key.forward(x); // [.., elements, size]
    Tensor scores = q.matmul(k.transpose(D.MINUS2, D.MINUS1)); // [.., elements, elements]
    return Ops.softmax(scores.mul(scale), D.MINUS1);
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor v = value.forward(x); // [.., elements, size]
    return out.forward(weights(x).matmul(v)); // [.., elements, size]
  }
}
// @end
