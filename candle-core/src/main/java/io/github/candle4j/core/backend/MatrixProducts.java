package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Layout;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.cpu.Kernels;
import io.github.candle4j.core.cpu.MatmulKernels;
import io.github.candle4j.core.cpu.Matrix;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.storage.HeapStorage;
import java.util.Arrays;

/// Matrix products over any batch dimensions and strides.
final class MatrixProducts {
  /// Rough speed of one thread, in multiply-adds per nanosecond, for the decision to share a loop over batches.
  private static final double MULTIPLY_ADDS_PER_NANO = 20;

  /// Smaller products share a task, so that each needs no more than its matrices.
  private static final double TASK_MULTIPLY_ADDS = 1 << 16;

  private MatrixProducts() {}

  /// `a b` over the last two dimensions.
  static CpuStorage matmul(Operand a, Operand b, Shape result) {
    DType dtype = a.dtype();
    return switch (Arithmetic.of(dtype)) {
      case FLOAT -> {
        float[] c = new float[result.arrayLength()];
        if (!multiplied(a, b, result, c)) {
          Operand x = wide(Mapped.onHeap(a));
          Operand y = wide(Mapped.onHeap(b));
          Plan plan = Plan.of(x.layout(), y.layout(), result);
          plan.run((float[]) x.data().array(), (float[]) y.data().array(), c);
        }
        yield Dense.of(c, dtype);
      }
      case DOUBLE -> {
        double[] c = new double[result.arrayLength()];
        Operand x = Mapped.onHeap(a);
        Operand y = Mapped.onHeap(b);
        Plan plan = Plan.of(x.layout(), y.layout(), result);
        plan.run((double[]) x.data().array(), (double[]) y.data().array(), c);
        yield Dense.of(c, dtype);
      }
      case LONG -> throw new IllegalStateException("matmul of integers passed the shape rules");
    };
  }

  /// True if the product was one with a matrix that is read in blocks.
  private static boolean multiplied(Operand a, Operand b, Shape result, float[] c) {
    boolean right = BlockProducts.suit(b);
    boolean left = !right && BlockProducts.suit(a);
    if (!(left || right) || Plan.of(a.layout(), b.layout(), result).count() > 1) {
      return false;
    }
    Operand x = left ? a : wide(Mapped.onHeap(a));
    Operand y = right ? b : wide(b);
    Plan plan = Plan.of(x.layout(), y.layout(), result);
    Matrix.F32 z = matrix(c, plan.c(), 0);
    if (right) {
      float[] data = (float[]) x.data().array();
      Matrix.F32 rows = matrix(data, plan.a(), plan.aBatch().startOffset());
      BlockProducts.multiply(rows, y.view(moved(plan.b(), plan.bBatch())), z, false);
    } else {
      float[] data = (float[]) y.data().array();
      Matrix.F32 columns = matrix(data, plan.b(), plan.bBatch().startOffset());
      BlockProducts.multiply(x.view(moved(plan.a(), plan.aBatch())), columns, z);
    }
    return true;
  }

  private static Layout moved(Layout matrix, Layout batch) {
    return new Layout(matrix.shape(), matrix.stride(), batch.startOffset());
  }

  /// `x wᵀ + b`, the bias written first and the product added to it.
  static CpuStorage linear(Shape result, Operand x, Operand w, Operand... bias) {
    return switch (Arithmetic.of(x.dtype())) {
      case FLOAT -> Dense.of(linearFloats(result, x, w, bias), x.dtype());
      case DOUBLE -> Dense.of(linearDoubles(result, x, w, bias), x.dtype());
      case LONG -> throw new IllegalStateException("linear of integers passed the shape rules");
    };
  }

  private static float[] linearFloats(Shape result, Operand input, Operand w, Operand... bias) {
    Operand x = Mapped.onHeap(input);
    float[] y = new float[result.arrayLength()];
    for (Operand b : bias) {
      float[] row = Dense.floats(Mapped.onHeap(b));
      int columns = result.dim(1);
      for (int at = 0; at < y.length; at += columns) {
        System.arraycopy(row, 0, y, at, columns);
      }
    }
    Matrix.F32 a = floats(wide(x));
    Matrix.F32 c = matrix(y, Layout.contiguous(result), 0);
    if (BlockProducts.suit(w)) {
      BlockProducts.multiply(a, transposed(w), c, bias.length > 0);
      return y;
    }
    Matrix.F32 b = floats(transposed(wide(w)));
    Kernels.active().matmul().multiply(a, b, c, bias.length > 0);
    return y;
  }

  private static double[] linearDoubles(
      Shape result, Operand input, Operand weight, Operand... bias) {
    Operand x = Mapped.onHeap(input);
    Operand w = Mapped.onHeap(weight);
    double[] y = new double[result.arrayLength()];
    for (Operand b : bias) {
      double[] row = Dense.doubles(Mapped.onHeap(b));
      int columns = result.dim(1);
      for (int at = 0; at < y.length; at += columns) {
        System.arraycopy(row, 0, y, at, columns);
      }
    }
    Matrix.F64 a = doubles(x);
    Matrix.F64 b = doubles(transposed(w));
    Matrix.F64 c = matrix(y, Layout.contiguous(result), 0);
    Kernels.active().matmul().multiply(a, b, c, bias.length > 0);
    return y;
  }

