package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.Layout;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.cpu.DoubleRows;
import io.github.candle4j.core.cpu.ElementwiseKernel;
import io.github.candle4j.core.cpu.ElementwiseKernels;
import io.github.candle4j.core.cpu.Kernels;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.cpu.RowKernels;
import io.github.candle4j.core.op.BinaryOp;
import io.github.candle4j.core.op.ReduceOp;
import java.util.Arrays;
import java.util.function.IntConsumer;

/// Reductions along any dimensions of any layout.
///
/// The reduced dimensions are moved to the end, which makes each result the reduction of one row. Three ways lead
/// there: rows that lie side by side are reduced where they are; where the kept elements lie side by side instead, whole
/// lines of them are combined; everything else is read in blocks.
final class Reductions {
  /// Elements of one task; does not depend on the number of threads.
  private static final int CHUNK = 1 << 16;

  /// Lines added in float before they are added to the doubles: rounding stays that of short sums.
  private static final int LINES = 128;

  /// Shorter lines than this are not worth combining as a whole.
  private static final int SHORTEST_LINE = 8;

  private static final double NANOS_PER_ELEMENT = 0.3;

  private final ReduceOp kind;
  private final Operand x;
  private final Layout kept;
  private final Layout row;
  private final int outer;
  private final int inner;

  private Reductions(ReduceOp kind, Operand x, int... dims) {
    this.kind = kind;
    this.x = x;
    Shape shape = x.shape();
    boolean[] reduced = new boolean[shape.rank()];
    for (int dim : dims) {
      reduced[dim] = true;
    }
    kept = part(x.layout(), reduced, false, x.layout().startOffset());
    row = part(x.layout(), reduced, true, 0);
    outer = kept.shape().arrayLength();
    inner = row.shape().arrayLength();
  }

  /// `kind` along `dims`; the elements of the result in the order of the kept dimensions.
  static CpuStorage reduce(ReduceOp kind, Operand x, int... dims) {
    Reductions task = new Reductions(kind, x, dims);
    return switch (Arithmetic.of(x.dtype())) {
      case FLOAT -> Dense.of(task.floats(), x.dtype());
      case DOUBLE -> Dense.of(task.doubles(), x.dtype());
      case LONG -> task.longs();
    };
  }

  /// The position of the largest (or smallest) element along `dim`: the first one, or the first NaN.
  static CpuStorage argReduce(boolean largest, Operand x, int dim) {
    Reductions task = new Reductions(ReduceOp.MAX, x, dim);
    int[] result = new int[task.outer];
    task.eachRow(o -> {
      int offset = task.keptOffset(o);
      result[o] =
          switch (Arithmetic.of(x.dtype())) {
            case FLOAT, DOUBLE -> ArgScan.doubles(task.rowDoubles(offset), task.inner, largest);
            case LONG -> ArgScan.longs(task.rowLongs(offset), task.inner, largest);
          };
    });
    return new CpuStorage.U32(result);
  }

  /// The dimensions of a layout that are reduced, or those that are not.
  private static Layout part(Layout x, boolean[] reduced, boolean wanted, int offset) {
    int[] dims = new int[reduced.length];
    int[] strides = new int[reduced.length];
    int n = 0;
    for (int d = 0; d < reduced.length; d++) {
      if (reduced[d] == wanted) {
        dims[n] = x.shape().dim(d);
        strides[n++] = x.stride(d);
      }
    }
    return new Layout(Shape.of(Arrays.copyOf(dims, n)), Arrays.copyOf(strides, n), offset);
  }

  private int keptOffset(int o) {
    StridedRuns runs = new StridedRuns(kept);
    runs.seek(o);
    return runs.offset();
  }

  /// Runs `body` for each row, shared among threads when there are enough elements.
  private void eachRow(IntConsumer body) {
    int rowsPerTask = Math.max(1, CHUNK / Math.max(inner, 1));
    int tasks = (outer + rowsPerTask - 1) / rowsPerTask;
    Parallel.run(
        tasks,
        (long) ((double) outer * inner * NANOS_PER_ELEMENT),
        task -> {
          int end = Math.min(outer, (task + 1) * rowsPerTask);
          for (int o = task * rowsPerTask; o < end; o++) {
            body.accept(o);
          }
        });
  }

  private float[] floats() {
    float[] result = new float[outer];
    RowKernels rows = Kernels.active().rows();
    StridedRuns line = new StridedRuns(kept);
    boolean f32 = x.data() instanceof CpuStorage.F32;
    if (f32 && row.isContiguous() && outer == 1 && inner > CHUNK) {
      result[0] = longRow((float[]) x.data().array(), kept.startOffset());
    } else if (f32 && row.isContiguous()) {
      float[] data = (float[]) x.data().array();
      StridedRuns starts = outer * (long) inner <= CHUNK ? line : null;
      eachRow(o -> {
        int offset = starts == null ? keptOffset(o) : starts.offset();
        result[o] = (float) reduceFloats(rows, data, offset, inner);
        if (starts != null) {
          starts.advance(1);
        }
      });
    } else if (kind != ReduceOp.PROD
        && f32
        && line.stride() == 1
        && line.remaining() >= SHORTEST_LINE
        && inner > 1) {
      lines((float[]) x.data().array(), line, result);
    } else {
      eachRow(o -> result[o] = gatheredFloats(rows, keptOffset(o)));
    }
    return result;
  }

