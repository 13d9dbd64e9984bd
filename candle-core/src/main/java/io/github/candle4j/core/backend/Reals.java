package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.cpu.Kernels;
import io.github.candle4j.core.cpu.Matrix;
import java.util.Arrays;

/// What a convolution does with arrays, for `float[]` and for `double[]`: its plan is written once.
///
/// Each call works on a run of elements, so that the switch between the two costs nothing.
sealed interface Reals {
  /// A matrix inside an array: element `(i, j)` is at `offset + i * rowStride + j * columnStride`.
  record View(Object data, int offset, int rows, int columns, int rowStride, int columnStride) {
    View transposed() {
      return new View(
          data,
          offset,
          columns,
          rows,
          /* rowStride= */ columnStride,
          /* columnStride= */ rowStride);
    }
  }

  /// The arithmetic of a float dtype.
  static Reals of(DType dtype) {
    return switch (Arithmetic.of(dtype)) {
      case FLOAT -> Floats.INSTANCE;
      case DOUBLE -> Doubles.INSTANCE;
      case LONG -> throw new IllegalStateException(dtype + " passed the shape rules");
    };
  }

  /// The elements of an operand in order, to be read only.
  Object dense(Operand x);

  /// A storage of these elements, which belong to it from now on.
  CpuStorage storage(Object x, DType dtype);

  /// An array of zeros.
  Object make(int n);

  /// An array of `n` elements or more that belongs to the calling thread until it asks again.
  Object scratch(int n);

  /// `x[from .. to-1] = 0`
  void zero(Object x, int from, int to);

  /// `y[at + i] = x[from + i * stride]` for `i < n`.
  void copy(Object x, int from, int stride, Object y, int at, int n);

  /// `y[at + i * stride] += x[from + i]` for `i < n`.
  void add(Object x, int from, Object y, int at, int stride, int n);

  /// `y += x`, arrays of equal length.
  void addAll(Object x, Object y);

  /// True if one of `x[from .. to-1]` is NaN.
  boolean hasNaN(Object x, int from, int to);

  /// `c = a b`, or `c += a b`.
  void multiply(View a, View b, View c, boolean add);

  /// F32, and the smaller floats widened.
  final class Floats implements Reals {
    static final Floats INSTANCE = new Floats();
    private static final ThreadLocal<float[]> SCRATCH = ThreadLocal.withInitial(() -> new float[0]);

    private Floats() {}

    @Override
    public float[] dense(Operand x) {
      return Dense.floats(x);
    }

    @Override
    public CpuStorage storage(Object x, DType dtype) {
      return Dense.of((float[]) x, dtype);
    }

    @Override
    public float[] make(int n) {
      return new float[n];
    }

    @Override
    public float[] scratch(int n) {
      float[] known = SCRATCH.get();
      if (known.length < n) {
        known = new float[n];
        SCRATCH.set(known);
      }
      return known;
    }

    @Override
    public void zero(Object x, int from, int to) {
      Arrays.fill((float[]) x, from, to, 0f);
    }

    @Override
    public void copy(Object x, int from, int stride, Object y, int at, int n) {
      if (stride == 1) {
        System.arraycopy(x, from, y, at, n);
        return;
      }
      float[] src = (float[]) x;
      float[] dst = (float[]) y;
      for (int i = 0; i < n; i++) {
        dst[at + i] = src[from + i * stride];
      }
    }

    @Override
    public void add(Object x, int from, Object y, int at, int stride, int n) {
      float[] src = (float[]) x;
      float[] dst = (float[]) y;
      for (int i = 0; i < n; i++) {
        dst[at + i * stride] += src[from + i];
      }
    }

    @Override
    public boolean hasNaN(Object x, int from, int to) {
      float[] src = (float[]) x;
      for (int i = from; i < to; i++) {
        if (Float.isNaN(src[i])) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void addAll(Object x, Object y) {
      float[] src = (float[]) x;
      float[] dst = (float[]) y;
      for (int i = 0; i < src.length; i++) {
        dst[i] += src[i];
      }
    }

    @Override
    public void multiply(View a, View b, View c, boolean add) {
      Kernels.active().matmul().multiply(matrix(a), matrix(b), matrix(c), add);
    }

    private static Matrix.F32 matrix(View v) {
      return new Matrix.F32(
          (float[]) v.data, v.offset, v.rows, v.columns, v.rowStride, v.columnStride);
    }
  }

  /// F64.
  final class Doubles implements Reals {
    static final Doubles INSTANCE = new Doubles();
    private static final ThreadLocal<double[]> SCRATCH =
        ThreadLocal.withInitial(() -> new double[0]);

    private Doubles() {}

    @Override
    public double[] dense(Operand x) {
      return Dense.doubles(x);
    }

    @Override
    public CpuStorage storage(Object x, DType dtype) {
      return Dense.of((double[]) x, dtype);
    }

    @Override
    public double[] make(int n) {
      return new double[n];
    }

    @Override
    public double[] scratch(int n) {
      double[] known = SCRATCH.get();
      if (known.length < n) {
        known = new double[n];
        SCRATCH.set(known);
      }
      return known;
    }

    @Override
    public void zero(Object x, int from, int to) {
      Arrays.fill((double[]) x, from, to, 0);
    }

    @Override
    public void copy(Object x, int from, int stride, Object y, int at, int n) {
      if (stride == 1) {
        System.arraycopy(x, from, y, at, n);
        return;
      }
      double[] src = (double[]) x;
      double[] dst = (double[]) y;
      for (int i = 0; i < n; i++) {
        dst[at + i] = src[from + i * stride];
      }
    }

    @Override
    public void add(Object x, int from, Object y, int at, int stride, int n) {
      double[] src = (double[]) x;
      double[] dst = (double[]) y;
      for (int i = 0; i < n; i++) {
        dst[at + i * stride] += src[from + i];
      }
    }

    @Override
    public boolean hasNaN(Object x, int from, int to) {
      double[] src = (double[]) x;
      for (int i = from; i < to; i++) {
        if (Double.isNaN(src[i])) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void addAll(Object x, Object y) {
      double[] src = (double[]) x;
      double[] dst = (double[]) y;
      for (int i = 0; i < src.length; i++) {
        dst[i] += src[i];
      }
    }

    @Override
    public void multiply(View a, View b, View c, boolean add) {
      Kernels.active().matmul().multiply(matrix(a), matrix(b), matrix(c), add);
    }

    private static Matrix.F64 matrix(View v) {
      return new Matrix.F64(
          (double[]) v.data, v.offset, v.rows, v.columns, v.rowStride, v.columnStride);
    }
  }
}