  /// An operand of F32 as it is; of smaller floats the elements widened, or all of its storage where that is less, as for
  /// an operand that is broadcast.
  private static Operand wide(Operand x) {
    if (x.dtype() == DType.F32) {
      return x;
    }
    boolean part = x.count() < x.data().length();
    Layout layout = Layout.contiguous(part ? x.shape() : Shape.of(x.data().length()));
    float[] elements = Dense.floats(part ? x : x.view(layout));
    return new Operand(new HeapStorage(new CpuStorage.F32(elements)), part ? layout : x.layout());
  }

  private static Operand transposed(Operand x) {
    return x.view(x.layout().transpose(0, 1));
  }

  private static Matrix.F32 floats(Operand x) {
    return matrix((float[]) x.data().array(), x.layout(), x.layout().startOffset());
  }

  private static Matrix.F64 doubles(Operand x) {
    return matrix((double[]) x.data().array(), x.layout(), x.layout().startOffset());
  }

  private static Matrix.F32 matrix(float[] data, Layout x, int offset) {
    return new Matrix.F32(
        data, offset, x.shape().dim(0), x.shape().dim(1), x.stride(0), x.stride(1));
  }

  private static Matrix.F64 matrix(double[] data, Layout x, int offset) {
    return new Matrix.F64(
        data, offset, x.shape().dim(0), x.shape().dim(1), x.stride(0), x.stride(1));
  }

  /// A batched product as `count` products of matrices: the layouts of the batch dimensions, and of one matrix each.
  private record Plan(int count, Layout aBatch, Layout bBatch, Layout a, Layout b, Layout c) {
    static Plan of(Layout a, Layout b, Shape result) {
      int rank = result.rank();
      int[] batch = Arrays.copyOf(result.dims(), rank - 2);
      Plan plan =
          new Plan(
              Shape.of(batch).arrayLength(),
              head(a, rank - 2),
              head(b, rank - 2),
              tail(a),
              tail(b),
              Layout.contiguous(Shape.of(result.dim(-2), result.dim(-1))));
      return plan.folded(a);
    }

    /// One product when all batches share b and the rows of all batches of a lie evenly: `[batch * m, k] b`.
    private Plan folded(Layout whole) {
      boolean shared = count > 1;
      for (int d = 0; shared && d < bBatch.shape().rank(); d++) {
        shared = bBatch.stride(d) == 0 || bBatch.shape().dim(d) == 1;
      }
      if (!shared) {
        return this;
      }
      StridedRuns rows = new StridedRuns(head(whole, whole.shape().rank() - 1));
      int m = count * a.shape().dim(0);
      if (rows.remaining() != m) {
        return this;
      }
      int k = a.shape().dim(1);
      return new Plan(
          1,
          new Layout(Shape.of(), new int[0], whole.startOffset()),
          new Layout(Shape.of(), new int[0], bBatch.startOffset()),
          new Layout(Shape.of(m, k), new int[] {rows.stride(), a.stride(1)}, 0),
          b,
          Layout.contiguous(Shape.of(m, b.shape().dim(1))));
    }

    private static Layout head(Layout x, int dims) {
      return new Layout(
          Shape.of(Arrays.copyOf(x.dims(), dims)),
          Arrays.copyOf(x.stride(), dims),
          x.startOffset());
    }

    private static Layout tail(Layout x) {
      int rank = x.shape().rank();
      return new Layout(
          Shape.of(x.shape().dim(-2), x.shape().dim(-1)),
          new int[] {x.stride(rank - 2), x.stride(rank - 1)},
          0);
    }

    void run(float[] aData, float[] bData, float[] cData) {
      MatmulKernels kernels = Kernels.active().matmul();
      each((i, x, y) ->
          kernels.multiply(
              matrix(aData, a, x), matrix(bData, b, y), matrix(cData, c, i * size()), false));
    }

    void run(double[] aData, double[] bData, double[] cData) {
      MatmulKernels kernels = Kernels.active().matmul();
      each((i, x, y) ->
          kernels.multiply(
              matrix(aData, a, x), matrix(bData, b, y), matrix(cData, c, i * size()), false));
    }

    /// Product `i`, of the matrices that start at `x` and `y`.
    private interface Product {
      void run(int i, int x, int y);
    }

    /// Small products are many, and several of them are a task.
    private void each(Product body) {
      int perTask =
          (int) Math.clamp(TASK_MULTIPLY_ADDS / Math.max(1, work()), 1, Math.max(1, count));
      Parallel.run(
          Math.ceilDiv(count, perTask),
          (long) (count * work() / MULTIPLY_ADDS_PER_NANO),
          task -> {
            StridedRuns x = new StridedRuns(aBatch);
            StridedRuns y = new StridedRuns(bBatch);
            x.seek(task * perTask);
            y.seek(task * perTask);
            int end = Chunks.end(task * perTask, perTask, count);
            for (int i = task * perTask; i < end; i++) {
              body.run(i, x.offset(), y.offset());
              x.advance(1);
              y.advance(1);
            }
          });
    }

    /// Elements of one result.
    private int size() {
      return c.shape().arrayLength();
    }

    /// Multiplications of one product.
    private double work() {
      return (double) size() * a.shape().dim(1);
    }
  }
}
