package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Layout;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.storage.HeapStorage;
import io.github.candle4j.core.storage.MappedStorage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Operands in mapped files. Copies, casts, rows picked by index and products with matrices read them in place, block by
/// block; for every other operation their elements are copied to the heap first.
final class Mapped {
  /// Elements read by one task.
  private static final int CHUNK = 1 << 18;

  /// Elements decoded at a time, so that they stay in the first-level cache.
  private static final int BLOCK = 4096;

  private static final double NANOS_PER_BYTE = 0.15;
  private static final double NANOS_PER_CAST = 0.7;

  private Mapped() {}

  /// The result of an operation that reads its mapped operand in place, null for all others; products are in
  /// [MatrixProducts].
  static @Nullable CpuStorage run(Op op, Operand... xs) {
    if (!(xs[0].storage() instanceof MappedStorage mapped)) {
      return null;
    }
    Layout layout = xs[0].layout();
    if (op instanceof Op.Contiguous && layout.isContiguous()) {
      return packed(mapped, layout);
    }
    if (op instanceof Op.Cast(var to) && layout.isContiguous()) {
      return cast(mapped, xs[0], to);
    }
    // Rows that lie side by side; others are many single reads.
    if (op instanceof Op.IndexSelect(var dim) && row(layout, dim).isContiguous()) {
      return select(dim, mapped, xs[0], onHeap(xs[1]));
    }
    return null;
  }

  /// True for operations that read all mapped operands themselves.
  static boolean isRead(Op op) {
    return op instanceof Op.Matmul || op instanceof Op.Linear;
  }

  /// The operands, all on the heap; the same array if they were.
  static Operand[] onHeap(Operand... xs) {
    for (Operand x : xs) {
      if (x.storage() instanceof MappedStorage) {
        return Arrays.stream(xs).map(Mapped::onHeap).toArray(Operand[]::new);
      }
    }
    return xs;
  }

  /// The operand on the heap. Elements that are seen several times are read once.
  static Operand onHeap(Operand x) {
    if (!(x.storage() instanceof MappedStorage mapped)) {
      return x;
    }
    Layout layout = x.layout();
    int rank = layout.shape().rank();
    int[] dims = layout.dims();
    long extent = 1;
    for (int d = 0; d < rank; d++) {
      dims[d] = layout.stride(d) == 0 ? Math.min(dims[d], 1) : dims[d];
      extent += (dims[d] - 1L) * layout.stride(d);
    }
    Shape distinct = Shape.of(dims);
    int count = distinct.arrayLength();
    if (count > 0 && extent <= 2L * count) {
      // What lies between the elements is less than they are: read it, too, and keep the strides.
      CpuStorage all = CpuStorage.zeros(x.dtype(), (int) extent);
      read(mapped, layout.startOffset(), all);
      return new Operand(new HeapStorage(all), new Layout(layout.shape(), layout.stride(), 0));
    }
    CpuStorage packed = packed(mapped, new Layout(distinct, layout.stride(), layout.startOffset()));
    int[] stride = distinct.strideContiguous();
    for (int d = 0; d < rank; d++) {
      stride[d] = layout.stride(d) == 0 ? 0 : stride[d];
    }
    return new Operand(new HeapStorage(packed), new Layout(layout.shape(), stride, 0));
  }

  /// The elements of a layout side by side.
  private static CpuStorage packed(MappedStorage x, Layout layout) {
    CpuStorage result = CpuStorage.zeros(x.dtype(), layout.shape().arrayLength());
    if (layout.isContiguous()) {
      read(x, layout.startOffset(), result);
    } else {
      read(x, new StridedRuns(layout), result, 0, result.length());
    }
    return result;
  }

  /// Fills `to` from `offset` on.
  private static void read(MappedStorage x, int offset, CpuStorage to) {
    int n = to.length();
    Parallel.run(
        Math.ceilDiv(n, CHUNK),
        (long) (n * (NANOS_PER_BYTE * x.dtype().sizeInBytes())),
        chunk -> {
          int from = chunk * CHUNK;
          x.read(offset + from, to, from, Chunks.end(from, CHUNK, n) - from);
        });
  }

