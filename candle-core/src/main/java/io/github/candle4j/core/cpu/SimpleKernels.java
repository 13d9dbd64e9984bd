package io.github.candle4j.core.cpu;

/// Functions of one number that take one or two machine instructions.
final class SimpleKernels {
  private SimpleKernels() {}

  /// `√x`
  record Sqrt() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = (float) Math.sqrt(a[i]);
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = Math.sqrt(a[i]);
      }
    }
  }

  /// `1/x`
  record Recip() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = 1f / a[i];
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = 1.0 / a[i];
      }
    }
  }

  /// `-x`
  record Neg() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = -a[i];
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = -a[i];
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = -a[i];
      }
    }
  }

  /// `x²`
  record Sqr() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = a[i] * a[i];
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = a[i] * a[i];
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = a[i] * a[i];
      }
    }
  }

  /// `|x|`
  record Abs() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = Math.abs(a[i]);
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = Math.abs(a[i]);
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = Math.abs(a[i]);
      }
    }
  }

  /// max(x, 0); Math.max keeps NaN
  record Relu() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = Math.max(a[i], 0f);
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = Math.max(a[i], 0.0);
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = Math.max(a[i], 0L);
      }
    }
  }

  /// -1, 0 or 1, NaN for NaN
  record Sign() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = Math.signum(a[i]);
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = Math.signum(a[i]);
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = Long.signum(a[i]);
      }
    }
  }

  /// `⌊x⌋`
  record Floor() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = (float) Math.floor(a[i]);
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = Math.floor(a[i]);
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = a[i];
      }
    }
  }

  /// `⌈x⌉`
  record Ceil() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = (float) Math.ceil(a[i]);
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = Math.ceil(a[i]);
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = a[i];
      }
    }
  }

  /// The nearest integer, halves away from zero. `|x| + 1/2` is exact in double for every float; for doubles the
  /// fraction is compared instead, since the sum would round.
  record Round() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = Math.copySign((float) Math.floor(Math.abs((double) a[i]) + 0.5), a[i]);
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        double size = Math.abs(a[i]);
        double floor = Math.floor(size);
        y[i] = Math.copySign(size - floor >= 0.5 ? floor + 1 : floor, a[i]);
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      System.arraycopy(x[0], from, y, from, to - from);
    }
  }

  /// `x`: what is left of a cast when its operand is read and its result written.
  record Identity() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      System.arraycopy(x[0], from, y, from, to - from);
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      System.arraycopy(x[0], from, y, from, to - from);
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      System.arraycopy(x[0], from, y, from, to - from);
    }
  }

  /// `mul x + add`, rounded twice, as Candle and PyTorch do.
  record Affine(double mul, double add) implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      float factor = (float) mul;
      float term = (float) add;
      for (int i = from; i < to; i++) {
        y[i] = a[i] * factor + term;
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = a[i] * mul + add;
      }
    }
  }

  /// `mul x + add` of integers.
  record WholeAffine(long mul, long add) implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      throw new IllegalStateException("WholeAffine is a function of integers");
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      throw new IllegalStateException("WholeAffine is a function of integers");
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = a[i] * mul + add;
      }
    }
  }

  /// `x^exponent`, in double.
  record Powf(double exponent) implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = (float) Powers.forFloat(a[i], exponent);
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = Powers.forDouble(a[i], exponent);
      }
    }

    @Override
    public double nanosPerElement() {
      return Powers.NANOS;
    }
  }

  /// `x` above 0, `alpha (e^x - 1)` elsewhere.
  record Elu(double alpha) implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = a[i] > 0 ? a[i] : (float) (alpha * StrictMath.expm1(a[i]));
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      for (int i = from; i < to; i++) {
        y[i] = a[i] > 0 ? a[i] : alpha * StrictMath.expm1(a[i]);
      }
    }

    @Override
    public double nanosPerElement() {
      return 20;
    }
  }
}
