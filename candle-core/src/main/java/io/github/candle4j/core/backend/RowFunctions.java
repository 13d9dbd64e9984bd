package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.backend.Backend.Output;
import io.github.candle4j.core.cpu.DoubleRows;
import io.github.candle4j.core.cpu.Kernels;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.cpu.RowKernels;
import io.github.candle4j.core.storage.HeapStorage;
import java.util.List;
import java.util.function.IntConsumer;

/// Functions of whole rows: softmax, its logarithm, cross-entropy and their derivatives.
final class RowFunctions {
  private static final int CHUNK = 1 << 14;
  private static final double NANOS_PER_ELEMENT = 2;

  private RowFunctions() {}

  static CpuStorage softmax(Operand x) {
    int n = rowLength(x);
    if (Arithmetic.of(x.dtype()) == Arithmetic.DOUBLE) {
      double[] in = Dense.doubles(x);
      double[] out = new double[x.count()];
      eachRow(x.count(), n, at -> DoubleRows.softmax(in, at, out, at, n));
      return Dense.of(out, x.dtype());
    }
    RowKernels rows = Kernels.active().rows();
    float[] in = Dense.floats(x);
    float[] out = new float[x.count()];
    eachRow(out.length, n, at -> rows.softmax(in, at, out, at, n));
    return Dense.of(out, x.dtype());
  }

  /// The softmax of the first `i + offset + 1` elements of row `i` of each `queries` rows, zeros behind them.
  static CpuStorage causalSoftmax(int queries, int offset, Operand x) {
    int n = rowLength(x);
    if (Arithmetic.of(x.dtype()) == Arithmetic.DOUBLE) {
      double[] in = Dense.doubles(x);
      double[] out = new double[x.count()];
      eachRow(
          out.length,
          n,
          at -> {
            int seen = seen(at / n % queries, offset, n);
            if (seen > 0) {
              DoubleRows.softmax(in, at, out, at, seen);
            }
          });
      return Dense.of(out, x.dtype());
    }
    RowKernels rows = Kernels.active().rows();
    float[] in = Dense.floats(x);
    float[] out = new float[x.count()];
    eachRow(
        out.length,
        n,
        at -> {
          int seen = seen(at / n % queries, offset, n);
          if (seen > 0) {
            rows.softmax(in, at, out, at, seen);
          }
        });
    return Dense.of(out, x.dtype());
  }

  /// How many of `n` positions query `i` sees.
  private static int seen(int i, int offset, int n) {
    return Math.clamp((long) i + offset + 1, 0, n);
  }

  static CpuStorage softmaxGrad(Operand y, Operand dy) {
    int n = rowLength(y);
    if (Arithmetic.of(y.dtype()) == Arithmetic.DOUBLE) {
      double[] a = Dense.doubles(y);
      double[] b = Dense.doubles(dy);
      double[] out = new double[y.count()];
      eachRow(out.length, n, at -> DoubleRows.softmaxGrad(a, at, b, at, out, at, n));
      return Dense.of(out, y.dtype());
    }
    RowKernels rows = Kernels.active().rows();
    float[] a = Dense.floats(y);
    float[] b = Dense.floats(dy);
    float[] out = new float[y.count()];
    eachRow(out.length, n, at -> rows.softmaxGrad(a, at, b, at, out, at, n));
    return Dense.of(out, y.dtype());
  }

  static CpuStorage logSoftmax(Operand x) {
    int n = rowLength(x);
    if (Arithmetic.of(x.dtype()) == Arithmetic.DOUBLE) {
      double[] in = Dense.doubles(x);
      double[] out = new double[x.count()];
      eachRow(
          out.length,
          n,
          at -> {
            double max = DoubleRows.max(in, at, n);
            double shift = Double.isFinite(max) ? DoubleRows.logSum(in, at, n, max) : 0;
            for (int i = at; i < at + n; i++) {
              out[i] = in[i] - max - shift;
            }
          });
      return Dense.of(out, x.dtype());
    }
    RowKernels rows = Kernels.active().rows();
    float[] in = Dense.floats(x);
    float[] out = new float[x.count()];
    eachRow(
        out.length,
        n,
        at -> {
          float max = rows.max(in, at, n);
          float shift = Double.isFinite(max) ? (float) rows.logSum(in, at, n, max) : 0;
          for (int i = at; i < at + n; i++) {
            out[i] = in[i] - max - shift;
          }
        });
    return Dense.of(out, x.dtype());
  }

