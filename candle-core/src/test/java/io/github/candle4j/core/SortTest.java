package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Sorts in every dtype against the stable sort of the JDK.
class SortTest {
  private static final Device CPU = Device.CPU;

  /// Row lengths around the ends of the runs that are merged, and beyond the part that is selected.
  private static final int[] LENGTHS = {0, 1, 2, 15, 16, 17, 33, 64, 65, 1000};

  /// Rows with many ties, in the range of every dtype; unsigned ones get no negative numbers.
  private static Tensor rows(DType dtype, int rows, int n) {
    Random random = new Random(n);
    int low = dtype == DType.U8 || dtype == DType.U32 ? 0 : -50;
    double[] x = random.ints((long) rows * n, low, 50).asDoubleStream().toArray();
    return Tensor.fromVec(x, Shape.of(rows, n), CPU).toDtype(dtype);
  }

  private static int[] expected(double[] x, boolean ascending) {
    Comparator<Integer> order = Comparator.comparingDouble(i -> x[i]);
    Integer[] positions = new Integer[x.length];
    Arrays.setAll(positions, i -> i);
    Arrays.sort(positions, ascending ? order : order.reversed());
    return Arrays.stream(positions).mapToInt(Integer::intValue).toArray();
  }

  private static double[] numbers(Tensor x) {
    return x.flattenAll().toDtype(DType.F64).toVec1F64();
  }

  @Test
  void everyDtypeInBothDirections() {
    for (DType dtype : DType.values()) {
      for (int n : LENGTHS) {
        Tensor x = rows(dtype, 3, n);
        for (boolean ascending : new boolean[] {true, false}) {
          SortResult sorted = x.sortLastDim(ascending);
          for (int r = 0; r < 3; r++) {
            double[] row = numbers(x.get(r));
            int[] order = expected(row, ascending);
            assertThat(sorted.indices().get(r).toVec1U32()).as("%s %d", dtype, n).isEqualTo(order);
            assertThat(numbers(sorted.values().get(r)))
                .isEqualTo(Arrays.stream(order).mapToDouble(i -> row[i]).toArray());
          }
        }
      }
    }
  }

  @Test
  void topkIsTheBeginningOfTheSort() {
    for (DType dtype : DType.values()) {
      Tensor x = rows(dtype, 2, 1000);
      for (int k : new int[] {0, 1, 7, 124, 125, 126, 999, 1000}) {
        for (boolean largest : new boolean[] {true, false}) {
          SortResult top = x.topk(k, 1, largest);
          assertThat(top.values().dtype()).isEqualTo(dtype);
          for (int r = 0; r < 2; r++) {
            double[] row = numbers(x.get(r));
            int[] first = Arrays.copyOf(expected(row, !largest), k);
            assertThat(top.indices().get(r).toVec1U32()).as("%s %d", dtype, k).isEqualTo(first);
            assertThat(numbers(top.values().get(r)))
                .isEqualTo(Arrays.stream(first).mapToDouble(i -> row[i]).toArray());
          }
        }
      }
    }
  }

  @Test
  void rowsOfSeveralPieces() {
    // The multiples of a number modulo a prime: each number below the prime comes once.
    int n = 250_007;
    long[] x = new long[n];
    for (int i = 0; i < n; i++) {
      x[i] = i * 104_729L % n;
    }
    Tensor tensor = Tensor.of(x, CPU);
    for (DType dtype : new DType[] {DType.F32, DType.I32, DType.F64, DType.I64}) {
      SortResult sorted = tensor.toDtype(dtype).sortLastDim(true);
      int[] order = sorted.indices().toVec1U32();
      long[] values = sorted.values().toDtype(DType.I64).toVec1I64();
      long[] counting = Tensor.arange(0L, n, CPU).toVec1I64();
      assertThat(values).isEqualTo(counting);
      assertThat(Arrays.stream(order).mapToLong(i -> x[i]).toArray()).isEqualTo(counting);
    }
  }

