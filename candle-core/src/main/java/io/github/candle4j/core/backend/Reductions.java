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

/// Reductions along any dimensions of any layout.
///
/// The reduced dimensions are moved to the end, which makes each result the reduction of one row. Three ways lead
/// there: rows that lie side by side are reduced where they are; where the kept elements lie side by side instead, whole
/// lines of them are combined; everything else is read in blocks. A row longer than a task is reduced in parts, which
/// are combined in their order.
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

  /// What is done with `n` elements from `start` on of the row at which the cursor stands: part number `index`.
  private interface PartBody {
    void run(int index, RowCursor cursor, int start, int n);
  }

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
    Arithmetic arithmetic = Arithmetic.of(x.dtype());
    task.eachPart(
        task.inner,
        (o, cursor, start, n) ->
            result[o] =
                switch (arithmetic) {
                  case FLOAT -> ArgScan.floats(cursor, n, largest);
                  case DOUBLE -> ArgScan.doubles(cursor, n, largest);
                  case LONG -> ArgScan.longs(cursor, n, largest);
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

  /// How many parts of `length` elements a row has; one where it is empty.
  private int parts(int length) {
    return Math.max(1, Math.ceilDiv(inner, Math.max(length, 1)));
  }

  /// Runs `body` for each part of `length` elements of each row, shared among threads when there are enough elements.
  private void eachPart(int length, PartBody body) {
    int parts = parts(length);
    int perTask = parts > 1 ? 1 : Math.max(1, CHUNK / Math.max(inner, 1));
    int all = outer * parts;
    Parallel.run(
        Math.ceilDiv(all, perTask),
        (long) ((double) outer * inner * NANOS_PER_ELEMENT),
        task -> {
          int first = task * perTask;
          int end = Chunks.end(first, perTask, all);
          RowCursor cursor = new RowCursor(x.data(), kept, row, first / parts);
          for (int i = first; i < end; i++) {
            int start = i % parts * length;
            body.run(i, cursor, start, Math.min(length, inner - start));
            if (parts == 1) {
              cursor.next();
            }
          }
        });
  }

  private float[] floats() {
    float[] result = new float[outer];
    StridedRuns line = new StridedRuns(kept);
    boolean lines = !row.isContiguous() && line.stride() == 1 && line.remaining() >= SHORTEST_LINE;
    if (kind != ReduceOp.PROD && lines && x.data() instanceof CpuStorage.F32(float[] data)) {
      lines(data, line.remaining(), result);
      return result;
    }
    int parts = parts(CHUNK);
    if (parts == 1) {
      eachPart(CHUNK, (o, cursor, start, n) -> result[o] = (float) floatPart(cursor, start, n));
      return result;
    }
    double[] partial = new double[outer * parts];
    eachPart(CHUNK, (i, cursor, start, n) -> partial[i] = floatPart(cursor, start, n));
    for (int o = 0; o < outer; o++) {
      result[o] = (float) reduceDoubles(partial, o * parts, parts);
    }
    return result;
  }

  private double floatPart(RowCursor cursor, int start, int n) {
    RowKernels rows = Kernels.active().rows();
    int block = cursor.givesOwnFloats() ? Math.max(n, 1) : ElementwiseLoops.BLOCK;
    double result = reduceFloats(rows, cursor, start, Math.min(block, n));
    for (int at = block; at < n; at += block) {
      double next = reduceFloats(rows, cursor, start + at, Math.min(block, n - at));
      result = combine(result, next);
    }
    return result;
  }

  private double reduceFloats(RowKernels rows, RowCursor cursor, int start, int n) {
    float[] data = cursor.floats(start, n);
    return switch (kind) {
      case SUM -> rows.sum(data, cursor.from(), n);
      case PROD -> DoubleRows.product(data, cursor.from(), n);
      case MAX -> rows.max(data, cursor.from(), n);
      case MIN -> rows.min(data, cursor.from(), n);
    };
  }

  private double combine(double a, double b) {
    return switch (kind) {
      case SUM -> a + b;
      case PROD -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  private double reduceDoubles(double[] data, int from, int n) {
    return switch (kind) {
      case SUM -> DoubleRows.sum(data, from, n);
      case PROD -> DoubleRows.product(data, from, n);
      case MAX -> DoubleRows.max(data, from, n);
      case MIN -> DoubleRows.min(data, from, n);
    };
  }

  /// Combines whole lines of kept elements: `line += x` for each reduced position.
  private void lines(float[] data, int width, float[] result) {
    int pieces = Math.ceilDiv(width, ElementwiseLoops.BLOCK);
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
    StridedRuns place = new StridedRuns(kept);
    place.seek(at);
    StridedRuns steps = new StridedRuns(row);
    Blocks blocks = Blocks.ofThread();
    float[] sum = blocks.floats(0, n);
    Arrays.fill(sum, 0, n, 0); // What stays if there is nothing to add; only sums come here then.
    float[] next = blocks.floats(1, n);
    boolean exact = kind == ReduceOp.SUM && inner > LINES;
    double[] total = blocks.doubles(0, n);
    Arrays.fill(total, 0, n, 0);
    float[][] operands = {sum, next};
    ElementwiseKernel combine = ElementwiseKernels.of(combining());
    for (int i = 0; i < inner; i++) {
      boolean first = i == 0 || (exact && i % LINES == 0);
      if (first && i > 0) {
        addTo(total, sum, n);
      }
      System.arraycopy(data, place.offset() + steps.offset(), first ? sum : next, 0, n);
      if (!first) {
        combine.floats(operands, sum, 0, n);
      }
      steps.advance(1);
    }
    if (exact) {
      addTo(total, sum, n);
      for (int j = 0; j < n; j++) {
        sum[j] = (float) total[j];
      }
    }
    System.arraycopy(sum, 0, result, at, n);
  }

  private static void addTo(double[] total, float[] sum, int n) {
    for (int j = 0; j < n; j++) {
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

  private double[] doubles() {
    int parts = parts(CHUNK);
    double[] partial = new double[outer * parts];
    eachPart(
        CHUNK,
        (i, cursor, start, n) ->
            partial[i] = reduceDoubles(cursor.doubles(start, n), cursor.from(), n));
    if (parts == 1) {
      return partial;
    }
    double[] result = new double[outer];
    for (int o = 0; o < outer; o++) {
      result[o] = reduceDoubles(partial, o * parts, parts);
    }
    return result;
  }

  private CpuStorage longs() {
    long[] result =
        kind == ReduceOp.SUM && inner > ElementwiseLoops.BLOCK ? longSums() : longRows();
    String what = kind == ReduceOp.PROD ? "the product" : "the sum";
    return IntegerRange.checked(kind.text(), what, result, x.dtype());
  }

  /// The sums of long rows. Both halves of the elements are summed on their own: parts may have sums that do not fit.
  private long[] longSums() {
    int parts = parts(CHUNK);
    long[] upper = new long[outer * parts];
    long[] lower = new long[outer * parts];
    eachPart(
        CHUNK,
        (i, cursor, start, n) -> {
          for (int at = start, m; at < start + n; at += m) {
            m = block(cursor, start + n - at);
            long[] data = cursor.longs(at, m);
            upper[i] += IntegerRange.upperSum(data, cursor.from(), m);
            lower[i] += IntegerRange.lowerSum(data, cursor.from(), m);
          }
        });
    long[] result = new long[outer];
    for (int i = 0; i < result.length; i++) {
      long high = 0;
      long low = 0;
      for (int k = i * parts; k < (i + 1) * parts; k++) {
        high += upper[k];
        low += lower[k];
      }
      result[i] = IntegerRange.exactSum(high, low);
    }
    return result;
  }

  /// A product is taken of whole rows: a zero in one part makes up for a product of another that is too large.
  private long[] longRows() {
    int length = kind == ReduceOp.PROD ? Math.max(inner, 1) : CHUNK;
    int parts = parts(length);
    long[] partial = new long[outer * parts];
    eachPart(length, (i, cursor, start, n) -> partial[i] = longPart(cursor, start, n));
    if (parts == 1) {
      return partial;
    }
    long[] result = new long[outer];
    for (int o = 0; o < outer; o++) {
      result[o] = reduceLongs(partial, o * parts, parts);
    }
    return result;
  }

  /// Elements to read at once of `n`: all where the row is an array of longs.
  private static int block(RowCursor cursor, int n) {
    return cursor.givesOwnLongs() ? n : Math.min(n, ElementwiseLoops.BLOCK);
  }

  private long longPart(RowCursor cursor, int start, int n) {
    if (kind == ReduceOp.SUM || kind == ReduceOp.PROD) {
      return reduceLongs(cursor.longs(start, n), cursor.from(), n);
    }
    int first = block(cursor, n);
    long result = reduceLongs(cursor.longs(start, first), cursor.from(), first);
    for (int at = start + first, m; at < start + n; at += m) {
      m = block(cursor, start + n - at);
      long next = reduceLongs(cursor.longs(at, m), cursor.from(), m);
      result = kind == ReduceOp.MAX ? Math.max(result, next) : Math.min(result, next);
    }
    return result;
  }

  private long reduceLongs(long[] values, int from, int n) {
    return switch (kind) {
      case SUM ->
          IntegerRange.exactSum(
              IntegerRange.upperSum(values, from, n), IntegerRange.lowerSum(values, from, n));
      case PROD -> IntegerRange.exactProduct(values, from, n);
      case MAX -> {
        long max = Long.MIN_VALUE;
        for (int i = from; i < from + n; i++) {
          max = Math.max(max, values[i]);
        }
        yield max;
      }
      case MIN -> {
        long min = Long.MAX_VALUE;
        for (int i = from; i < from + n; i++) {
          min = Math.min(min, values[i]);
        }
        yield min;
      }
    };
  }
}
