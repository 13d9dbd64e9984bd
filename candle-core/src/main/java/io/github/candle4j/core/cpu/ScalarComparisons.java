package io.github.candle4j.core.cpu;

/// Comparisons without the Vector API. The result is chosen as an int, for which the machine has a conditional move; for
/// a float it would be a branch.
public final class ScalarComparisons implements FloatComparisons {
  @Override
  public void equal(float[] a, float[] b, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      int flag = a[i] == b[i] ? 1 : 0;
      y[i] = flag;
    }
  }

  @Override
  public void notEqual(float[] a, float[] b, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      int flag = a[i] != b[i] ? 1 : 0;
      y[i] = flag;
    }
  }

  @Override
  public void less(float[] a, float[] b, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      int flag = a[i] < b[i] ? 1 : 0;
      y[i] = flag;
    }
  }

  @Override
  public void lessOrEqual(float[] a, float[] b, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      int flag = a[i] <= b[i] ? 1 : 0;
      y[i] = flag;
    }
  }

  @Override
  public void where(float[] condition, float[] a, float[] b, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      int chosen =
          condition[i] != 0 ? Float.floatToRawIntBits(a[i]) : Float.floatToRawIntBits(b[i]);
      y[i] = Float.intBitsToFloat(chosen);
    }
  }
}
