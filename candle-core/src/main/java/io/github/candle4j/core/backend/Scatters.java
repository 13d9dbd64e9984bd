package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Layout;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.cpu.Kernels;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.cpu.RowKernels;

/// Operations that write or add elements to places that indices name.
///
/// Tasks share no place: they are cut along every dimension but the indexed one, and within a task the indices are taken in
/// their order. So the last of several writers stays, and sums have the same bits on any number of threads.
final class Scatters {
  /// Elements of a row that one task adds; less would not fill cache lines and vectors.
  private static final int NARROWEST = 64;

  /// So many tasks at most share a row.
  private static final int MOST_PIECES = 16;

  private static final double NANOS_PER_PLACE = 2;
  private static final double NANOS_PER_ADDITION = 0.3;

  private Scatters() {}

  /// A part of the indices, `from` to `to - 1`, that one task takes.
  private interface Range {
    void run(int from, int to);
  }

  /// `x` with `src` written to the elements that `ids` names along `dim`.
  static CpuStorage scatter(int dim, Operand x, Operand ids, Operand src) {
    int[] at = Indexes.read("scatter", ids, x.shape().dim(dim));
    CpuStorage result = Copies.packed(x);
    write(dim, result, Layout.contiguous(x.shape()), at, src);
    return result;
  }

  /// `target` with `src` written to the elements that `ids` names along `dim`, in place.
  static void scatterSet(int dim, Operand target, Operand ids, Operand src) {
    int[] at = Indexes.read("scatter-set", ids, target.shape().dim(dim));
    write(dim, target.data(), target.layout(), at, src);
  }

  private static void write(int dim, CpuStorage y, Layout layout, int[] at, Operand src) {
    Layout base = Indexes.at0(layout, dim, src.shape());
    int stride = layout.stride(dim);
    Object x = src.data().array();
    eachRange(
        src.shape(),
        dim,
        (from, to) -> {
          StridedRuns out = new StridedRuns(base);
          StridedRuns in = new StridedRuns(src.layout());
          out.seek(from);
          in.seek(from);
          for (int i = from; i < to; ) {
            int n = Math.min(to - i, Math.min(out.remaining(), in.remaining()));
            Elements.scatter(
                x,
                in.offset(),
                in.stride(),
                at,
                i,
                n,
                y.array(),
                out.offset(),
                out.stride(),
                stride);
            out.advance(n);
            in.advance(n);
            i += n;
          }
        });
  }

  /// `x` with `src` added at the elements that `ids` names along `dim`.
  static CpuStorage scatterAdd(int dim, Operand x, Operand ids, Operand src) {
    int[] at = Indexes.read("scatter-add", ids, x.shape().dim(dim));
    return scatterAdd("scatter-add", dim, x, at, src);
  }

  private static CpuStorage scatterAdd(
      String operation, int dim, Operand x, int[] at, Operand src) {
    Layout y = Layout.contiguous(x.shape());
    return switch (Arithmetic.of(x.dtype())) {
      case FLOAT -> {
        float[] sum = Dense.ownFloats(x);
        add(dim, sum, y, at, src);
        yield Dense.of(sum, x.dtype());
      }
      case DOUBLE -> {
        double[] sum = Dense.ownDoubles(x);
        add(dim, sum, y, at, src);
        yield Dense.of(sum, x.dtype());
      }
      case LONG -> {
        long[] sum = Dense.ownLongs(x);
        add(operation, dim, sum, y, at, src);
        yield IntegerRange.checked(operation, "the sum", sum, x.dtype());
      }
    };
  }

