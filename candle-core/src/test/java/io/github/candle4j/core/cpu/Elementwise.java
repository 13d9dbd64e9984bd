package io.github.candle4j.core.cpu;

import java.util.function.DoubleUnaryOperator;

/// The elementwise functions under test: the kernel, the exact function, and the bound stated in `FloatMath`.
enum Elementwise {
  EXP(FloatFunctions::exp, StrictMath::exp, 0.9),
  LOG(FloatFunctions::log, StrictMath::log, 0.9),
  SIN(FloatFunctions::sin, StrictMath::sin, 1.6),
  COS(FloatFunctions::cos, StrictMath::cos, 1.6),
  TANH(FloatFunctions::tanh, StrictMath::tanh, 1.8),
  ERF(FloatFunctions::erf, DoubleOracle::erf, 1.2),
  SIGMOID(FloatFunctions::sigmoid, DoubleOracle::sigmoid, 2.5),
  SILU(FloatFunctions::silu, DoubleOracle::silu, 3.5),
  GELU(FloatFunctions::gelu, DoubleOracle::gelu, 3.5),
  GELU_ERF(FloatFunctions::geluErf, DoubleOracle::geluErf, 4.2);

  interface Kernel {
    void run(FloatFunctions functions, float[] x, int xo, float[] y, int yo, int n);
  }

  final Kernel kernel;
  final DoubleUnaryOperator exact;
  final double ulpBound;

  Elementwise(Kernel kernel, DoubleUnaryOperator exact, double ulpBound) {
    this.kernel = kernel;
    this.exact = exact;
    this.ulpBound = ulpBound;
  }

  float[] of(FloatFunctions functions, float... x) {
    float[] y = new float[x.length];
    kernel.run(functions, x, 0, y, 0, x.length);
    return y;
  }

  float of(FloatFunctions functions, float x) {
    return of(functions, new float[] {x})[0];
  }
}
