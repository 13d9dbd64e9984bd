package io.github.candle4j.core.cpu;

/// Functions of one number that need a polynomial: F32 by [FloatFunctions], scalar or vector; F64 by StrictMath, whose
/// results are the same on every platform.
final class FunctionKernels {
  /// Measured on the slower of two machines, see docs/concepts/kernels-functions.md.
  private static final double NANOS_PER_ELEMENT = 1;

  private FunctionKernels() {}

  /// `e^x`
  record Exp() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      Kernels.active().functions().exp(x[0], from, y, from, to - from);
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = StrictMath.exp(a[i]);
      }
    }

    @Override
    public double nanosPerElement() {
      return NANOS_PER_ELEMENT;
    }
  }

  /// `ln x`
  record Log() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      Kernels.active().functions().log(x[0], from, y, from, to - from);
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = StrictMath.log(a[i]);
      }
    }

    @Override
    public double nanosPerElement() {
      return NANOS_PER_ELEMENT;
    }
  }

  /// `sin x`
  record Sin() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      Kernels.active().functions().sin(x[0], from, y, from, to - from);
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = StrictMath.sin(a[i]);
      }
    }

    @Override
    public double nanosPerElement() {
      return NANOS_PER_ELEMENT;
    }
  }

  /// `cos x`
  record Cos() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      Kernels.active().functions().cos(x[0], from, y, from, to - from);
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = StrictMath.cos(a[i]);
      }
    }

    @Override
    public double nanosPerElement() {
      return NANOS_PER_ELEMENT;
    }
  }

  /// `tanh x`
  record Tanh() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      Kernels.active().functions().tanh(x[0], from, y, from, to - from);
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = StrictMath.tanh(a[i]);
      }
    }

    @Override
    public double nanosPerElement() {
      return NANOS_PER_ELEMENT;
    }
  }

  /// `erf x`
  record Erf() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      Kernels.active().functions().erf(x[0], from, y, from, to - from);
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = DoubleMath.erf(a[i]);
      }
    }

    @Override
    public double nanosPerElement() {
      return NANOS_PER_ELEMENT;
    }
  }

  /// `1 / (1 + e^-x)`
  record Sigmoid() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      Kernels.active().functions().sigmoid(x[0], from, y, from, to - from);
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = DoubleMath.sigmoid(a[i]);
      }
    }

    @Override
    public double nanosPerElement() {
      return NANOS_PER_ELEMENT;
    }
  }

  /// `x / (1 + e^-x)`
  record Silu() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      Kernels.active().functions().silu(x[0], from, y, from, to - from);
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = a[i] * DoubleMath.sigmoid(a[i]);
      }
    }

    @Override
    public double nanosPerElement() {
      return NANOS_PER_ELEMENT;
    }
  }

  /// `x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))`
  record Gelu() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      Kernels.active().functions().gelu(x[0], from, y, from, to - from);
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = DoubleMath.gelu(a[i]);
      }
    }

    @Override
    public double nanosPerElement() {
      return NANOS_PER_ELEMENT;
    }
  }

  /// `x/2 (1 + erf(x/√2))`
  record GeluErf() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      Kernels.active().functions().geluErf(x[0], from, y, from, to - from);
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = DoubleMath.geluErf(a[i]);
      }
    }

    @Override
    public double nanosPerElement() {
      return NANOS_PER_ELEMENT;
    }
  }
}