  /// `target` with `src` added at the elements that `ids` names along `dim`, in place. A dtype that is not computed in
  /// itself is rounded once, after all additions; integers are written when all sums are known to fit.
  static void scatterAddSet(int dim, Operand target, Operand ids, Operand src) {
    DType dtype = target.dtype();
    int[] at = Indexes.read("scatter-add-set", ids, target.shape().dim(dim));
    if (dtype == DType.F32 || dtype == DType.F64) {
      switch (target.data().array()) {
        case float[] sum -> add(dim, sum, target.layout(), at, src);
        case double[] sum -> add(dim, sum, target.layout(), at, src);
        default -> throw new IllegalStateException("no such storage: " + dtype);
      }
    } else {
      CpuStorage sum = scatterAdd("scatter-add-set", dim, target, at, src);
      Layout whole = Layout.contiguous(target.shape());
      Copies.copy(sum, whole, target.data(), target.layout());
    }
  }

  private static void add(int dim, float[] sum, Layout layout, int[] at, Operand src) {
    float[] x = Dense.floats(src);
    Layout base = Indexes.at0(layout, dim, src.shape());
    int stride = layout.stride(dim);
    eachRange(
        src.shape(),
        dim,
        (from, to) -> {
          StridedRuns runs = new StridedRuns(base);
          runs.seek(from);
          for (int i = from; i < to; ) {
            int end = Chunks.end(i, runs.remaining(), to);
            int step = runs.stride();
            int o = runs.offset();
            runs.advance(end - i);
            for (; i < end; i++, o += step) {
              if (at[i] >= 0) {
                sum[o + at[i] * stride] += x[i];
              }
            }
          }
        });
  }

  private static void add(int dim, double[] sum, Layout layout, int[] at, Operand src) {
    double[] x = Dense.doubles(src);
    Layout base = Indexes.at0(layout, dim, src.shape());
    int stride = layout.stride(dim);
    eachRange(
        src.shape(),
        dim,
        (from, to) -> {
          StridedRuns runs = new StridedRuns(base);
          runs.seek(from);
          for (int i = from; i < to; ) {
            int end = Chunks.end(i, runs.remaining(), to);
            int step = runs.stride();
            int o = runs.offset();
            runs.advance(end - i);
            for (; i < end; i++, o += step) {
              if (at[i] >= 0) {
                sum[o + at[i] * stride] += x[i];
              }
            }
          }
        });
  }

  private static void add(
      String operation, int dim, long[] sum, Layout layout, int[] at, Operand src) {
    long[] x = Dense.longs(src);
    Layout base = Indexes.at0(layout, dim, src.shape());
    int stride = layout.stride(dim);
    eachRange(
        src.shape(),
        dim,
        (from, to) -> {
          StridedRuns runs = new StridedRuns(base);
          runs.seek(from);
          for (int i = from; i < to; ) {
            int end = Chunks.end(i, runs.remaining(), to);
            int step = runs.stride();
            int o = runs.offset();
            runs.advance(end - i);
            for (; i < end; i++, o += step) {
              if (at[i] >= 0) {
                int place = o + at[i] * stride;
                sum[place] = IntegerRange.exactSum(operation, sum[place], x[i]);
              }
            }
          }
        });
  }

  /// Calls `body` for all indices. A task has all positions of `dim` for its part of the other dimensions, in order.
  private static void eachRange(Shape ids, int dim, Range body) {
    int count = ids.arrayLength();
    if (count == 0) {
      return;
    }
    int inner = product(ids, dim + 1, ids.rank());
    int along = ids.dim(dim);
    int outer = product(ids, 0, dim);
    long nanos = (long) (count * NANOS_PER_PLACE);
    int piece = ElementwiseLoops.BLOCK;
    if (inner >= 2 * piece) {
      int pieces = Math.ceilDiv(inner, piece);
      Parallel.run(
          outer * pieces,
          nanos,
          task -> {
            int first = task % pieces * piece;
            int n = Math.min(piece, inner - first);
            for (int k = 0; k < along; k++) {
              int from = (task / pieces * along + k) * inner + first;
              body.run(from, from + n);
            }
          });
    } else {
      int group = Math.max(1, Chunks.SIZE / (along * inner));
      Parallel.run(
          Math.ceilDiv(outer, group),
          nanos,
          task -> {
            int end = Chunks.end(task * group, group, outer);
            body.run(task * group * along * inner, end * along * inner);
          });
    }
  }

