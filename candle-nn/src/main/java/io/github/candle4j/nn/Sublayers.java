package io.github.candle4j.nn;

import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import java.util.function.UnaryOperator;

/// What the layers of a transformer are put together from.
///
/// @param config how the layer was made
/// @param train whether there is dropout
record Sublayers(TransformerConfig config, boolean train) {
  static Module norm(TransformerConfig config, VarBuilder vb) {
    return LayerNorm.layerNorm(config.dModel(), config.layerNormEps(), vb);
  }

  /// `norm(x + f(x))`, or `x + f(norm(x))`
  Tensor add(Tensor x, Module norm, UnaryOperator<Tensor> f) {
    if (config.normFirst()) {
      return x.add(dropped(f.apply(norm.forward(x))));
    }
    return norm.forward(x.add(dropped(f.apply(x))));
  }

  Tensor feedForward(Tensor x, Linear linear1, Linear linear2) {
    return linear2.forward(dropped(config.activation().forward(linear1.forward(x))));
  }

  private Tensor dropped(Tensor x) {
    return train ? Ops.dropout(x, config.dropout()) : x;
  }
}
