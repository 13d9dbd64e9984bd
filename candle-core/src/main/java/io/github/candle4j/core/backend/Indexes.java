package io.github.candle4j.core.backend;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Layout;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.cpu.Parallel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Operations that pick elements by index; [Scatters] has those that write.
///
/// As in Candle, the largest U32 and the largest I64 stand for no index: reading gives 0, writing is skipped.
final class Indexes {
  /// What [#read] gives for the index that stands for none.
  static final int NONE = -1;

  /// A read at a random place of a large array, and the row around it.
  private static final double NANOS_PER_ROW = 10;

  private static final double NANOS_PER_ELEMENT = 0.4;

  private Indexes() {}

  /// The indices of any integer dtype, checked against the size of the dimension they point into; to be read only. Those
  /// of a whole tensor of U32 or I32 are in its own array: the largest U32 is [#NONE] there.
  static int[] read(String operation, Operand ids, int size) {
    int count = ids.count();
    int[] own = own(ids);
    int[] result = own == null ? new int[count] : own;
    long[] block = Blocks.ofThread().longs(0, ElementwiseLoops.BLOCK);
    StridedRuns runs = new StridedRuns(ids.layout());
    for (int from = 0, n; from < count; from += n) {
      n = Math.min(ElementwiseLoops.BLOCK, count - from);
      ElementwiseLoops.readLongs(ids.data(), runs, block, n);
      for (int i = 0; i < n; i++) {
        long id = block[i];
        if (id >= 0 && id < size) {
          result[from + i] = (int) id;
        } else if (id == none(ids.dtype()) && !operation.equals("cross_entropy")) {
          result[from + i] = NONE;
        } else {
          throw invalid(operation, id, size, "index number " + (from + i) + " of " + count);
        }
      }
    }
    return result;
  }

  private static int @Nullable [] own(Operand ids) {
    return ids.data().array() instanceof int[] array
            && ids.startsAtZero()
            && array.length == ids.count()
        ? array
        : null;
  }

  private static long none(DType dtype) {
    return switch (dtype) {
      case U32 -> 0xFFFFFFFFL;
      case I64 -> Long.MAX_VALUE;
      case U8, I16, I32, BF16, F16, F32, F64, F8E4M3 -> Long.MIN_VALUE;
    };
  }

  private static CandleException invalid(String operation, long id, int size, String which) {
    return CandleException.withHint(
        CandleException.Kind.INDEX,
        operation,
        operation + " invalid index " + id + " with dim size " + size,
        "it is "
            + which
            + (size == 0 ? "; the dimension is empty" : "; valid ones are 0 to " + (size - 1)));
  }

  /// Positions `ids` of dimension `dim`: whole rows are copied.
  static CpuStorage select(int dim, Operand x, Operand ids) {
    int[] rows = read("index-select", ids, x.shape().dim(dim));
    Layout layout = x.layout();
    Layout outer = dims(layout, 0, dim, layout.startOffset());
    Layout row = dims(layout, dim + 1, x.shape().rank(), 0);
    int width = row.shape().arrayLength();
    int count = outer.shape().arrayLength() * rows.length;
    Shape result = x.shape().with(dim, rows.length);
    CpuStorage out = CpuStorage.zeros(x.dtype(), result.arrayLength());
    int perTask = Math.max(1, Chunks.SIZE / Math.max(1, width));
    int tasks = out.length() == 0 ? 0 : Math.ceilDiv(count, perTask);
    Parallel.run(
        tasks,
        (long) (count * (NANOS_PER_ROW + width * NANOS_PER_ELEMENT)),
        task -> {
          int to = Chunks.end(task * perTask, perTask, count);
          StridedRuns starts = new StridedRuns(outer);
          for (int i = task * perTask; i < to; ) {
            starts.seek(i / rows.length);
            int at = i % rows.length;
            int n = Math.min(rows.length - at, to - i);
            selectRows(x.data(), row, starts.offset(), layout.stride(dim), rows, at, n, out, i);
            i += n;
          }
        });
    return out;
  }

  /// Rows `rows[at .. at+n)` of the matrix of rows that starts at `offset`, as rows `i ..` of `out`.
  private static void selectRows(
      CpuStorage in,
      Layout row,
      int offset,
      int stride,
      int[] rows,
      int at,
      int n,
      CpuStorage out,
      int i) {
    int width = row.shape().arrayLength();
    if (width == 1) {
      Elements.gather(in.array(), offset, 0, stride, rows, at, n, out.array(), i);
      return;
    }
    boolean sideBySide = row.isContiguous();
    // Larger rows may be worth tiles.
    boolean simple = row.shape().rank() < 2 || width < ElementwiseLoops.BLOCK;
    StridedRuns source = new StridedRuns(row);
    StridedRuns target = new StridedRuns(Layout.contiguous(row.shape()));
    for (int k = 0; k < n; k++) {
      if (rows[at + k] != NONE) {
        int from = offset + rows[at + k] * stride;
        int to = (i + k) * width;
        if (sideBySide) {
          System.arraycopy(in.array(), from, out.array(), to, width);
        } else if (simple) {
          source.restart(from, 0);
          target.restart(to, 0);
          Copies.next(in, source, out, target, width);
        } else {
          Layout there = new Layout(row.shape(), row.stride(), from);
          Copies.copy(in, there, out, Layout.contiguousWithOffset(row.shape(), to));
        }
      }
    }
  }

  /// The elements that `ids` names along `dim`.
  static CpuStorage gather(int dim, Operand x, Operand ids) {
    int[] at = read("gather", ids, x.shape().dim(dim));
    CpuStorage out = CpuStorage.zeros(x.dtype(), at.length);
    Layout base = at0(x.layout(), dim, ids.shape());
    int stride = x.layout().stride(dim);
    Parallel.run(
        Math.ceilDiv(at.length, Chunks.SIZE),
        (long) (at.length * 2.0),
        task -> {
          int to = Chunks.end(task * Chunks.SIZE, Chunks.SIZE, at.length);
          StridedRuns runs = new StridedRuns(base);
          runs.seek(task * Chunks.SIZE);
          for (int i = task * Chunks.SIZE; i < to; ) {
            int n = Math.min(runs.remaining(), to - i);
            Elements.gather(
                x.data().array(), runs.offset(), runs.stride(), stride, at, i, n, out.array(), i);
            runs.advance(n);
            i += n;
          }
        });
    return out;
  }

  /// For each index of a tensor of indices along `dim`, the place of the element at position 0 of `dim`.
  static Layout at0(Layout x, int dim, Shape ids) {
    int[] stride = x.stride();
    stride[dim] = 0;
    return new Layout(ids, stride, x.startOffset());
  }

  /// Dimensions `from` to `to - 1` of a layout.
  static Layout dims(Layout x, int from, int to, int offset) {
    int[] sizes = Arrays.copyOfRange(x.dims(), from, to);
    return new Layout(Shape.of(sizes), Arrays.copyOfRange(x.stride(), from, to), offset);
  }
}
