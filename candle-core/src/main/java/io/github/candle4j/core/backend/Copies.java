package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.Layout;
import io.github.candle4j.core.cpu.Parallel;

/// Moves elements between layouts without changing them.
final class Copies {
  /// Elements of one task of a shared loop; does not depend on the number of threads.
  private static final int CHUNK = 1 << 16;

  private static final double NANOS_PER_ELEMENT = 0.3;

  private Copies() {}

  /// `dst[i] = src[i]` for every element; equal shapes and dtypes.
  static void copy(CpuStorage src, Layout from, CpuStorage dst, Layout to) {
    int n = from.shape().arrayLength();
    if (n == 0 || TiledCopy.run(src, from, dst, to)) {
      return;
    }
    int chunks = Math.ceilDiv(n, CHUNK);
    Parallel.run(
        chunks,
        (long) (n * NANOS_PER_ELEMENT),
        chunk -> runs(src, from, dst, to, chunk * CHUNK, Chunks.end(chunk * CHUNK, CHUNK, n)));
  }

  /// Elements `start` to `end`, a run at a time.
  private static void runs(
      CpuStorage src, Layout from, CpuStorage dst, Layout to, int start, int end) {
    StridedRuns in = new StridedRuns(from);
    StridedRuns out = new StridedRuns(to);
    in.seek(start);
    out.seek(start);
    next(src, in, dst, out, end - start);
  }

  /// The next `n` elements of both walks.
  static void next(CpuStorage src, StridedRuns in, CpuStorage dst, StridedRuns out, int n) {
    for (int done = 0; done < n; ) {
      int length = Math.min(Math.min(in.remaining(), out.remaining()), n - done);
      if (in.stride() == 1 && out.stride() == 1) {
        System.arraycopy(src.array(), in.offset(), dst.array(), out.offset(), length);
      } else {
        strided(src, in, dst, out, length);
      }
      in.advance(length);
      out.advance(length);
      done += length;
    }
  }

  /// The elements side by side from place 0 on: the storage itself when they are already.
  static CpuStorage contiguous(Operand x) {
    return x.startsAtZero() && x.data().length() == x.count() ? x.data() : packed(x);
  }

  /// The elements side by side in a storage of their own.
  static CpuStorage packed(Operand x) {
    CpuStorage result = CpuStorage.zeros(x.dtype(), x.count());
    copy(x.data(), x.layout(), result, Layout.contiguous(x.shape()));
    return result;
  }

  private static void strided(
      CpuStorage src, StridedRuns in, CpuStorage dst, StridedRuns out, int n) {
    int a = in.offset();
    int b = out.offset();
    int as = in.stride();
    int bs = out.stride();
    switch (src.array()) {
      case float[] x -> {
        float[] y = (float[]) dst.array();
        for (int i = 0; i < n; i++) {
          y[b + i * bs] = x[a + i * as];
        }
      }
      case double[] x -> {
        double[] y = (double[]) dst.array();
        for (int i = 0; i < n; i++) {
          y[b + i * bs] = x[a + i * as];
        }
      }
      case long[] x -> {
        long[] y = (long[]) dst.array();
        for (int i = 0; i < n; i++) {
          y[b + i * bs] = x[a + i * as];
        }
      }
      case int[] x -> {
        int[] y = (int[]) dst.array();
        for (int i = 0; i < n; i++) {
          y[b + i * bs] = x[a + i * as];
        }
      }
      case short[] x -> {
        short[] y = (short[]) dst.array();
        for (int i = 0; i < n; i++) {
          y[b + i * bs] = x[a + i * as];
        }
      }
      case byte[] x -> {
        byte[] y = (byte[]) dst.array();
        for (int i = 0; i < n; i++) {
          y[b + i * bs] = x[a + i * as];
        }
      }
      default -> throw new IllegalStateException("no such storage: " + src.dtype());
    }
  }

  /// `y[to + i] = x[at + places[from + i]]` for `i < n`; arrays of any one type.
  static void pick(Object x, int at, int[] places, int from, Object y, int to, int n) {
    switch (x) {
      case float[] a -> {
        float[] b = (float[]) y;
        for (int i = 0; i < n; i++) {
          b[to + i] = a[at + places[from + i]];
        }
      }
      case double[] a -> {
        double[] b = (double[]) y;
        for (int i = 0; i < n; i++) {
          b[to + i] = a[at + places[from + i]];
        }
      }
      case long[] a -> {
        long[] b = (long[]) y;
        for (int i = 0; i < n; i++) {
          b[to + i] = a[at + places[from + i]];
        }
      }
      case int[] a -> {
        int[] b = (int[]) y;
        for (int i = 0; i < n; i++) {
          b[to + i] = a[at + places[from + i]];
        }
      }
      case short[] a -> {
        short[] b = (short[]) y;
        for (int i = 0; i < n; i++) {
          b[to + i] = a[at + places[from + i]];
        }
      }
      case byte[] a -> {
        byte[] b = (byte[]) y;
        for (int i = 0; i < n; i++) {
          b[to + i] = a[at + places[from + i]];
        }
      }
      default -> throw new IllegalStateException("no such storage: " + x.getClass());
    }
  }
}
