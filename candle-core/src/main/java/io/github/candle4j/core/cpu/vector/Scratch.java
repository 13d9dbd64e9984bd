package io.github.candle4j.core.cpu.vector;

/// The buffers of one thread for packed operands; they grow to what was needed and stay.
///
/// `left` and `right` belong to the product that runs on the thread: a thread that waits for others takes
/// up no other work, so no second product can start while they are in use.
final class Scratch {
  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  private float[] left = {};
  private float[] right = {};
  private float[] edge = {};
  private double[] wideLeft = {};
  private double[] wideRight = {};
  private double[] wideEdge = {};

  private Scratch() {}

  static Scratch get() {
    return OF_THREAD.get();
  }

  /// For packed rows of `a`.
  float[] left(int size) {
    if (left.length < size) {
      left = new float[size];
    }
    return left;
  }

  /// For packed columns of `b`.
  float[] right(int size) {
    if (right.length < size) {
      right = new float[size];
    }
    return right;
  }

  /// For a tile at the edge.
  float[] edge(int size) {
    if (edge.length < size) {
      edge = new float[size];
    }
    return edge;
  }

  double[] wideLeft(int size) {
    if (wideLeft.length < size) {
      wideLeft = new double[size];
    }
    return wideLeft;
  }

  double[] wideRight(int size) {
    if (wideRight.length < size) {
      wideRight = new double[size];
    }
    return wideRight;
  }

  double[] wideEdge(int size) {
    if (wideEdge.length < size) {
      wideEdge = new double[size];
    }
    return wideEdge;
  }
}
