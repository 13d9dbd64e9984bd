package io.github.candle4j.examples.ch10;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.List;

/// How much of the image one number of a feature map sees.
final class ReceptiveField {
  /// The layers of this chapter's network that look at windows.
  static final List<Window> NETWORK =
      List.of(
          new Window("conv1", 3, 1),
          new Window("pool1", 2, 2),
          new Window("conv2", 3, 1),
          new Window("pool2", 2, 2));

  private ReceptiveField() {}

  /// A layer that looks at a window.
  record Window(String name, int kernel, int stride) {}

  // @start region="formula"
  /// Each layer adds `kernel - 1` steps; a step is as many pixels of the image as the strides before it multiply to.
  static int byFormula(List<Window> layers) {
    int field = 1;
    int step = 1;
    for (Window layer : layers) {
      field += (layer.kernel() - 1) * step;
      step *= layer.stride();
    }
    return field;
  }

  // @end
  // @start region="gradient"
  /// The same from the gradient: which pixels does the number in the middle depend on? All weights are 1, so that none is hidden.
  static int byGradient(List<Window> layers) {
    Var image = Var.fromTensor(Tensor.ones(Shape.of(1, 1, 28, 28), DType.F32, Device.CPU));
    Tensor x = image;
    for (Window layer : layers) {
      Tensor ones =
          Tensor.ones(Shape.of(1, 1, layer.kernel(), layer.kernel()), DType.F32, Device.CPU);
      x = x.conv2d(ones, 0, layer.stride(), 1, 1); // [1, 1, side, side]
    }
    int middle = x.dim(2) / 2;
    GradStore grads = x.get(0).get(0).get(middle).get(middle).backward();
    Tensor pixels = grads.get(image).orElseThrow().ne(0); // [1, 1, 28, 28]
    return (int) Math.sqrt(pixels.toDtype(DType.U32).sumAll().toScalarU32());
  }
  // @end
}
