package io.github.candle4j.examples.ch08;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import io.github.candle4j.nn.Activation;
import io.github.candle4j.nn.Init;

/// Many layers one on top of the other, each three quarters as wide as the last: what becomes of signals and gradients?
final class Depth {
  private static final int ROWS = 64;

  private static final int WIDEST = 512;
  private static final int NARROWEST = 16;

  private Depth() {}

  // @start region="chain"
  /// The gradient of `f(f(..f(x)))` with respect to x.
  static double chain(Activation f, double x, int depth) {
    Var start = Var.fromTensor(Tensor.of(x, DType.F64, Device.CPU));
    Tensor y = start;
    for (int i = 0; i < depth; i++) {
      y = f.forward(y);
    }
    return y.backward().get(start).orElseThrow().toScalarF64();
  }

  // @end

  /// @param output the size of what comes out of the last layer: the root of the mean square
  /// @param gradient the norm of the gradient at the input, divided by that at the output
  record Passed(double output, double gradient) {}

  // @start region="layers"
  /// Sends random numbers through layers with such weights, and a gradient of ones back.
  static Passed through(Activation f, Init init, int depth) {
    Device.CPU.setSeed(1);
    Var x = Var.fromTensor(Tensor.randn(0f, 1f, Shape.of(ROWS, WIDEST), Device.CPU));
    Tensor y = x;
    for (int i = 0; i < depth; i++) {
      int in = y.dim(1);
      int out = Math.max(NARROWEST, in * 3 / 4);
      Tensor w = init.var(Shape.of(out, in), DType.F32, Device.CPU); // [out, in]
      y = f.forward(y.matmul(w.t())); // [rows, out]
    }
    Tensor gradient = y.sumAll().backward().get(x).orElseThrow();
    double norm = Math.sqrt(gradient.sqr().sumAll().toScalarF32());
    double size = Math.sqrt(y.sqr().meanAll().toScalarF32());
    return new Passed(size, norm / Math.sqrt((double) y.elemCount()));
  }
  // @end
}
