package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.backend.Backend.Output;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.storage.HeapStorage;
import java.util.List;

/// Normalisation of rows and its derivatives. The mean is taken first and the squares about it, so a large mean costs no
/// digits of the variance; what rounding takes from the mean itself is found from the differences and subtracted, too.
final class Norms {
  /// Elements that are read, computed and written at a time.
  static final int BLOCK = 4096;

  /// Rows whose products are added in F32 before they are added to doubles.
  static final int LINES = 128;

  /// Elements of a task.
  private static final int CHUNK = 1 << 14;

  /// Sums of the gradient of weights that are made apart; depends on sizes alone.
  private static final int PARTS = 16;

  private static final double NANOS_PER_ELEMENT = 1;

  private Norms() {}

  /// Rows to be normalised, or that were.
  ///
  /// @param x the rows
  /// @param dy the gradient of the result; x where there is none
  /// @param centred whether the mean is subtracted
  /// @param eps what is added to the variance
  /// @param stats the mean of each row, then the scale of each row
  /// @param n the length of a row
  record Rows(Operand x, Operand dy, boolean centred, double eps, double[] stats, int n) {
    int count() {
      return stats.length / 2;
    }

    void keep(int row, double mean, double scale) {
      stats[row] = mean;
      stats[count() + row] = scale;
    }

    double mean(int row) {
      return stats[row];
    }

    double scale(int row) {
      return stats[count() + row];
    }

    /// The size of the block of a row that starts at `at`.
    int block(int at) {
      return Math.min(BLOCK, n - at);
    }
  }

  /// Operands x and, if there are, weights and biases. Saves mean and scale of each row.
  static Output forward(Op.Norm op, Operand... xs) {
    Operand x = xs[0];
    int n = x.shape().dim(-1);
    double[] stats = new double[n == 0 ? 0 : 2 * (x.count() / n)];
    Rows rows = new Rows(x, x, op.centred(), op.eps(), stats, n);
    CpuStorage y = CpuStorage.zeros(x.dtype(), x.count());
    if (Arithmetic.of(x.dtype()) == Arithmetic.DOUBLE) {
      double[] w = xs.length > 1 ? Dense.doubles(xs[1]) : null;
      double[] b = xs.length > 2 ? Dense.doubles(xs[2]) : null;
      tasks(
          rows,
          (from, to) -> {
            DoubleNorms task = new DoubleNorms(rows);
            for (int row = from; row < to; row++) {
              task.forward(row, w, b, y);
            }
          });
    } else {
      float[] w = xs.length > 1 ? Dense.floats(xs[1]) : null;
      float[] b = xs.length > 2 ? Dense.floats(xs[2]) : null;
      tasks(
          rows,
          (from, to) -> {
            FloatNorms task = new FloatNorms(rows);
            for (int row = from; row < to; row++) {
              task.forward(row, w, b, y);
            }
          });
    }
    return new Output(new HeapStorage(y), List.of(new HeapStorage(new CpuStorage.F64(stats))));
  }

  /// Operands x, dy, means and scales and, if there are, weights.
  static CpuStorage gradient(Op.NormGrad op, Operand... xs) {
    Rows rows = rows(op.centred(), xs);
    CpuStorage dx = CpuStorage.zeros(xs[0].dtype(), xs[0].count());
    if (Arithmetic.of(xs[0].dtype()) == Arithmetic.DOUBLE) {
      double[] w = xs.length > 3 ? Dense.doubles(xs[3]) : null;
      tasks(
          rows,
          (from, to) -> {
            DoubleNorms task = new DoubleNorms(rows);
            for (int row = from; row < to; row++) {
              task.gradient(row, w, dx);
            }
          });
    } else {
      float[] w = xs.length > 3 ? Dense.floats(xs[3]) : null;
      tasks(
          rows,
          (from, to) -> {
            FloatNorms task = new FloatNorms(rows);
            for (int row = from; row < to; row++) {
              task.gradient(row, w, dx);
            }
          });
    }
    return dx;
  }

  /// Operands x, dy, means and scales.
  static CpuStorage weightGradient(Operand... xs) {
    Rows rows = rows(false, xs);
    boolean isDouble = Arithmetic.of(xs[0].dtype()) == Arithmetic.DOUBLE;
    int n = rows.n();
    int lines = linesPerPart(rows.count(), n);
    int parts = Math.ceilDiv(rows.count(), lines);
    double[] sums = new double[Math.max(parts, 1) * n];
    Parallel.run(
        parts,
        (long) (xs[0].count() * NANOS_PER_ELEMENT),
        part -> {
          int from = part * lines;
          int to = Chunks.end(from, lines, rows.count());
          if (isDouble) {
            new DoubleNorms(rows).weightGradient(from, to, sums, part * n);
          } else {
            new FloatNorms(rows).weightGradient(from, to, sums, part * n);
          }
        });
    for (int part = 1; part < parts; part++) {
      for (int i = 0; i < n; i++) {
        sums[i] += sums[part * n + i];
      }
    }
    CpuStorage dw = CpuStorage.zeros(xs[0].dtype(), n);
    Encode.doubles(sums, n, dw, 0);
    return dw;
  }

  private static int linesPerPart(int count, int n) {
    int least = Math.max(1, CHUNK / Math.max(1, n));
    return Math.max(least, Math.ceilDiv(count, PARTS));
  }

  private static Rows rows(boolean centred, Operand... xs) {
    return new Rows(xs[0], xs[1], centred, 0, Dense.doubles(xs[2]), xs[0].shape().dim(-1));
  }

  /// What a task does with the rows `from` to `to`.
  private interface Task {
    void run(int from, int to);
  }

  private static void tasks(Rows rows, Task body) {
    int count = rows.count();
    int each = Math.max(1, CHUNK / Math.max(1, rows.n()));
    Parallel.run(
        Math.ceilDiv(count, each),
        (long) ((double) count * rows.n() * NANOS_PER_ELEMENT),
        task -> body.run(task * each, Chunks.end(task * each, each, count)));
  }
}
