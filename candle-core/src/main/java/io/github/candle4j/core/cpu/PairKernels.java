package io.github.candle4j.core.cpu;

import io.github.candle4j.core.CandleException;

/// Functions of two numbers, and the choice between two.
final class PairKernels {
  private PairKernels() {}

  /// `a + b`
  record Add() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      float[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = a[i] + b[i];
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      double[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = a[i] + b[i];
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] a = x[0];
      long[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = a[i] + b[i];
      }
    }
  }

  /// `a - b`
  record Sub() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      float[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = a[i] - b[i];
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      double[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = a[i] - b[i];
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] a = x[0];
      long[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = a[i] - b[i];
      }
    }
  }

  /// `a b`
  record Mul() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      float[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = a[i] * b[i];
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      double[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = a[i] * b[i];
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] a = x[0];
      long[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = a[i] * b[i];
      }
    }
  }

  /// `a / b`
  record Div() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      float[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = a[i] / b[i];
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      double[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = a[i] / b[i];
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] a = x[0];
      long[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = quotient(a[i], b[i]);
      }
    }

    private static long quotient(long a, long b) {
      if (b == 0) {
        throw CandleException.withHint(
            CandleException.Kind.ARGUMENT,
            "div",
            "division of the integer " + a + " by zero in div",
            "cast to F32 for infinities");
      }
      return a / b;
    }
  }

  /// the larger one; Math.max keeps NaN
  record Maximum() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      float[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = Math.max(a[i], b[i]);
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      double[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = Math.max(a[i], b[i]);
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] a = x[0];
      long[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = Math.max(a[i], b[i]);
      }
    }
  }

  /// the smaller one; Math.min keeps NaN
  record Minimum() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      float[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = Math.min(a[i], b[i]);
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      double[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = Math.min(a[i], b[i]);
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] a = x[0];
      long[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = Math.min(a[i], b[i]);
      }
    }
  }

  /// `a^b`
  record Pow() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      float[] a = x[0];
      float[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = (float) Powers.forFloat(a[i], b[i]);
      }
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      double[] b = x[1];
      for (int i = from; i < to; i++) {
        y[i] = Powers.forDouble(a[i], b[i]);
      }
    }

    @Override
    public double nanosPerElement() {
      return Powers.NANOS;
    }
  }

  /// `b` where `a` is not 0, `c` elsewhere.
  record Where() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      Kernels.active().comparisons().where(x[0], x[1], x[2], y, from, to);
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] condition = x[0];
      double[] a = x[1];
      double[] b = x[2];
      for (int i = from; i < to; i++) {
        long chosen =
            condition[i] != 0 ? Double.doubleToRawLongBits(a[i]) : Double.doubleToRawLongBits(b[i]);
        y[i] = Double.longBitsToDouble(chosen);
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] condition = x[0];
      long[] a = x[1];
      long[] b = x[2];
      for (int i = from; i < to; i++) {
        y[i] = condition[i] != 0 ? a[i] : b[i];
      }
    }
  }
}
