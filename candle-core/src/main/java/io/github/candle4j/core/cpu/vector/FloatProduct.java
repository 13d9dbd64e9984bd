package io.github.candle4j.core.cpu.vector;

import io.github.candle4j.core.cpu.Matrix;
import io.github.candle4j.core.cpu.Parallel;
import java.util.Arrays;

/// Chooses the way through an F32 product and cuts it into blocks and tasks.
///
/// * a vector on one side: the matrix is read once, in the order of memory ([FloatRows]);
/// * `b` small or few rows of `a`: tiles read both operands where they lie, packing would not pay;
/// * otherwise, and when the columns of `b` are not adjacent: both operands are packed ([PackedFloatProduct]).
final class FloatProduct {
  /// Rows of `a` up to which packing `b` costs more than it gains: each element of `b` is used only that often.
  private static final int FEW_ROWS = 48;

  /// Elements of `b` from which few rows stream it: it would not stay in the level-2 cache.
  private static final int STREAMED_ELEMENTS = 128 * 1024;

  /// Steps of k for few rows and a large `b`: as many rows of `b` are streamed side by side.
  private static final int STREAMED_STEPS = 64;

  /// Rows of `a` up to which `a bᵀ` is done by dot products instead of packing `b`, given `DOT_STEPS`.
  private static final int DOT_ROWS = 64;

  /// The same for any number of steps.
  private static final int FEW_DOT_ROWS = 4;

  /// Steps of k from which adding up the lanes at the end of a dot product is a small part of it.
  private static final int DOT_STEPS = 256;

  /// Rows of `c` in one task: four tiles of 12, six of 8, eight of 6, twelve of 4.
  private static final int TASK_ROWS = 48;

  /// Columns of `c` in one task when there are too few rows to cut.
  private static final int TASK_COLUMNS = 512;

  /// Bytes of a matrix that one thread streams in a nanosecond, about.
  private static final int STREAMED_BYTES = 15;

  private final FloatTiles tiles;
  private final FloatRows rows;
  private final FloatDots dots;
  private final PackedFloatProduct packed;
  private final int operationsPerNano;

  FloatProduct(FloatTiles tiles, FloatRows rows, FloatDots dots, int operationsPerNano) {
    this.tiles = tiles;
    this.rows = rows;
    this.dots = dots;
    this.operationsPerNano = operationsPerNano;
    this.packed = new PackedFloatProduct(tiles);
  }

  void multiply(Matrix.F32 a, Matrix.F32 b, Matrix.F32 c, boolean add) {
    int m = a.rows();
    int k = a.columns();
    int n = b.columns();
    if (m == 0 || n == 0) {
      return;
    }
    if (k == 0) {
      clear(c, add);
    } else if (n == 1) {
      timesVector(a, b, c, add);
    } else if (m == 1) {
      vectorTimes(a, b, c, add);
    } else if (b.columnStride() != 1) {
      if (dotsPay(m, k) && b.rowStride() == 1 && a.columnStride() == 1) {
        dotBlocks(a, b, c, add);
      } else {
        packed.multiply(a, b, c, add, nanos(m, n, k));
      }
    } else if (m <= FEW_ROWS || (long) n * k <= tiles.directElements(a.columnStride() == 1)) {
      direct(a, b, c, add);
    } else {
      packed.multiply(a, b, c, add, nanos(m, n, k));
    }
  }

  private static boolean dotsPay(int m, int k) {
    return m <= FEW_DOT_ROWS || (m <= DOT_ROWS && k >= DOT_STEPS);
  }

  private long nanos(int m, int n, int k) {
    return 2L * m * n * k / operationsPerNano;
  }

  private static void clear(Matrix.F32 c, boolean add) {
    for (int i = 0; !add && i < c.rows(); i++) {
      int at = c.offset() + i * c.rowStride();
      Arrays.fill(c.data(), at, at + c.columns(), 0f);
    }
  }

  /// `n = 1`: dot products with the rows of `a`, or a sum of its columns when these are what lies in order.
  private void timesVector(Matrix.F32 a, Matrix.F32 b, Matrix.F32 c, boolean add) {
    int m = a.rows();
    int k = a.columns();
    if (a.columnStride() == 1) {
      int xo = b.offset();
      float[] x = b.data();
      if (b.rowStride() != 1) {
        x = gathered(x, xo, b.rowStride(), k);
        xo = 0;
      }
      dots(
          m,
          a.data(),
          a.offset(),
          a.rowStride(),
          x,
          xo,
          k,
          c.data(),
          c.offset(),
          c.rowStride(),
          add);
    } else if (a.rowStride() == 1 && c.rowStride() == 1) {
      combine(
          m,
          k,
          b.data(),
          b.offset(),
          b.rowStride(),
          a.data(),
          a.offset(),
          a.columnStride(),
          c.data(),
          c.offset(),
          add);
    } else {
      direct(a, b, c, add);
    }
  }

  /// `m = 1`: the same with the roles exchanged.
  private void vectorTimes(Matrix.F32 a, Matrix.F32 b, Matrix.F32 c, boolean add) {
    int n = b.columns();
    int k = a.columns();
    if (b.columnStride() == 1) {
      combine(
          n,
          k,
          a.data(),
          a.offset(),
          a.columnStride(),
          b.data(),
          b.offset(),
          b.rowStride(),
          c.data(),
          c.offset(),
          add);
    } else if (b.rowStride() == 1) {
      int xo = a.offset();
      float[] x = a.data();
      if (a.columnStride() != 1) {
        x = gathered(x, xo, a.columnStride(), k);
        xo = 0;
      }
      dots(n, b.data(), b.offset(), b.columnStride(), x, xo, k, c.data(), c.offset(), 1, add);
    } else {
      packed.multiply(a, b, c, add, nanos(1, n, k));
    }
  }

