package io.github.candle4j.core.cpu;

/// Comparisons: 1 where true, 0 elsewhere. Greater is less with its operands swapped. A flag is chosen as an int, for
/// which the machine has a conditional move; for a float or a double it would be a branch.
final class CompareKernels {
  private CompareKernels() {}

  /// `a = b`
  record Equal() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      Kernels.active().comparisons().equal(x[0], x[1], y, from, to);
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      double[] b = x[1];
      for (int i = from; i < to; i++) {
        int flag = a[i] == b[i] ? 1 : 0;
        y[i] = flag;
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] a = x[0];
      long[] b = x[1];
      for (int i = from; i < to; i++) {
        int flag = a[i] == b[i] ? 1 : 0;
        y[i] = flag;
      }
    }
  }

  /// `a ≠ b`
  record NotEqual() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      Kernels.active().comparisons().notEqual(x[0], x[1], y, from, to);
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      double[] b = x[1];
      for (int i = from; i < to; i++) {
        int flag = a[i] != b[i] ? 1 : 0;
        y[i] = flag;
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] a = x[0];
      long[] b = x[1];
      for (int i = from; i < to; i++) {
        int flag = a[i] != b[i] ? 1 : 0;
        y[i] = flag;
      }
    }
  }

  /// `a < b`
  record Less() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      Kernels.active().comparisons().less(x[0], x[1], y, from, to);
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      double[] b = x[1];
      for (int i = from; i < to; i++) {
        int flag = a[i] < b[i] ? 1 : 0;
        y[i] = flag;
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] a = x[0];
      long[] b = x[1];
      for (int i = from; i < to; i++) {
        int flag = a[i] < b[i] ? 1 : 0;
        y[i] = flag;
      }
    }
  }

  /// `a ≤ b`
  record LessOrEqual() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      Kernels.active().comparisons().lessOrEqual(x[0], x[1], y, from, to);
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      double[] a = x[0];
      double[] b = x[1];
      for (int i = from; i < to; i++) {
        int flag = a[i] <= b[i] ? 1 : 0;
        y[i] = flag;
      }
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      long[] a = x[0];
      long[] b = x[1];
      for (int i = from; i < to; i++) {
        int flag = a[i] <= b[i] ? 1 : 0;
        y[i] = flag;
      }
    }
  }

  /// `a > b`
  record Greater() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      new Less().floats(new float[][] {x[1], x[0]}, y, from, to);
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      new Less().doubles(new double[][] {x[1], x[0]}, y, from, to);
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      new Less().longs(new long[][] {x[1], x[0]}, y, from, to);
    }
  }

  /// `a ≥ b`
  record GreaterOrEqual() implements ElementwiseKernel {
    @Override
    public void floats(float[][] x, float[] y, int from, int to) {
      new LessOrEqual().floats(new float[][] {x[1], x[0]}, y, from, to);
    }

    @Override
    public void doubles(double[][] x, double[] y, int from, int to) {
      new LessOrEqual().doubles(new double[][] {x[1], x[0]}, y, from, to);
    }

    @Override
    public void longs(long[][] x, long[] y, int from, int to) {
      new LessOrEqual().longs(new long[][] {x[1], x[0]}, y, from, to);
    }
  }
}
