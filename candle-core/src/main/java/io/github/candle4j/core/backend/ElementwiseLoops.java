package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.cpu.ElementwiseKernel;
import io.github.candle4j.core.cpu.Parallel;

/// Runs elementwise kernels over operands of any strides and dtypes.
///
/// Either every operand and the result lie at the same places of their arrays, and the kernel runs over them as they
/// are; or all go through blocks of [#BLOCK] elements, which stay in the first-level cache. So a kernel sees one index
/// for all of its arrays, without which C2 does not vectorise its loop.
final class ElementwiseLoops {
  /// Elements of a block: 4 to 8 KiB an operand.
  static final int BLOCK = 1024;

  /// Elements of one task of a shared loop; does not depend on the number of threads.
  private static final int CHUNK = 1 << 16;

  private ElementwiseLoops() {}

  /// `y = kernel(xs)`, computed in `arithmetic`; all have the same number of elements.
  static void run(ElementwiseKernel kernel, Arithmetic arithmetic, CpuStorage y, Operand... xs) {
    int n = y.length();
    int chunks = Math.ceilDiv(n, CHUNK);
    Parallel.run(
        chunks,
        (long) (n * kernel.nanosPerElement()),
        chunk -> {
          int from = chunk * CHUNK;
          int to = Chunks.end(from, CHUNK, n);
          switch (arithmetic) {
            case FLOAT -> floats(kernel, y, xs, from, to);
            case DOUBLE -> doubles(kernel, y, xs, from, to);
            case LONG -> longs(kernel, y, xs, from, to);
          }
        });
  }

  private static StridedRuns[] runs(Operand[] xs, int from) {
    StridedRuns[] runs = new StridedRuns[xs.length];
    for (int k = 0; k < xs.length; k++) {
      runs[k] = new StridedRuns(xs[k].layout());
      runs[k].seek(from);
    }
    return runs;
  }

  private static void floats(
      ElementwiseKernel kernel, CpuStorage y, Operand[] xs, int from, int to) {
    float[][] arrays = new float[xs.length][];
    boolean inPlace = y instanceof CpuStorage.F32;
    for (int k = 0; inPlace && k < xs.length; k++) {
      inPlace = xs[k].data() instanceof CpuStorage.F32 && xs[k].startsAtZero();
    }
    if (inPlace) {
      for (int k = 0; k < xs.length; k++) {
        arrays[k] = (float[]) xs[k].data().array();
      }
      kernel.floats(arrays, (float[]) y.array(), from, to);
      return;
    }
    StridedRuns[] runs = runs(xs, from);
    Blocks blocks = Blocks.ofThread();
    for (int k = 0; k < xs.length; k++) {
      arrays[k] = blocks.floats(k, BLOCK);
    }
    float[] result = blocks.floats(xs.length, BLOCK);
    for (int i = from, n; i < to; i += n) {
      n = Math.min(BLOCK, to - i);
      for (int k = 0; k < xs.length; k++) {
        readFloats(xs[k].data(), runs[k], arrays[k], n);
      }
      kernel.floats(arrays, result, 0, n);
      Encode.floats(result, n, y, i);
    }
  }

  /// The next `n` elements of a walk.
  static void readFloats(CpuStorage x, StridedRuns runs, float[] dst, int n) {
    for (int at = 0; at < n; ) {
      int length = Math.min(n - at, runs.remaining());
      Decode.floats(x, runs.offset(), runs.stride(), dst, at, length);
      runs.advance(length);
      at += length;
    }
  }

  private static void doubles(
      ElementwiseKernel kernel, CpuStorage y, Operand[] xs, int from, int to) {
    double[][] arrays = new double[xs.length][];
    boolean inPlace = y instanceof CpuStorage.F64;
    for (int k = 0; inPlace && k < xs.length; k++) {
      inPlace = xs[k].data() instanceof CpuStorage.F64 && xs[k].startsAtZero();
    }
    if (inPlace) {
      for (int k = 0; k < xs.length; k++) {
        arrays[k] = (double[]) xs[k].data().array();
      }
      kernel.doubles(arrays, (double[]) y.array(), from, to);
      return;
    }
    StridedRuns[] runs = runs(xs, from);
    Blocks blocks = Blocks.ofThread();
    for (int k = 0; k < xs.length; k++) {
      arrays[k] = blocks.doubles(k, BLOCK);
    }
    double[] result = blocks.doubles(xs.length, BLOCK);
    for (int i = from, n; i < to; i += n) {
      n = Math.min(BLOCK, to - i);
      for (int k = 0; k < xs.length; k++) {
        readDoubles(xs[k].data(), runs[k], arrays[k], n);
      }
      kernel.doubles(arrays, result, 0, n);
      Encode.doubles(result, n, y, i);
    }
  }

  /// The next `n` elements of a walk.
  static void readDoubles(CpuStorage x, StridedRuns runs, double[] dst, int n) {
    for (int at = 0; at < n; ) {
      int length = Math.min(n - at, runs.remaining());
      Decode.doubles(x, runs.offset(), runs.stride(), dst, at, length);
      runs.advance(length);
      at += length;
    }
  }

  private static void longs(
      ElementwiseKernel kernel, CpuStorage y, Operand[] xs, int from, int to) {
    long[][] arrays = new long[xs.length][];
    boolean inPlace = y instanceof CpuStorage.I64;
    for (int k = 0; inPlace && k < xs.length; k++) {
      inPlace = xs[k].data() instanceof CpuStorage.I64 && xs[k].startsAtZero();
    }
    if (inPlace) {
      for (int k = 0; k < xs.length; k++) {
        arrays[k] = (long[]) xs[k].data().array();
      }
      kernel.longs(arrays, (long[]) y.array(), from, to);
      return;
    }
    StridedRuns[] runs = runs(xs, from);
    Blocks blocks = Blocks.ofThread();
    for (int k = 0; k < xs.length; k++) {
      arrays[k] = blocks.longs(k, BLOCK);
    }
    long[] result = blocks.longs(xs.length, BLOCK);
    for (int i = from, n; i < to; i += n) {
      n = Math.min(BLOCK, to - i);
      for (int k = 0; k < xs.length; k++) {
        readLongs(xs[k].data(), runs[k], arrays[k], n);
      }
      kernel.longs(arrays, result, 0, n);
      Encode.longs(result, n, y, i);
    }
  }

  /// The next `n` elements of a walk.
  static void readLongs(CpuStorage x, StridedRuns runs, long[] dst, int n) {
    for (int at = 0; at < n; ) {
      int length = Math.min(n - at, runs.remaining());
      Decode.longs(x, runs.offset(), runs.stride(), dst, at, length);
      runs.advance(length);
      at += length;
    }
  }
}