  /// The mean loss, and the softmax for the derivative.
  static Output crossEntropy(Operand x, Operand target) {
    int classes = x.shape().dim(1);
    int n = x.shape().dim(0);
    int[] ids = Indexes.read("cross_entropy", target, classes);
    CpuStorage p = softmax(x);
    double loss = 0;
    if (Arithmetic.of(x.dtype()) == Arithmetic.DOUBLE) {
      double[] in = Dense.doubles(x);
      for (int i = 0; i < n; i++) {
        loss += rowLoss(in, i * classes, classes, ids[i]);
      }
    } else {
      float[] in = Dense.floats(x);
      for (int i = 0; i < n; i++) {
        loss += rowLoss(in, i * classes, classes, ids[i]);
      }
    }
    return new Output(
        new HeapStorage(Dense.of(new double[] {loss / n}, x.dtype())), List.of(new HeapStorage(p)));
  }

  /// `log Σ e^(x - max) - (x[target] - max)`: the maximum is taken from both sides before anything is rounded.
  private static double rowLoss(float[] x, int at, int classes, int target) {
    RowKernels rows = Kernels.active().rows();
    float max = rows.max(x, at, classes);
    double gap = (double) max - x[at + target];
    return Double.isFinite(max) ? rows.logSum(x, at, classes, max) + gap : gap;
  }

  private static double rowLoss(double[] x, int at, int classes, int target) {
    double max = DoubleRows.max(x, at, classes);
    double gap = max - x[at + target];
    return Double.isFinite(max) ? DoubleRows.logSum(x, at, classes, max) + gap : gap;
  }

  /// `(p - onehot(target)) dy / n`
  static CpuStorage crossEntropyGrad(Operand p, Operand target, Operand dy) {
    int n = p.shape().dim(0);
    int classes = p.shape().dim(1);
    int[] ids = Indexes.read("cross_entropy", target, classes);
    double scale = Dense.doubles(dy)[0] / n;
    DType dtype = p.dtype();
    if (Arithmetic.of(dtype) == Arithmetic.DOUBLE) {
      double[] in = Dense.doubles(p);
      double[] dx = new double[p.count()];
      for (int i = 0; i < dx.length; i++) {
        dx[i] = in[i] * scale;
      }
      for (int i = 0; i < n; i++) {
        dx[i * classes + ids[i]] -= scale;
      }
      return Dense.of(dx, dtype);
    }
    float[] in = Dense.floats(p);
    float[] dx = new float[p.count()];
    float factor = (float) scale;
    for (int i = 0; i < dx.length; i++) {
      dx[i] = in[i] * factor;
    }
    for (int i = 0; i < n; i++) {
      int at = i * classes + ids[i];
      dx[at] = (in[at] - 1) * factor;
    }
    return Dense.of(dx, dtype);
  }

  private static int rowLength(Operand x) {
    return x.shape().dim(-1);
  }

  /// Runs `body` for the start of each row of `n` among `count` elements.
  private static void eachRow(int count, int n, IntConsumer body) {
    if (n == 0) {
      return;
    }
    int rows = count / n;
    int rowsPerTask = Math.max(1, CHUNK / n);
    Parallel.run(
        Math.ceilDiv(rows, rowsPerTask),
        (long) (count * NANOS_PER_ELEMENT),
        task -> {
          int end = Chunks.end(task * rowsPerTask, rowsPerTask, rows);
          for (int r = task * rowsPerTask; r < end; r++) {
            body.accept(r * n);
          }
        });
  }
}
