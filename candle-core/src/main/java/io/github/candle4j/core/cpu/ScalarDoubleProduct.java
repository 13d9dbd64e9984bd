package io.github.candle4j.core.cpu;

import java.util.Arrays;

/// F64 products without the Vector API: the loops of [ScalarFloatProduct] in double precision, with half the
/// columns in a block.
final class ScalarDoubleProduct {
  /// Columns of a block: the inner loop is near its full speed from here on.
  private static final int COLUMNS = 256;

  /// Keeps rows that follow each other in memory from lying 4 KB apart: a load would wait for a store that
  /// agrees with it in the lower 12 bits of the address.
  private static final int PADDING = 48;

  /// Steps of k in a block: its rows of `b` and two rows of `c` are 28 KB, the level-1 cache.
  private static final int STEPS = 12;

  /// Rows of `c` in one task: each task copies the rows of `b` once.
  private static final int TASK_ROWS = 64;

  /// Columns of `b` up to which dot products are faster than the loop along rows.
  private static final int FEW_COLUMNS = 4;

  /// Operations per nanosecond, about, to judge when sharing pays.
  private static final int OPERATIONS_PER_NANO = 15;

  private ScalarDoubleProduct() {}

  static void multiply(Matrix.F64 a, Matrix.F64 b, Matrix.F64 c, boolean add) {
    int m = a.rows();
    int n = b.columns();
    int k = a.columns();
    if (m == 0 || n == 0) {
      return;
    }
    if (n <= FEW_COLUMNS || (m == 1 && b.rowStride() == 1)) {
      dots(a, b, c, add);
      return;
    }
    int bands = Math.ceilDiv(m, TASK_ROWS);
    int tasks = bands * Math.ceilDiv(n, COLUMNS);
    long nanos = 2L * m * n * k / OPERATIONS_PER_NANO;
    if (tasks == 1 || !Parallel.pays(nanos)) {
      for (int t = 0; t < tasks; t++) {
        block(a, b, c, add, t % bands * TASK_ROWS, t / bands * COLUMNS);
      }
      return;
    }
    Parallel.run(
        tasks, nanos, t -> block(a, b, c, add, t % bands * TASK_ROWS, t / bands * COLUMNS));
  }

  /// `TASK_ROWS` rows from `top`, `COLUMNS` columns from `left`.
  private static void block(
      Matrix.F64 a, Matrix.F64 b, Matrix.F64 c, boolean add, int top, int left) {
    Rows rows = Rows.OF_THREAD.get();
    int n = Math.min(COLUMNS, b.columns() - left);
    int m = Math.min(TASK_ROWS, a.rows() - top);
    int k = a.columns();
    rows.start(c, m, n, top, left, add);
    for (int p = 0; p < k; p += STEPS) {
      int steps = Math.min(STEPS, k - p);
      rows.copy(b, p, steps, left, n);
      int i = 0;
      for (; i + 2 <= m; i += 2) {
        two(a, top + i, p, steps, rows.right, rows.sums[i], rows.sums[i + 1], n);
      }
      if (i < m) {
        last(a, top + i, p, steps, rows.right, rows.sums[i], n);
      }
    }
    for (int i = 0; i < m; i++) {
      int co = c.offset() + (top + i) * c.rowStride() + left;
      System.arraycopy(rows.sums[i], 0, c.data(), co, n);
    }
  }

  /// Two rows of `c`.
  private static void two(
      Matrix.F64 a, int i, int p, int steps, double[][] b, double[] sum0, double[] sum1, int n) {
    double[] x = a.data();
    int step = a.columnStride();
    int x0 = a.offset() + i * a.rowStride() + p * step;
    int x1 = x0 + a.rowStride();
    int q = 0;
    for (; q + 4 <= steps; q += 4) {
      four(
          sum0,
          sum1,
          b[q],
          b[q + 1],
          b[q + 2],
          b[q + 3],
          x[x0],
          x[x0 + step],
          x[x0 + 2 * step],
          x[x0 + 3 * step],
          x[x1],
          x[x1 + step],
          x[x1 + 2 * step],
          x[x1 + 3 * step],
          n);
      x0 += 4 * step;
      x1 += 4 * step;
    }
    for (; q < steps; q++) {
      one(sum0, b[q], x[x0], n);
      one(sum1, b[q], x[x1], n);
      x0 += step;
      x1 += step;
    }
  }

  /// A row without a partner.
  private static void last(
      Matrix.F64 a, int i, int p, int steps, double[][] b, double[] sum, int n) {
    int at = a.offset() + i * a.rowStride() + p * a.columnStride();
    for (int q = 0; q < steps; q++, at += a.columnStride()) {
      one(sum, b[q], a.data()[at], n);
    }
  }

  private static void four(
      double[] sum0,
      double[] sum1,
      double[] b0,
      double[] b1,
      double[] b2,
      double[] b3,
      double x00,
      double x01,
      double x02,
      double x03,
      double x10,
      double x11,
      double x12,
      double x13,
      int n) {
    for (int j = 0; j < n; j++) {
      double y0 = b0[j];
      double y1 = b1[j];
      double y2 = b2[j];
      double y3 = b3[j];
      sum0[j] = sum0[j] + x00 * y0 + x01 * y1 + x02 * y2 + x03 * y3;
      sum1[j] = sum1[j] + x10 * y0 + x11 * y1 + x12 * y2 + x13 * y3;
    }
  }

