package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.cpu.ScanKernels;

/// Scans along a dimension of contiguous arrays: `outer` blocks of `n` lines of `inner` elements. A task has some of the
/// scans, each from its start to its end.
final class Scans {
  /// Neighbouring scans that run at once; their sums stay in the first-level cache.
  private static final int WIDEST = 512;

  private static final double NANOS_PER_ELEMENT = 1;

  private final int outer;
  private final int n;
  private final int inner;
  private final boolean reverse;

  private Scans(Shape shape, int dim, boolean reverse) {
    int before = 1;
    int after = 1;
    for (int d = 0; d < shape.rank(); d++) {
      before *= d < dim ? shape.dim(d) : 1;
      after *= d > dim ? shape.dim(d) : 1;
    }
    this.outer = before;
    this.n = shape.dim(dim);
    this.inner = after;
    this.reverse = reverse;
  }

  /// `width` scans side by side that start at place `at`.
  private interface Part {
    void run(int at, int width);
  }

  /// `y[i] = x[0] + .. + x[i]` along `dim`, from the other end if `reverse`.
  static CpuStorage cumSum(int dim, boolean reverse, Operand x) {
    Scans scans = new Scans(x.shape(), dim, reverse);
    return switch (Arithmetic.of(x.dtype())) {
      case FLOAT -> Dense.of(scans.sums(Dense.floats(x)), x.dtype());
      case DOUBLE -> Dense.of(scans.sums(Dense.doubles(x)), x.dtype());
      case LONG -> Dense.of(scans.sums(Dense.longs(x), x.dtype()), x.dtype());
    };
  }

  /// `h[i] = b[i] + a[i] h[i-1]` along `dim`, from the other end if `reverse`.
  static CpuStorage recurrence(int dim, boolean reverse, Operand a, Operand b) {
    Scans scans = new Scans(a.shape(), dim, reverse);
    return switch (Arithmetic.of(a.dtype())) {
      case FLOAT -> Dense.of(scans.recurrence(Dense.floats(a), Dense.floats(b)), a.dtype());
      case DOUBLE -> Dense.of(scans.recurrence(Dense.doubles(a), Dense.doubles(b)), a.dtype());
      case LONG -> Dense.of(scans.recurrence(Dense.longs(a), Dense.longs(b), a.dtype()), a.dtype());
    };
  }

  private int step() {
    return reverse ? -inner : inner;
  }

  private int count() {
    return outer * n * inner;
  }

  private void each(Part body) {
    if (count() == 0) {
      return;
    }
    int width = Math.min(inner, WIDEST);
    int pieces = Math.ceilDiv(inner, width);
    int group = Math.max(1, Chunks.SIZE / (n * inner));
    int groups = Math.ceilDiv(outer, group);
    Parallel.run(
        groups * pieces,
        (long) (count() * NANOS_PER_ELEMENT),
        task -> {
          int first = task % pieces * width;
          int end = Chunks.end(task / pieces * group, group, outer);
          for (int o = task / pieces * group; o < end; o++) {
            int start = o * n * inner + (reverse ? (n - 1) * inner : 0);
            body.run(start + first, Math.min(width, inner - first));
          }
        });
  }

  private float[] sums(float[] x) {
    float[] y = new float[count()];
    each((at, width) -> {
      if (width == 1) {
        ScanKernels.sum(x, y, at, step(), n);
      } else {
        double[] last = Blocks.ofThread().doubles(0, width);
        ScanKernels.sum(x, y, last, at, step(), n, width);
      }
    });
    return y;
  }

  private double[] sums(double[] x) {
    double[] y = new double[count()];
    each((at, width) -> {
      if (width == 1) {
        ScanKernels.sum(x, y, at, step(), n);
      } else {
        double[] last = Blocks.ofThread().doubles(0, width);
        ScanKernels.sum(x, y, last, at, step(), n, width);
      }
    });
    return y;
  }

  /// Each sum is exact or an error.
  private long[] sums(long[] x, DType dtype) {
    long[] y = new long[count()];
    each((at, width) -> {
      for (int i = 0, p = at; i < n; i++, p += step()) {
        for (int j = p; j < p + width; j++) {
          long last = i == 0 ? 0 : y[j - step()];
          y[j] = IntegerRange.exactSum("cumsum", last, x[j]);
          IntegerRange.check("cumsum", "the sum", y[j], dtype);
        }
      }
    });
    return y;
  }

  private float[] recurrence(float[] a, float[] b) {
    float[] h = new float[count()];
    each((at, width) -> {
      double[] last = Blocks.ofThread().doubles(0, width);
      ScanKernels.recurrence(a, b, h, last, at, step(), n, width);
    });
    return h;
  }

  private double[] recurrence(double[] a, double[] b) {
    double[] h = new double[count()];
    each((at, width) -> {
      double[] last = Blocks.ofThread().doubles(0, width);
      ScanKernels.recurrence(a, b, h, last, at, step(), n, width);
    });
    return h;
  }

  /// Each value is exact or an error, which is one of `cumprod`: no other operation has a recurrence of integers.
  private long[] recurrence(long[] a, long[] b, DType dtype) {
    long[] h = new long[count()];
    each((at, width) -> {
      for (int i = 0, p = at; i < n; i++, p += step()) {
        for (int j = p; j < p + width; j++) {
          long last = i == 0 ? 0 : h[j - step()];
          h[j] = IntegerRange.exactProductSum("cumprod", a[j], last, b[j]);
          IntegerRange.check("cumprod", "the product", h[j], dtype);
        }
      }
    });
    return h;
  }
}
