package io.github.candle4j.examples.ch15;

import static io.github.candle4j.nn.LayerNorm.layerNorm;
import static io.github.candle4j.nn.Linear.linear;

import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.LayerNorm;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.VarBuilder;

/// The flowers of a batch look at each other before each gets its scores.
///
/// @param attention between the rows of a batch
/// @param norm of what comes out
/// @param scores one for each species
/// @param cut whether the gradient ends at the norm
// @start region="iris"
record IrisAttention(SelfAttention attention, LayerNorm norm, Linear scores, boolean cut)
    implements Module {
  static final int SIZE = 64;

  static IrisAttention create(boolean scaled, boolean cut, VarBuilder vb) {
    return new IrisAttention(
        SelfAttention.create(4, SIZE, scaled ? 1 / Math.sqrt(SIZE) : 1, vb.pp("attention")),
        layerNorm(SIZE, 1e-5, vb.pp("norm")),
        linear(SIZE, 3, vb.pp("scores")),
        cut);
  }

  @Override
  public Tensor forward(Tensor x) { // x: [flowers, 4]
    Tensor y = norm.forward(attention.forward(x)); // [flowers, 64]
    return scores.forward(cut ? y.detach() : y); // [flowers, 3]
  }
}
// @end