  private double reduceFloats(RowKernels rows, float[] data, int offset, int n) {
    return switch (kind) {
      case SUM -> rows.sum(data, offset, n);
      case PROD -> DoubleRows.product(data, offset, n);
      case MAX -> rows.max(data, offset, n);
      case MIN -> rows.min(data, offset, n);
    };
  }

  /// One row too long for a single task: tasks of fixed size, combined in their order.
  private float longRow(float[] data, int offset) {
    int tasks = (inner + CHUNK - 1) / CHUNK;
    double[] parts = new double[tasks];
    RowKernels rows = Kernels.active().rows();
    Parallel.run(
        tasks,
        (long) (inner * NANOS_PER_ELEMENT),
        t ->
            parts[t] =
                reduceFloats(rows, data, offset + t * CHUNK, Math.min(CHUNK, inner - t * CHUNK)));
    return (float) reduceDoubles(parts, parts.length);
  }

  private double reduceDoubles(double[] data, int n) {
    return switch (kind) {
      case SUM -> DoubleRows.sum(data, 0, n);
      case PROD -> DoubleRows.product(data, 0, n);
      case MAX -> DoubleRows.max(data, 0, n);
      case MIN -> DoubleRows.min(data, 0, n);
    };
  }

  /// Combines whole lines of kept elements: `line += x` for each reduced position.
  private void lines(float[] data, StridedRuns line, float[] result) {
    int width = line.remaining();
    int pieces = (width + ElementwiseLoops.BLOCK - 1) / ElementwiseLoops.BLOCK;
    int tasks = outer / width * pieces;
    Parallel.run(
        tasks,
        (long) ((double) outer * inner * NANOS_PER_ELEMENT),
        t -> {
          int at = t / pieces * width + t % pieces * ElementwiseLoops.BLOCK;
          linePiece(
              data,
              at,
              Math.min(ElementwiseLoops.BLOCK, width - t % pieces * ElementwiseLoops.BLOCK),
              result);
        });
  }

  /// Kept elements `at .. at+n` of one line.
  private void linePiece(float[] data, int at, int n, float[] result) {
    int offset = keptOffset(at);
    StridedRuns steps = new StridedRuns(row);
    float[] sum = new float[n];
    float[] next = new float[n];
    double[] total = kind == ReduceOp.SUM && inner > LINES ? new double[n] : new double[0];
    float[][] operands = {sum, next};
    ElementwiseKernel combine = ElementwiseKernels.of(combining());
    for (int i = 0; i < inner; i++) {
      boolean first = i == 0 || (total.length > 0 && i % LINES == 0);
      if (first && i > 0) {
        addTo(total, sum);
      }
      System.arraycopy(data, offset + steps.offset(), first ? sum : next, 0, n);
      if (!first) {
        combine.floats(operands, sum, 0, n);
      }
      steps.advance(1);
    }
    if (total.length > 0) {
      addTo(total, sum);
      for (int j = 0; j < n; j++) {
        sum[j] = (float) total[j];
      }
    }
    System.arraycopy(sum, 0, result, at, n);
  }

  private static void addTo(double[] total, float[] sum) {
    for (int j = 0; j < total.length; j++) {
      total[j] += sum[j];
    }
  }

  private BinaryOp combining() {
    return switch (kind) {
      case SUM -> BinaryOp.ADD;
      case PROD -> BinaryOp.MUL;
      case MAX -> BinaryOp.MAXIMUM;
      case MIN -> BinaryOp.MINIMUM;
    };
  }

  private float gatheredFloats(RowKernels rows, int offset) {
    StridedRuns runs = new StridedRuns(new Layout(row.shape(), row.stride(), offset));
    float[] block = new float[Math.min(inner, ElementwiseLoops.BLOCK)];
    double[] parts = new double[(inner + ElementwiseLoops.BLOCK - 1) / ElementwiseLoops.BLOCK];
    for (int done = 0; done < inner; done += ElementwiseLoops.BLOCK) {
      int n = Math.min(ElementwiseLoops.BLOCK, inner - done);
      ElementwiseLoops.readFloats(x.data(), runs, block, n);
      parts[done / ElementwiseLoops.BLOCK] = reduceFloats(rows, block, 0, n);
    }
    return (float) reduceDoubles(parts, parts.length);
  }

  private double[] doubles() {
    double[] result = new double[outer];
    eachRow(o -> result[o] = reduceDoubles(rowDoubles(keptOffset(o)), inner));
    return result;
  }

  private CpuStorage longs() {
    long[] result = new long[outer];
    eachRow(o -> result[o] = reduceLongs(rowLongs(keptOffset(o))));
    for (long value : result) {
      IntegerRange.check(
          kind.text(), kind == ReduceOp.PROD ? "the product" : "the sum", value, x.dtype());
    }
    CpuStorage y = CpuStorage.zeros(x.dtype(), outer);
    Encode.longs(result, outer, y, 0);
    return y;
  }

  private double[] rowDoubles(int offset) {
    return Dense.doubles(x.view(new Layout(row.shape(), row.stride(), offset)));
  }

  private long[] rowLongs(int offset) {
    return Dense.longs(x.view(new Layout(row.shape(), row.stride(), offset)));
  }

  private long reduceLongs(long[] values) {
    return switch (kind) {
      case SUM -> IntegerRange.exactSum(values, inner);
      case PROD -> IntegerRange.exactProduct(values, inner);
      case MAX -> Arrays.stream(values, 0, inner).max().orElseThrow();
      case MIN -> Arrays.stream(values, 0, inner).min().orElseThrow();
    };
  }
}
