package io.github.candle4j.benchmarks;

import java.util.List;

/// A line of the table.
///
/// @param name its first column
/// @param kind what is computed
/// @param size the rows of a square matrix, where the kind has a size
/// @param threads how many threads may work
record Task(String name, Kind kind, int size, int threads) {
  /// What is computed.
  enum Kind {
    MATMUL,
    EXP,
    SOFTMAX,
    CONV,
    IRIS,
    MLP,
    DISPATCH,
    DISPATCH_GRAPH
  }

  /// Operations in one run of a dispatch task; the table shows the time of one of them.
  static final int DISPATCHES = 100;

  static final int ROWS = 64;
  static final int COLUMNS = 1024;

  /// Batch, channels and sides of the images of a convolution; its kernel has sides of 3 and keeps the sides.
  static final int[] IMAGES = {32, 16, 28, 28};

  /// Out and in channels, and sides.
  static final int[] KERNEL = {32, 16, 3, 3};

  static final List<Task> ALL =
      List.of(
          new Task("matmul 64", Kind.MATMUL, 64, 1),
          new Task("matmul 256", Kind.MATMUL, 256, 1),
          new Task("matmul 512", Kind.MATMUL, 512, 1),
          new Task("matmul 1024", Kind.MATMUL, 1024, 1),
          new Task("matmul 512, 2 threads", Kind.MATMUL, 512, 2),
          new Task("matmul 1024, 2 threads", Kind.MATMUL, 1024, 2),
          new Task("exp 64x1024", Kind.EXP, 0, 1),
          new Task("softmax 64x1024", Kind.SOFTMAX, 0, 1),
          new Task("conv2d 3x3, 32x16x28x28 to 32", Kind.CONV, 0, 1),
          new Task("Iris step 4-32-3, batch 32", Kind.IRIS, 0, 1),
          new Task("MLP step 784-128-10, batch 64", Kind.MLP, 0, 1),
          new Task("relu of 1 element", Kind.DISPATCH, 0, 1),
          new Task("relu of 1 element, recorded", Kind.DISPATCH_GRAPH, 0, 1));

  /// How many units one run has.
  int units() {
    return kind == Kind.DISPATCH || kind == Kind.DISPATCH_GRAPH ? DISPATCHES : 1;
  }

  boolean isTraining() {
    return kind == Kind.IRIS || kind == Kind.MLP;
  }

  /// The sizes of the layers.
  int[] layers() {
    return kind == Kind.IRIS ? new int[] {4, 32, 3} : new int[] {784, 128, 10};
  }

  int batch() {
    return kind == Kind.IRIS ? 32 : 64;
  }

  double learningRate() {
    return kind == Kind.IRIS ? 0.01 : 0.001;
  }
}
