package io.github.candle4j.examples.ch05;

import static io.github.candle4j.nn.Linear.linear;

import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.VarBuilder;

/// Four measurements in, one score for each of three species out, and a hidden layer between.
///
/// @param layer1 measurements to hidden units
/// @param layer2 hidden units to scores
// @start region="classifier"
record IrisClassifier(Linear layer1, Linear layer2) implements Module {
  static final int INPUT_SIZE = 4;
  static final int HIDDEN_SIZE = 32;
  static final int OUTPUT_SIZE = 3;

  static IrisClassifier create(VarBuilder vb) {
    return create(HIDDEN_SIZE, vb);
  }

  static IrisClassifier create(int hiddenSize, VarBuilder vb) {
    return new IrisClassifier(
        linear(INPUT_SIZE, hiddenSize, vb.pp("layer1")),
        linear(hiddenSize, OUTPUT_SIZE, vb.pp("layer2")));
  }

  @Override
  public Tensor forward(Tensor x) { // x: [batch, 4]
    Tensor h = layer1.forward(x).relu(); // [batch, 32]
    return layer2.forward(h); // [batch, 3]
  }

  // @end
  /// The chapter's experiment: the same layers with nothing between them, which is no more than one linear layer.
  Module withoutRelu() {
    return x -> layer2.forward(layer1.forward(x));
  }
}
