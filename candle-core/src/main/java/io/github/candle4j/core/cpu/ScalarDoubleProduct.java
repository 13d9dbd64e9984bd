package io.github.candle4j.core.cpu;

import java.util.Arrays;

/// F64 products without the Vector API: the loops of [ScalarFloatProduct] in double precision.
final class ScalarDoubleProduct {
  /// Columns of a block: two rows of `c` and four of `b` are 24 KB, inside the level-1 cache.
  private static final int COLUMNS = 512;

  /// Steps of k in a block: its rows of `b` are 512 KB, a part of the level-2 cache.
  private static final int STEPS = 128;

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
    int bands = (m + TASK_ROWS - 1) / TASK_ROWS;
    int tasks = bands * ((n + COLUMNS - 1) / COLUMNS);
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
    int bottom = Math.min(a.rows(), top + TASK_ROWS);
    int k = a.columns();
    for (int p = 0; p == 0 || p < k; p += STEPS) {
      int steps = Math.min(STEPS, k - p);
      rows.copy(b, p, steps, left, n);
      boolean onto = add || p > 0;
      for (int i = top; i < bottom; i += 2) {
        boolean pair = i + 1 < bottom;
        int co = c.offset() + i * c.rowStride() + left;
        start(c.data(), co, rows.sum0, n, onto);
        if (pair) {
          start(c.data(), co + c.rowStride(), rows.sum1, n, onto);
        }
        sum(a, i, pair ? i + 1 : i, p, steps, rows, n);
        System.arraycopy(rows.sum0, 0, c.data(), co, n);
        if (pair) {
          System.arraycopy(rows.sum1, 0, c.data(), co + c.rowStride(), n);
        }
      }
    }
  }

  private static void start(double[] c, int co, double[] sum, int n, boolean add) {
    if (add) {
      System.arraycopy(c, co, sum, 0, n);
    } else {
      Arrays.fill(sum, 0, n, 0);
    }
  }

  /// Two rows of `c`; a last row without a partner is done twice, the second sum is not used.
  private static void sum(Matrix.F64 a, int i0, int i1, int p, int steps, Rows rows, int n) {
    double[] x = a.data();
    int step = a.columnStride();
    int x0 = a.offset() + i0 * a.rowStride() + p * step;
    int x1 = a.offset() + i1 * a.rowStride() + p * step;
    double[][] b = rows.right;
    int q = 0;
    for (; q + 4 <= steps; q += 4) {
      four(
          rows.sum0,
          rows.sum1,
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
      one(rows.sum0, rows.sum1, b[q], x[x0], x[x1], n);
      x0 += step;
      x1 += step;
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
      double t0 = Math.fma(x01, b1[j], Math.fma(x00, b0[j], sum0[j]));
      sum0[j] = Math.fma(x03, b3[j], Math.fma(x02, b2[j], t0));
      double t1 = Math.fma(x11, b1[j], Math.fma(x10, b0[j], sum1[j]));
      sum1[j] = Math.fma(x13, b3[j], Math.fma(x12, b2[j], t1));
    }
  }

  private static void one(double[] sum0, double[] sum1, double[] b, double x0, double x1, int n) {
    for (int j = 0; j < n; j++) {
      sum0[j] = Math.fma(x0, b[j], sum0[j]);
      sum1[j] = Math.fma(x1, b[j], sum1[j]);
    }
  }

  private static void dots(Matrix.F64 a, Matrix.F64 b, Matrix.F64 c, boolean add) {
    int m = a.rows();
    int tasks = (m + TASK_ROWS - 1) / TASK_ROWS;
    int columnTasks = (b.columns() + COLUMNS - 1) / COLUMNS;
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
          int bottom = Math.min(m, i + TASK_ROWS);
          dots(a, b, c, add, i, bottom, j, Math.min(b.columns(), j + COLUMNS));
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
      sum0 = Math.fma(x[xo], y[yo], sum0);
      sum1 = Math.fma(x[xo + xs], y[yo + ys], sum1);
      sum2 = Math.fma(x[xo + 2 * xs], y[yo + 2 * ys], sum2);
      sum3 = Math.fma(x[xo + 3 * xs], y[yo + 3 * ys], sum3);
      sum4 = Math.fma(x[xo + 4 * xs], y[yo + 4 * ys], sum4);
      sum5 = Math.fma(x[xo + 5 * xs], y[yo + 5 * ys], sum5);
      sum6 = Math.fma(x[xo + 6 * xs], y[yo + 6 * ys], sum6);
      sum7 = Math.fma(x[xo + 7 * xs], y[yo + 7 * ys], sum7);
    }
    for (; p < k; p++, xo += xs, yo += ys) {
      sum0 = Math.fma(x[xo], y[yo], sum0);
    }
    return ((sum0 + sum1) + (sum2 + sum3)) + ((sum4 + sum5) + (sum6 + sum7));
  }

  /// The arrays of one thread, reused from call to call.
  private static final class Rows {
    static final ThreadLocal<Rows> OF_THREAD = ThreadLocal.withInitial(Rows::new);

    final double[] sum0 = new double[COLUMNS];
    final double[] sum1 = new double[COLUMNS];
    final double[][] right = new double[STEPS][];

    /// Rows `p` to `p + steps` of `b`, `n` columns from `left`.
    void copy(Matrix.F64 b, int p, int steps, int left, int n) {
      int stride = b.columnStride();
      for (int q = 0; q < steps; q++) {
        if (right[q] == null) {
          right[q] = new double[COLUMNS];
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
