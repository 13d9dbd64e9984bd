package io.github.candle4j.examples.ch10;

import static io.github.candle4j.nn.Conv2d.conv2d;
import static io.github.candle4j.nn.Linear.linear;

import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Conv2d;
import io.github.candle4j.nn.Conv2dConfig;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.VarBuilder;

/// The network of the chapter: two convolutions, two linear layers.
///
/// @param conv1 32 filters of 3 x 3
/// @param conv2 64 filters of 32 x 3 x 3
/// @param hidden features to hidden units
/// @param scores hidden units to a score for each digit
// @start region="network"
record DigitReader(Conv2d conv1, Conv2d conv2, Linear hidden, Linear scores) implements Module {
  static DigitReader create(VarBuilder vb) {
    Conv2dConfig config = Conv2dConfig.defaults(); // stride 1, no padding
    return new DigitReader(
        conv2d(1, 32, 3, config, vb.pp("conv1")),
        conv2d(32, 64, 3, config, vb.pp("conv2")),
        linear(64 * 5 * 5, 128, vb.pp("hidden")),
        linear(128, 10, vb.pp("scores")));
  }

  @Override
  public Tensor forward(Tensor x) { // x: [batch, 1, 28, 28]
    Tensor a = conv1.forward(x).relu(); // [batch, 32, 26, 26]
    a = a.maxPool2dWithStride(2, 2); // [batch, 32, 13, 13]
    Tensor b = conv2.forward(a).relu(); // [batch, 64, 11, 11]
    b = b.maxPool2dWithStride(2, 2); // [batch, 64, 5, 5]
    Tensor h = hidden.forward(b.flattenFrom(1)).relu(); // [batch, 128]
    return scores.forward(h); // [batch, 10]
  }

  // @end
  // @start region="variants"
  /// The chapter's experiment: no ReLU anywhere.
  Module withoutRelu() {
    return x -> {
      Tensor a = conv1.forward(x).maxPool2dWithStride(2, 2);
      Tensor b = conv2.forward(a).maxPool2dWithStride(2, 2);
      return scores.forward(hidden.forward(b.flattenFrom(1)));
    };
  }

  /// Strides of 2 in place of the pooling: 28 - 13 - 6, so the hidden layer is another one.
  static Module withoutPooling(VarBuilder vb) {
    Conv2dConfig config = Conv2dConfig.defaults().withStride(2);
    Conv2d conv1 = conv2d(1, 32, 3, config, vb.pp("conv1"));
    Conv2d conv2 = conv2d(32, 64, 3, config, vb.pp("conv2"));
    Linear hidden = linear(64 * 6 * 6, 128, vb.pp("hidden"));
    Linear scores = linear(128, 10, vb.pp("scores"));
    return x -> {
      Tensor a = conv1.forward(x).relu(); // [batch, 32, 13, 13]
      Tensor b = conv2.forward(a).relu(); // [batch, 64, 6, 6]
      return scores.forward(hidden.forward(b.flattenFrom(1)).relu());
    };
  }

  /// No convolution and no hidden layer: a score is a weighted sum of pixels.
  static Module linearClassifier(VarBuilder vb) {
    Linear scores = linear(28 * 28, 10, vb.pp("scores"));
    return x -> scores.forward(x.flattenFrom(1));
  }
  // @end
}
