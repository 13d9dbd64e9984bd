package io.github.candle4j.core.backend;

/// Scratch that a thread keeps from task to task, so that what an operation allocates does not grow with the number of its
/// tasks or rows: a few blocks of each type. They hold anything. Who takes one must not call back into code that takes the
/// same.
final class Blocks {
  /// A parameter, its gradient and three memories of an optimizer; three operands and a result of anything else.
  private static final int COUNT = 5;

  /// Elements of a block that is kept; a larger one is made for its task.
  private static final int LARGEST = 4096;

  private static final ThreadLocal<Blocks> OF_THREAD = ThreadLocal.withInitial(Blocks::new);

  private final float[][] floats = new float[COUNT][0];
  private final double[][] doubles = new double[COUNT][0];
  private final long[][] longs = new long[COUNT][0];
  private final int[][] ints = new int[COUNT][0];
  private short[] shorts = {};
  private byte[] bytes = {};

  private Blocks() {}

  /// Those of this thread.
  static Blocks ofThread() {
    return OF_THREAD.get();
  }

  /// Block `k`, of `n` elements or more.
  float[] floats(int k, int n) {
    if (floats[k].length >= n) {
      return floats[k];
    }
    float[] block = new float[n];
    if (n <= LARGEST) {
      floats[k] = block;
    }
    return block;
  }

  /// Block `k`, of `n` elements or more.
  double[] doubles(int k, int n) {
    if (doubles[k].length >= n) {
      return doubles[k];
    }
    double[] block = new double[n];
    if (n <= LARGEST) {
      doubles[k] = block;
    }
    return block;
  }

  /// Block `k`, of `n` elements or more.
  long[] longs(int k, int n) {
    if (longs[k].length >= n) {
      return longs[k];
    }
    long[] block = new long[n];
    if (n <= LARGEST) {
      longs[k] = block;
    }
    return block;
  }

  /// Block `k`, of `n` elements or more.
  int[] ints(int k, int n) {
    if (ints[k].length >= n) {
      return ints[k];
    }
    int[] block = new int[n];
    if (n <= LARGEST) {
      ints[k] = block;
    }
    return block;
  }

  /// A block of `n` elements or more, which is kept.
  short[] shorts(int n) {
    if (shorts.length < n) {
      shorts = new short[n];
    }
    return shorts;
  }

  /// A block of `n` elements or more, which is kept.
  byte[] bytes(int n) {
    if (bytes.length < n) {
      bytes = new byte[n];
    }
    return bytes;
  }
}
