package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.cpu.SortKernels;

/// The order of the elements of each row, the last dimension; rows are shared among threads.
final class Sorts {
  /// A comparison with its share of moves, measured on rows of 1,000 to 1,000,000 elements.
  private static final double NANOS_PER_COMPARISON = 3;

  private Sorts() {}

  /// The positions of the first `count` elements of each row in ascending or descending order.
  static CpuStorage argSort(boolean ascending, int count, Operand x) {
    Shape shape = x.shape();
    int n = shape.dim(-1);
    int rows = n == 0 ? 0 : x.count() / n;
    int[] result = new int[rows * count];
    int perTask = Math.max(1, Chunks.SIZE / Math.max(1, n));
    Parallel.run(
        Math.ceilDiv(rows, perTask),
        (long) (x.count() * NANOS_PER_COMPARISON * (1 + Math.log(Math.max(1, n)))),
        task -> {
          Row row = new Row(x, n, ascending);
          row.runs.seek(task * perTask * n);
          int end = Chunks.end(task * perTask, perTask, rows);
          for (int i = task * perTask; i < end; i++) {
            row.order(result, i * count, count);
          }
        });
    return new CpuStorage.U32(result);
  }

  /// What one task needs for its rows.
  private static final class Row {
    private final CpuStorage data;
    private final StridedRuns runs;
    private final boolean ascending;
    private final int n;
    private final Blocks blocks = Blocks.ofThread();
    private final float[] floats;
    private final double[] doubles;
    private final long[] longs;
    private final long[] wide;
    private final int[] narrow;
    private final int[] others;

    Row(Operand x, int n, boolean ascending) {
      this.data = x.data();
      this.runs = new StridedRuns(x.layout());
      this.ascending = ascending;
      this.n = n;
      Arithmetic arithmetic = Arithmetic.of(x.dtype());
      boolean is64 = x.dtype() == DType.F64 || x.dtype() == DType.I64;
      floats = blocks.floats(0, arithmetic == Arithmetic.FLOAT ? n : 0);
      doubles = blocks.doubles(0, arithmetic == Arithmetic.DOUBLE ? n : 0);
      longs = blocks.longs(0, arithmetic == Arithmetic.LONG ? n : 0);
      wide = blocks.longs(1, n);
      narrow = blocks.ints(0, n);
      others = blocks.ints(1, is64 ? n : 0);
    }

    /// The order of the next row.
    void order(int[] result, int at, int count) {
      switch (data.dtype()) {
        case F32, F16, BF16, F8E4M3 -> {
          ElementwiseLoops.readFloats(data, runs, floats, n);
          SortKernels.keys(floats, n, ascending, narrow);
          SortKernels.order(narrow, n, wide, result, at, count);
        }
        case F64 -> {
          ElementwiseLoops.readDoubles(data, runs, doubles, n);
          SortKernels.keys(doubles, n, ascending, wide);
          SortKernels.order(wide, n, narrow, others, result, at, count);
        }
        case U8, U32, I16, I32 -> {
          ElementwiseLoops.readLongs(data, runs, longs, n);
          long bias = data.dtype() == DType.U32 ? Integer.MIN_VALUE : 0;
          SortKernels.keys(longs, n, ascending, bias, narrow);
          SortKernels.order(narrow, n, wide, result, at, count);
        }
        case I64 -> {
          ElementwiseLoops.readLongs(data, runs, longs, n);
          SortKernels.keys(longs, n, ascending, wide);
          SortKernels.order(wide, n, narrow, others, result, at, count);
        }
      }
    }
  }
}
