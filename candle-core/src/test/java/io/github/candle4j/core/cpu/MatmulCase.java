package io.github.candle4j.core.cpu;

import java.util.Arrays;
import java.util.Random;

/// One product with random operands in given layouts, and the check of its result.
///
/// The oracle is the sum in double precision. The bound is that of a sum of `k` rounded products in any
/// order, `(k + 2) ε Σ|a||b|` (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.1), with
/// the old value of `c` as one more term.
record MatmulCase(int m, int n, int k, Layout left, Layout right, boolean accumulate, long seed) {
  /// How a matrix lies in its array.
  enum Layout {
    ROWS,
    TRANSPOSED,
    WIDE_ROWS,
    WIDE_COLUMNS,
    EVERY_SECOND,
    SAME_ROW,
    SAME_COLUMN,
    SAME_ELEMENT
  }

  /// Elements around the block of `c` that must keep their value.
  private static final double GUARD = -12345.5;

  private static final int GAP = 5;

  MatmulCase(int m, int n, int k) {
    this(m, n, k, Layout.ROWS, Layout.ROWS, false, 1);
  }

  MatmulCase with(Layout a, Layout b, boolean add) {
    return new MatmulCase(m, n, k, a, b, add, seed);
  }

  /// Multiplies in F32 and F64; throws an AssertionError that names the first wrong element.
  void check(MatmulKernels kernels) {
    checkF32(kernels);
    checkF64(kernels);
  }

  /// The result in F32, checked.
  float[] checkF32(MatmulKernels kernels) {
    Random random = new Random(seed);
    Matrix.F64 a = matrix(random, m, k, left);
    Matrix.F64 b = matrix(random, k, n, right);
    Matrix.F64 c = result(random);
    float[] out = floats(c.data());
    kernels.multiply(narrow(a), narrow(b), narrow(c, out), accumulate);
    compare(a, b, c, doubles(out), Math.ulp(1f), Float.MIN_NORMAL);
    return out;
  }

  void checkF64(MatmulKernels kernels) {
    Random random = new Random(seed);
    Matrix.F64 a = matrix(random, m, k, left);
    Matrix.F64 b = matrix(random, k, n, right);
    Matrix.F64 c = result(random);
    double[] out = c.data().clone();
    Matrix.F64 to = new Matrix.F64(out, c.offset(), m, n, c.rowStride(), c.columnStride());
    kernels.multiply(a, b, to, accumulate);
    // The oracle rounds as well: twice the bound.
    compare(a, b, c, out, 2 * Math.ulp(1d), Double.MIN_NORMAL);
  }

  private void compare(
      Matrix.F64 a, Matrix.F64 b, Matrix.F64 before, double[] after, double epsilon, double tiny) {
    double[] expected = before.data().clone();
    double[] bound = new double[expected.length];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int at = before.offset() + i * before.rowStride() + j;
        double sum = accumulate ? expected[at] : 0;
        double size = Math.abs(sum);
        for (int p = 0; p < k; p++) {
          double product = element(a, i, p) * element(b, p, j);
          sum += product;
          size += Math.abs(product);
        }
        expected[at] = sum;
        bound[at] = (k + 2) * (epsilon * size + tiny);
      }
    }
    for (int at = 0; at < expected.length; at++) {
      boolean ok =
          bound[at] == 0
              ? after[at] == expected[at]
              : Math.abs(after[at] - expected[at]) <= bound[at];
      if (!ok) {
        throw new AssertionError(
            this
                + ": element "
                + at
                + " (row stride "
                + before.rowStride()
                + ", offset "
                + before.offset()
                + ") is "
                + after[at]
                + ", expected "
                + expected[at]
                + " ± "
                + bound[at]);
      }
    }
  }

  private static double element(Matrix.F64 x, int i, int j) {
    return x.data()[x.offset() + i * x.rowStride() + j * x.columnStride()];
  }

  /// The array ends with the last element of the matrix: a load beyond it is an exception.
  private static Matrix.F64 matrix(Random random, int rows, int columns, Layout layout) {
    int offset = layout == Layout.ROWS || layout == Layout.TRANSPOSED ? 0 : 3;
    int rowStride =
        switch (layout) {
          case ROWS -> columns;
          case WIDE_ROWS -> columns + 7;
          case EVERY_SECOND -> 2 * columns + 1;
          case TRANSPOSED, WIDE_COLUMNS, SAME_ROW -> layout == Layout.SAME_ROW ? 0 : 1;
          case SAME_COLUMN -> 1;
          case SAME_ELEMENT -> 0;
        };
    int columnStride =
        switch (layout) {
          case ROWS, WIDE_ROWS, SAME_ROW -> 1;
          case TRANSPOSED -> rows;
          case WIDE_COLUMNS -> rows + 7;
          case EVERY_SECOND -> 2;
          case SAME_COLUMN, SAME_ELEMENT -> 0;
        };
    int length =
        rows == 0 || columns == 0
            ? offset
            : offset + (rows - 1) * rowStride + (columns - 1) * columnStride + 1;
    double[] data = new double[length];
    for (int i = 0; i < length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return new Matrix.F64(data, offset, rows, columns, rowStride, columnStride);
  }

  /// Room before, behind and between the rows; also behind the last row.
  private Matrix.F64 result(Random random) {
    int rowStride = n + GAP;
    double[] data = new double[GAP + m * rowStride + GAP];
    Arrays.fill(data, GUARD);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        data[GAP + i * rowStride + j] = (float) random.nextGaussian();
      }
    }
    return new Matrix.F64(data, GAP, m, n, rowStride, 1);
  }

  private static Matrix.F32 narrow(Matrix.F64 x) {
    return narrow(x, floats(x.data()));
  }

  private static Matrix.F32 narrow(Matrix.F64 x, float[] data) {
    return new Matrix.F32(data, x.offset(), x.rows(), x.columns(), x.rowStride(), x.columnStride());
  }

  private static float[] floats(double[] x) {
    float[] to = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      to[i] = (float) x[i];
    }
    return to;
  }

  private static double[] doubles(float[] x) {
    double[] to = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      to[i] = x[i];
    }
    return to;
  }
}
