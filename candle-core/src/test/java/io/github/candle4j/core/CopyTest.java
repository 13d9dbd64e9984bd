package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Copies between layouts of every kind: each element is looked up by its indices in the array behind the tensor.
class CopyTest {
  private static final DType[] DTYPES = {
    DType.U8, DType.I16, DType.U32, DType.I64, DType.F32, DType.F64
  };

  @Test
  void permutedTensorsOfEverySizeOfElement() {
    int[][] shapes = {
      {3, 5}, {33, 64}, {70, 40}, {2, 37, 5, 41}, {4, 33, 35}, {64, 4, 4}, {1, 40, 1, 50}
    };
    Random random = new Random(11);
    for (int[] dims : shapes) {
      for (DType dtype : DTYPES) {
        Tensor x = Tensor.arange(0L, Shape.of(dims).elemCount(), Device.CPU).toDtype(dtype);
        int[] order = order(dims.length, random);
        check(x.reshape(dims).permute(order));
      }
    }
  }

  @Test
  void partsAndRepetitionsOfTransposedTensors() {
    Tensor x = Tensor.arange(0L, 60L * 50, Device.CPU).reshape(60, 50);
    check(x.t().narrow(0, 3, 40).narrow(1, 7, 50));
    check(x.narrow(1, 1, 48).t());
    check(x.t().unsqueeze(1).broadcastAs(50, 3, 60));
    check(x.t().reshape(50, 60, 1).broadcastAs(50, 60, 5));
    check(x.t().narrow(0, 0, 0));
  }

  @Test
  void intoAPartOfALargerTensor() {
    Tensor x = Tensor.arange(0L, 40L * 50, Device.CPU).reshape(40, 50);
    Tensor joined = Tensor.cat(1, x.t(), x.t().mul(-1), x.reshape(50, 40));
    check(joined);
    assertThat(joined.narrow(1, 40, 40).add(x.t()).abs().sumAll().toScalarI64()).isZero();
    assertThat(joined.narrow(1, 80, 40).sub(x.reshape(50, 40)).abs().sumAll().toScalarI64())
        .isZero();
    assertThat(x.t().padWithZeros(1, 3, 4).narrow(1, 3, 40).sub(x.t()).abs().sumAll().toScalarI64())
        .isZero();
  }

  private static void check(Tensor x) {
    long[] copied = x.copy().flattenAll().toDtype(DType.I64).toVec1I64();
    long[] array = whole(x);
    int[] dims = x.dims();
    int[] stride = x.stride();
    for (int i = 0; i < copied.length; i++) {
      int place = x.layout().startOffset();
      int rest = i;
      for (int d = dims.length - 1; d >= 0; d--) {
        place += rest % dims[d] * stride[d];
        rest /= dims[d];
      }
      assertThat(copied[i]).as("element %d of %s", i, x.shape()).isEqualTo(array[place]);
    }
  }

  private static long[] whole(Tensor x) {
    return switch (x.array()) {
      case byte[] a -> widened(a.length, i -> a[i] & 0xFF);
      case short[] a -> widened(a.length, i -> a[i]);
      case int[] a -> widened(a.length, i -> a[i]);
      case long[] a -> a;
      case float[] a -> widened(a.length, i -> (long) a[i]);
      case double[] a -> widened(a.length, i -> (long) a[i]);
      default -> throw new AssertionError(x.dtype());
    };
  }

  private static long[] widened(int n, java.util.function.IntToLongFunction element) {
    long[] result = new long[n];
    java.util.Arrays.setAll(result, element);
    return result;
  }

  private static int[] order(int rank, Random random) {
    List<Integer> order = new ArrayList<>();
    for (int d = 0; d < rank; d++) {
      order.add(d);
    }
    Collections.shuffle(order, random);
    return order.stream().mapToInt(Integer::intValue).toArray();
  }
}