  private static void one(double[] sum, double[] b, double x, int n) {
    for (int j = 0; j < n; j++) {
      sum[j] += x * b[j];
    }
  }

  private static void dots(Matrix.F64 a, Matrix.F64 b, Matrix.F64 c, boolean add) {
    int m = a.rows();
    int tasks = Math.ceilDiv(m, TASK_ROWS);
    int columnTasks = Math.ceilDiv(b.columns(), COLUMNS);
    // A dot product is four times slower than the loop along rows.
    long nanos = 8L * m * b.columns() * a.columns() / OPERATIONS_PER_NANO;
    if (tasks * columnTasks == 1 || !Parallel.pays(nanos)) {
      dots(a, b, c, add, 0, m, 0, b.columns());
      return;
    }
    Parallel.run(
        tasks * columnTasks,
        nanos,
        t -> {
          int i = t % tasks * TASK_ROWS;
          int j = t / tasks * COLUMNS;
          int bottom = i + Math.min(TASK_ROWS, m - i);
          dots(a, b, c, add, i, bottom, j, j + Math.min(COLUMNS, b.columns() - j));
        });
  }

  private static void dots(
      Matrix.F64 a,
      Matrix.F64 b,
      Matrix.F64 c,
      boolean add,
      int top,
      int bottom,
      int left,
      int right) {
    for (int i = top; i < bottom; i++) {
      for (int j = left; j < right; j++) {
        int xo = a.offset() + i * a.rowStride();
        int yo = b.offset() + j * b.columnStride();
        double dot = dot(a.data(), xo, a.columnStride(), b.data(), yo, b.rowStride(), a.columns());
        int at = c.offset() + i * c.rowStride() + j;
        c.data()[at] = add ? c.data()[at] + dot : dot;
      }
    }
  }

  /// Eight sums: one alone would wait for each addition to finish.
  private static double dot(double[] x, int xo, int xs, double[] y, int yo, int ys, int k) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    double sum4 = 0;
    double sum5 = 0;
    double sum6 = 0;
    double sum7 = 0;
    int p = 0;
    for (; p + 8 <= k; p += 8, xo += 8 * xs, yo += 8 * ys) {
      sum0 += x[xo] * y[yo];
      sum1 += x[xo + xs] * y[yo + ys];
      sum2 += x[xo + 2 * xs] * y[yo + 2 * ys];
      sum3 += x[xo + 3 * xs] * y[yo + 3 * ys];
      sum4 += x[xo + 4 * xs] * y[yo + 4 * ys];
      sum5 += x[xo + 5 * xs] * y[yo + 5 * ys];
      sum6 += x[xo + 6 * xs] * y[yo + 6 * ys];
      sum7 += x[xo + 7 * xs] * y[yo + 7 * ys];
    }
    for (; p < k; p++, xo += xs, yo += ys) {
      sum0 += x[xo] * y[yo];
    }
    return ((sum0 + sum1) + (sum2 + sum3)) + ((sum4 + sum5) + (sum6 + sum7));
  }

  /// The arrays of one thread, reused from call to call.
  private static final class Rows {
    static final ThreadLocal<Rows> OF_THREAD = ThreadLocal.withInitial(Rows::new);

    final double[][] sums = new double[TASK_ROWS][];
    final double[][] right = new double[STEPS][];

    /// Sums begin with the elements of `c`, or with 0.
    void start(Matrix.F64 c, int m, int n, int top, int left, boolean add) {
      for (int i = 0; i < m; i++) {
        if (sums[i] == null) {
          sums[i] = new double[COLUMNS + PADDING];
        }
        if (add) {
          int co = c.offset() + (top + i) * c.rowStride() + left;
          System.arraycopy(c.data(), co, sums[i], 0, n);
        } else {
          Arrays.fill(sums[i], 0, n, 0);
        }
      }
    }

    /// Rows `p` to `p + steps` of `b`, `n` columns from `left`.
    void copy(Matrix.F64 b, int p, int steps, int left, int n) {
      int stride = b.columnStride();
      for (int q = 0; q < steps; q++) {
        if (right[q] == null) {
          right[q] = new double[COLUMNS + PADDING];
        }
        int from = b.offset() + (p + q) * b.rowStride() + left * stride;
        if (stride == 1) {
          System.arraycopy(b.data(), from, right[q], 0, n);
        }
      }
      if (stride != 1) {
        gather(b, p, steps, left, n);
      }
    }

    /// Eight columns at a time, so that a cache line of a transposed `b` is used more than once before it goes.
    private void gather(Matrix.F64 b, int p, int steps, int left, int n) {
      double[] from = b.data();
      int stride = b.columnStride();
      for (int first = 0; first < n; first += 8) {
        int last = Math.min(n, first + 8);
        for (int q = 0; q < steps; q++) {
          double[] to = right[q];
          int at = b.offset() + (p + q) * b.rowStride() + left * stride;
          for (int j = first; j < last; j++) {
            to[j] = from[at + j * stride];
          }
        }
      }
    }
  }
}