  /// The next `n` elements of a walk, to places `at ..`.
  private static void read(MappedStorage x, StridedRuns runs, CpuStorage to, int at, int n) {
    for (int done = 0; done < n; ) {
      int length = Math.min(n - done, runs.remaining());
      if (runs.stride() == 1) {
        x.read(runs.offset(), to, at + done, length);
      } else {
        for (int i = 0; i < length; i++) {
          x.read(runs.offset() + i * runs.stride(), to, at + done + i, 1);
        }
      }
      runs.advance(length);
      done += length;
    }
  }

  /// The elements of a layout in order as floats, in the first places of `to`.
  static void readFloats(MappedStorage x, Layout layout, float[] to) {
    StridedRuns runs = new StridedRuns(layout);
    int n = layout.shape().arrayLength();
    if (x.dtype() == DType.F32) {
      read(x, runs, new CpuStorage.F32(to), 0, n);
      return;
    }
    CpuStorage block = CpuStorage.zeros(x.dtype(), Math.min(n, BLOCK));
    for (int from = 0, length; from < n; from += length) {
      length = Math.min(BLOCK, n - from);
      read(x, runs, block, 0, length);
      Decode.floats(block, 0, 1, to, from, length);
    }
  }

  private static CpuStorage cast(MappedStorage x, Operand operand, DType to) {
    int start = operand.layout().startOffset();
    int n = operand.count();
    CpuStorage y = CpuStorage.zeros(to, n);
    Arithmetic arithmetic = Arithmetic.ofCast(x.dtype(), to);
    Parallel.run(
        Math.ceilDiv(n, CHUNK),
        (long) (n * NANOS_PER_CAST),
        chunk -> {
          int from = chunk * CHUNK;
          cast(x, start, arithmetic, y, from, Chunks.end(from, CHUNK, n));
        });
    return y;
  }

  private static void cast(
      MappedStorage x, int start, Arithmetic arithmetic, CpuStorage y, int from, int to) {
    int size = Math.min(BLOCK, to - from);
    CpuStorage block = CpuStorage.zeros(x.dtype(), size);
    Object wide =
        switch (arithmetic) {
          case FLOAT -> new float[size];
          case DOUBLE -> new double[size];
          case LONG -> new long[size];
        };
    for (int i = from, n; i < to; i += n) {
      n = Math.min(size, to - i);
      x.read(start + i, block, 0, n);
      switch (arithmetic) {
        case FLOAT -> {
          Decode.floats(block, 0, 1, (float[]) wide, 0, n);
          Encode.floats((float[]) wide, n, y, i);
        }
        case DOUBLE -> {
          Decode.doubles(block, 0, 1, (double[]) wide, 0, n);
          Encode.doubles((double[]) wide, n, y, i);
        }
        case LONG -> {
          Decode.longs(block, 0, 1, (long[]) wide, 0, n);
          Encode.longs((long[]) wide, n, y, i);
        }
      }
    }
  }

  /// The dimensions after `dim`.
  private static Layout row(Layout layout, int dim) {
    return Indexes.dims(layout, dim + 1, layout.shape().rank(), 0);
  }

  private static CpuStorage select(int dim, MappedStorage x, Operand operand, Operand ids) {
    Layout layout = operand.layout();
    int[] rows = Indexes.read("index-select", ids, layout.shape().dim(dim));
    Layout row = row(layout, dim);
    StridedRuns outer = new StridedRuns(Indexes.dims(layout, 0, dim, layout.startOffset()));
    int width = row.shape().arrayLength();
    CpuStorage out =
        CpuStorage.zeros(x.dtype(), layout.shape().with(dim, rows.length).arrayLength());
    StridedRuns elements = new StridedRuns(row);
    for (int at = 0, i = 0; at < out.length(); i++) {
      outer.seek(i);
      for (int r : rows) {
        if (r != Indexes.NONE) {
          elements.restart(outer.offset() + r * layout.stride(dim), 0);
          read(x, elements, out, at, width);
        }
        at += width;
      }
    }
    return out;
  }
}