  /// `x` with rows of `src` added at positions `ids` of dimension `dim`.
  static CpuStorage indexAdd(int dim, Operand x, Operand ids, Operand src) {
    int[] rows = Indexes.read("index-add", ids, x.shape().dim(dim));
    RowParts parts = RowParts.of(dim, x.shape(), rows);
    return switch (Arithmetic.of(x.dtype())) {
      case FLOAT -> {
        float[] sum = Dense.ownFloats(x);
        float[] add = Dense.floats(src);
        parts.each((o, first, n) -> parts.add(add, sum, o, first, n));
        yield Dense.of(sum, x.dtype());
      }
      case DOUBLE -> {
        double[] sum = Dense.ownDoubles(x);
        double[] add = Dense.doubles(src);
        parts.each((o, first, n) -> parts.add(add, sum, o, first, n));
        yield Dense.of(sum, x.dtype());
      }
      case LONG -> {
        long[] sum = Dense.ownLongs(x);
        long[] add = Dense.longs(src);
        parts.each((o, first, n) -> parts.add(add, sum, o, first, n));
        yield IntegerRange.checked("index-add", "the sum", sum, x.dtype());
      }
    };
  }

  /// Rows of `width` elements that are added to rows `rows[i]` of `outer` matrices of `size` rows.
  private record RowParts(int[] rows, int outer, int size, int width) {
    /// Elements `first .. first+n` of all rows of one matrix.
    private interface Part {
      void add(int matrix, int first, int n);
    }

    static RowParts of(int dim, Shape x, int... rows) {
      return new RowParts(rows, product(x, 0, dim), x.dim(dim), product(x, dim + 1, x.rank()));
    }

    /// Calls `body` for all parts; the parts of one task are those of a few matrices, or one of a single one.
    void each(Part body) {
      int elements = rows.length * width;
      if (elements == 0) {
        return;
      }
      int piece = Math.max(NARROWEST, Math.ceilDiv(width, MOST_PIECES));
      int pieces = Math.ceilDiv(width, piece);
      int group = Math.max(1, Chunks.SIZE / elements);
      int groups = Math.ceilDiv(outer, group);
      Parallel.run(
          groups * pieces,
          (long) ((double) outer * elements * NANOS_PER_ADDITION),
          task -> {
            int first = task % pieces * piece;
            int end = Chunks.end(task / pieces * group, group, outer);
            for (int o = task / pieces * group; o < end; o++) {
              body.add(o, first, Math.min(piece, width - first));
            }
          });
    }

    private void add(float[] x, float[] sum, int matrix, int first, int n) {
      RowKernels kernel = Kernels.active().rows();
      for (int i = 0; i < rows.length; i++) {
        if (rows[i] != Indexes.NONE) {
          int from = (matrix * rows.length + i) * width + first;
          kernel.accumulate(x, from, sum, (matrix * size + rows[i]) * width + first, n);
        }
      }
    }

    private void add(double[] x, double[] sum, int matrix, int first, int n) {
      for (int i = 0; i < rows.length; i++) {
        if (rows[i] != Indexes.NONE) {
          int from = (matrix * rows.length + i) * width + first;
          int to = (matrix * size + rows[i]) * width + first;
          for (int j = 0; j < n; j++) {
            sum[to + j] += x[from + j];
          }
        }
      }
    }

    private void add(long[] x, long[] sum, int matrix, int first, int n) {
      for (int i = 0; i < rows.length; i++) {
        if (rows[i] != Indexes.NONE) {
          int from = (matrix * rows.length + i) * width + first;
          int to = (matrix * size + rows[i]) * width + first;
          for (int j = 0; j < n; j++) {
            sum[to + j] = IntegerRange.exactSum("index-add", sum[to + j], x[from + j]);
          }
        }
      }
    }
  }

  private static int product(Shape shape, int from, int to) {
    int count = 1;
    for (int d = from; d < to; d++) {
      count *= shape.dim(d);
    }
    return count;
  }
}
