package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Products against sums of products in double, for every layout that views can give.
class MatmulTest {
  private static final Device CPU = Device.CPU;

  @Test
  void knownProduct() {
    // [[1, 2], [3, 4]] [[1, 2, 3], [4, 5, 6]]: 1·1 + 2·4 = 9, 1·2 + 2·5 = 12, ...
    Tensor a = Tensor.of(new float[][] {{1, 2}, {3, 4}}, CPU);
    Tensor b = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}, CPU);
    assertThat(a.matmul(b).toVec2F32()).isEqualTo(new float[][] {{9, 12, 15}, {19, 26, 33}});
  }

  @Test
  void everyDtypeAndStride() {
    for (DType dtype : List.of(DType.F32, DType.F64, DType.F16, DType.BF16)) {
      for (int[] size : new int[][] {{1, 1, 1}, {3, 5, 2}, {17, 9, 33}, {1, 40, 19}, {33, 7, 1}}) {
        Tensor a = numbers(dtype, size[0], size[1]);
        Tensor b = numbers(dtype, size[1], size[2]);
        for (Tensor left : layouts(a)) {
          for (Tensor right : layouts(b)) {
            assertProduct(left, right);
          }
        }
      }
    }
  }

  @Test
  void batchesOfAnyRankAndStride() {
    Tensor a = numbers(DType.F32, 2, 3, 2, 4, 5);
    Tensor b = numbers(DType.F32, 2, 3, 2, 5, 3);
    assertProduct(a, b);
    assertProduct(a.transpose(0, 2), b.transpose(0, 2));
    assertProduct(a.t().contiguous().t(), b.narrow(4, 1, 2));
    assertProduct(a, b.get(0).get(0).get(0).broadcastAs(2, 3, 2, 5, 3));
    assertProduct(a.i(0, 0, 0).broadcastAs(2, 3, 2, 4, 5), b);
    assertProduct(a.i(0, 0, 0).broadcastAs(4, 4, 5), b.i(0, 0, 0).broadcastAs(4, 5, 3));
    assertProduct(a.narrow(1, 1, 2), b.narrow(1, 0, 2));
  }

  @Test
  void stackOfVectorsByOneMatrix() {
    Tensor w = numbers(DType.F32, 5, 7);
    Tensor x = numbers(DType.F32, 3, 4, 5);
    assertProduct(x, w.broadcastAs(3, 5, 7));
    assertProduct(x.transpose(0, 1), w.broadcastAs(4, 5, 7));
    assertProduct(x.t().contiguous().t(), w.t().contiguous().t().broadcastAs(3, 5, 7));
  }

  @Test
  void sizesOfZero() {
    Tensor none = numbers(DType.F32, 3, 0).matmul(numbers(DType.F32, 0, 2));
    assertThat(none.toVec2F32()).isEqualTo(new float[3][2]);
    assertThat(numbers(DType.F32, 0, 3).matmul(numbers(DType.F32, 3, 2)).dims())
        .containsExactly(0, 2);
    assertThat(numbers(DType.F64, 2, 0, 3).matmul(numbers(DType.F64, 2, 3, 2)).dims())
        .containsExactly(2, 0, 2);
  }

  private static List<Tensor> layouts(Tensor x) {
    Tensor wide = Tensor.cat(1, x, x.neg());
    return List.of(x, x.t().contiguous().t(), wide.narrow(1, 0, x.dim(1)));
  }

  private static Tensor numbers(DType dtype, int... dims) {
    double[] x = new java.util.Random(7).doubles(Shape.of(dims).arrayLength(), -1, 1).toArray();
    return Tensor.fromVec(x, Shape.of(dims), CPU).toDtype(dtype);
  }

  private static void assertProduct(Tensor a, Tensor b) {
    int batch = Math.toIntExact(a.elemCount() / ((long) a.dim(-2) * a.dim(-1)));
    double[] left = a.flattenAll().toDtype(DType.F64).toVec1F64();
    double[] right = b.flattenAll().toDtype(DType.F64).toVec1F64();
    double[] actual = a.matmul(b).flattenAll().toDtype(DType.F64).toVec1F64();
    int m = a.dim(-2);
    int k = a.dim(-1);
    int n = b.dim(-1);
    // k products of numbers below 1, and the rounding of the result to its dtype.
    double tolerance = k * k * Math.ulp(1f) + k * halfUlp(a.dtype());
    for (int i = 0; i < batch * m * n; i++) {
      int row = i / n;
      int matrix = i / (m * n);
      double sum = 0;
      for (int j = 0; j < k; j++) {
        sum += left[row * k + j] * right[(matrix * k + j) * n + i % n];
      }
      if (!(Math.abs(actual[i] - sum) <= tolerance)) {
        throw new AssertionError("element " + i + ": " + actual[i] + " instead of " + sum);
      }
    }
  }

  private static double halfUlp(DType dtype) {
    return switch (dtype) {
      case F16 -> 0x1p-11;
      case BF16 -> 0x1p-8;
      default -> 0;
    };
  }
}