  private static float[] gathered(float[] x, int xo, int stride, int k) {
    float[] to = Scratch.get().left(k);
    for (int p = 0; p < k; p++) {
      to[p] = x[xo + p * stride];
    }
    return to;
  }

  private void dots(
      int m,
      float[] a,
      int ao,
      int ars,
      float[] x,
      int xo,
      int k,
      float[] y,
      int yo,
      int ys,
      boolean add) {
    long nanos = 4L * m * k / STREAMED_BYTES;
    if (m <= TASK_ROWS || !Parallel.pays(nanos)) {
      rows.dots(m, k, a, ao, ars, x, xo, y, yo, ys, add);
      return;
    }
    Parallel.run(
        tasks(m, TASK_ROWS),
        nanos,
        task -> {
          int i = task * TASK_ROWS;
          int height = Math.min(TASK_ROWS, m - i);
          rows.dots(height, k, a, ao + i * ars, ars, x, xo, y, yo + i * ys, ys, add);
        });
  }

  /// `a bᵀ` with few rows of `a`: a few rows of `bᵀ` stay in the level-1 cache while all rows of `a` pass.
  private void dotBlocks(Matrix.F32 a, Matrix.F32 b, Matrix.F32 c, boolean add) {
    int n = b.columns();
    long nanos = nanos(a.rows(), n, b.rows());
    if (n <= TASK_ROWS || !Parallel.pays(nanos)) {
      dotBlock(a, b, c, add, 0, n);
      return;
    }
    Parallel.run(
        tasks(n, TASK_ROWS),
        nanos,
        task -> {
          int j = task * TASK_ROWS;
          dotBlock(a, b, c, add, j, Math.min(TASK_ROWS, n - j));
        });
  }

  private void dotBlock(Matrix.F32 a, Matrix.F32 b, Matrix.F32 c, boolean add, int j, int n) {
    dots.block(
        a.rows(),
        n,
        a.columns(),
        a.data(),
        a.offset(),
        a.rowStride(),
        b.data(),
        b.offset() + j * b.columnStride(),
        b.columnStride(),
        c.data(),
        c.offset() + j,
        c.rowStride(),
        add);
  }

  private void combine(
      int n,
      int k,
      float[] x,
      int xo,
      int xs,
      float[] b,
      int bo,
      int brs,
      float[] y,
      int yo,
      boolean add) {
    long nanos = 4L * n * k / STREAMED_BYTES;
    if (n <= TASK_COLUMNS || !Parallel.pays(nanos)) {
      combineBlock(n, k, x, xo, xs, b, bo, brs, y, yo, add);
      return;
    }
    Parallel.run(
        tasks(n, TASK_COLUMNS),
        nanos,
        task -> {
          int j = task * TASK_COLUMNS;
          int width = Math.min(TASK_COLUMNS, n - j);
          combineBlock(width, k, x, xo, xs, b, bo + j, brs, y, yo + j, add);
        });
  }

  private void combineBlock(
      int n,
      int k,
      float[] x,
      int xo,
      int xs,
      float[] b,
      int bo,
      int brs,
      float[] y,
      int yo,
      boolean add) {
    int full = n - n % rows.lanes();
    if (full > 0) {
      rows.combine(full, k, x, xo, xs, b, bo, brs, y, yo, add);
    }
    if (full < n) {
      FloatPanels left = new FloatPanels(x, xo, 0, xs, tiles.tileRows(), 0);
      FloatPanels right = new FloatPanels(b, bo + full, 1, brs, tiles.tileColumns(), 0);
      tiles.block(1, n - full, k, left, right, y, yo + full, n, add);
    }
  }

  private void direct(Matrix.F32 a, Matrix.F32 b, Matrix.F32 c, boolean add) {
    int m = a.rows();
    int n = b.columns();
    long nanos = nanos(m, n, a.columns());
    int rowTasks = tasks(m, TASK_ROWS);
    int columnTasks = m > TASK_ROWS ? 1 : tasks(n, TASK_COLUMNS);
    if (rowTasks * columnTasks == 1 || !Parallel.pays(nanos)) {
      directBlock(a, b, c, add, 0, m, 0, n);
      return;
    }
    Parallel.run(
        rowTasks * columnTasks,
        nanos,
        task -> {
          int i = task / columnTasks * TASK_ROWS;
          int j = task % columnTasks * TASK_COLUMNS;
          int width = columnTasks == 1 ? n : Math.min(TASK_COLUMNS, n - j);
          directBlock(a, b, c, add, i, Math.min(TASK_ROWS, m - i), j, width);
        });
  }

  private void directBlock(
      Matrix.F32 a, Matrix.F32 b, Matrix.F32 c, boolean add, int i, int m, int j, int n) {
    int k = a.columns();
    int ao = a.offset() + i * a.rowStride();
    int bo = b.offset() + j;
    int co = c.offset() + i * c.rowStride() + j;
    int steps = (long) b.columns() * k <= STREAMED_ELEMENTS ? k : STREAMED_STEPS;
    int height = tiles.tileRows();
    int width = tiles.tileColumns();
    for (int p = 0; p < k; p += steps) {
      FloatPanels left =
          new FloatPanels(
              a.data(),
              ao + p * a.columnStride(),
              a.rowStride(),
              a.columnStride(),
              height,
              height * a.rowStride());
      FloatPanels right =
          new FloatPanels(b.data(), bo + p * b.rowStride(), 1, b.rowStride(), width, width);
      tiles.block(
          m, n, Math.min(steps, k - p), left, right, c.data(), co, c.rowStride(), add || p > 0);
    }
  }

  private static int tasks(int size, int each) {
    return Math.ceilDiv(size, each);
  }
}