  @Test
  void extremesOfIntegers() {
    Tensor i64 = Tensor.of(new long[] {0, Long.MAX_VALUE, -1, Long.MIN_VALUE}, CPU);
    assertThat(i64.argSortLastDim(true).toVec1U32()).containsExactly(3, 2, 0, 1);
    assertThat(i64.argSortLastDim(false).toVec1U32()).containsExactly(1, 0, 2, 3);
    Tensor u32 = Tensor.of(new int[] {5, -1, 0, Integer.MIN_VALUE}, DType.U32, CPU);
    assertThat(u32.argSortLastDim(true).toVec1U32()).containsExactly(2, 0, 3, 1);
    Tensor i32 = Tensor.of(new int[] {5, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}, DType.I32, CPU);
    assertThat(i32.argSortLastDim(true).toVec1U32()).containsExactly(3, 1, 0, 2);
    Tensor u8 = Tensor.of(new byte[] {1, (byte) 255, 0}, CPU);
    assertThat(u8.argSortLastDim(false).toVec1U32()).containsExactly(1, 0, 2);
  }

  @Test
  void nanIsLastInEveryFloat() {
    Tensor x = Tensor.of(new float[] {Float.NaN, 1, -Float.NaN, 2}, CPU);
    for (DType dtype : DType.values()) {
      if (dtype.isFloat()) {
        assertThat(x.toDtype(dtype).argSortLastDim(true).toVec1U32()).containsExactly(1, 3, 0, 2);
        assertThat(x.toDtype(dtype).argSortLastDim(false).toVec1U32()).containsExactly(3, 1, 0, 2);
        assertThat(x.toDtype(dtype).median(0).indices().toScalarU32()).isEqualTo(0);
      }
    }
  }

  @Test
  void anyDimensionAndAnyStrides() {
    Tensor x = rows(DType.F32, 6, 35).reshape(6, 5, 7);
    for (int dim = 0; dim < 3; dim++) {
      Tensor view = x.narrow(1, 1, 4).permute(2, 0, 1);
      SortResult sorted = view.sort(dim, true);
      SortResult plain = view.transpose(dim, 2).contiguous().sortLastDim(true);
      assertThat(numbers(sorted.values().transpose(dim, 2))).isEqualTo(numbers(plain.values()));
      assertThat(numbers(sorted.indices().transpose(dim, 2))).isEqualTo(numbers(plain.indices()));
      assertThat(numbers(view.argsort(dim, true))).isEqualTo(numbers(sorted.indices()));
      Tensor middle = sorted.values().narrow(dim, (view.dim(dim) - 1) / 2, 1).squeeze(dim);
      assertThat(numbers(view.median(dim).values())).isEqualTo(numbers(middle));
    }
    Tensor same = Tensor.of(3f, CPU).broadcastAs(2, 4);
    assertThat(same.argSortLastDim(false).toVec2U32())
        .isEqualTo(new int[][] {{0, 1, 2, 3}, {0, 1, 2, 3}});
  }

  @Test
  void scalarsAndCountsOutOfRangeAreRefused() {
    Errors.of(() -> Tensor.of(1f, CPU).argSortLastDim(true))
        .is(Kind.SHAPE, "arg_sort_last_dim")
        .says(
            "empty last-dim in arg-sort",
            "a scalar has no dimension to sort along; flattenAll() gives it one");
    Errors.of(() -> Tensor.of(1f, CPU).sortLastDim(true)).is(Kind.SHAPE, "arg_sort_last_dim");
    Tensor x = Tensor.zeros(Shape.of(2, 3), DType.F32, CPU);
    Errors.of(() -> x.topk(4))
        .is(Kind.ARGUMENT, "topk")
        .says("topk: k 4 is out of range for a dimension of size 3", "k is 0 to 3");
    Errors.of(() -> x.topk(-1, 0, true)).is(Kind.ARGUMENT, "topk");
    Errors.of(() -> x.sort(2, true))
        .is(Kind.SHAPE, "sort")
        .says(
            "sort: dimension index 2 out of range for shape [2, 3]",
            "dimensions go from 0 to 1, or from -1 (the last) to -2");
    Errors.of(() -> x.argsort(-3, true)).is(Kind.SHAPE, "argsort");
    Errors.of(() -> x.topk(1, 2, true)).is(Kind.SHAPE, "topk");
    Errors.of(() -> x.median(2)).is(Kind.SHAPE, "median");
  }
}
