package io.github.candle4j.core.cpu;

/// A function applied to each element of one to three operands: `y[i] = f(x[0][i], x[1][i], ...)` for `from <= i < to`.
///
/// All arrays are read and written at the same index, which is the form that C2 turns into vector instructions; there
/// is one loop per arithmetic, since a shared loop over a function object boxes or stays scalar.
public interface ElementwiseKernel {
  void floats(float[][] x, float[] y, int from, int to);

  void doubles(double[][] x, double[] y, int from, int to);

  /// Integers of any dtype, widened; only for functions that accept integers.
  default void longs(long[][] x, long[] y, int from, int to) {
    throw new IllegalStateException(getClass().getSimpleName() + " is not a function of integers");
  }

  /// The rough cost of one element on one thread, in nanoseconds; decides whether a loop is shared.
  default double nanosPerElement() {
    return 0.4;
  }
}
