package io.github.candle4j.core;

import static io.github.candle4j.core.Numbers.assertIs;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The tests of Candle's matmul_tests.rs. `zero_matmul_device_validation` has no counterpart: it needs a second device.
class CandleMatmulTest {
  private static final Device CPU = Device.CPU;

  @Test
  void matmul() {
    Tensor a = Tensor.of(new float[][] {{1, 2}, {3, 4}}, CPU);
    assertIs(a.matmul(a), Shape.of(2, 2), 7, 10, 15, 22);
    Tensor column = Tensor.of(new float[][] {{1}, {2}}, CPU);
    Tensor row = Tensor.of(new float[][] {{3, 4}}, CPU);
    assertIs(column.matmul(row), Shape.of(2, 2), 3, 4, 6, 8);
    Tensor c = Tensor.arange(0f, 6f, CPU).reshape(2, 3);
    Tensor d = Tensor.arange(2f, 8f, CPU).reshape(3, 2);
    assertIs(c.matmul(d), Shape.of(2, 2), 16, 19, 52, 64);
  }

  /// The second part of Candle's `matmul`: batches, and operands with other strides.
  @Test
  void matmulOfBatches() {
    Tensor a = Tensor.arange(0f, 12f, CPU).reshape(2, 2, 3);
    Tensor b = Tensor.arange(2f, 14f, CPU).reshape(2, 3, 2);
    String expected = "16 19 52 64 214 235 304 334";
    assertIs(a.matmul(b), Shape.of(2, 2, 2), expected);
    Tensor aT = a.t().contiguous().t();
    assertThat(aT.isContiguous()).isFalse();
    assertThat(aT.dims()).isEqualTo(a.dims());
    assertThat(aT.stride()).containsExactly(6, 1, 2);
    Tensor bT = b.t().contiguous().t();
    assertThat(bT.isContiguous()).isFalse();
    assertThat(bT.dims()).isEqualTo(b.dims());
    assertThat(bT.stride()).containsExactly(6, 1, 3);
    assertIs(aT.matmul(b), Shape.of(2, 2, 2), expected);
    assertIs(a.matmul(bT), Shape.of(2, 2, 2), expected);
    assertIs(aT.matmul(bT), Shape.of(2, 2, 2), expected);
  }

  /// Candle skips this on the CPU.
  @Test
  void matmulBf16() {
    Tensor a = Tensor.of(new float[][] {{1, 2}, {3, 4}}, DType.BF16, CPU);
    assertIs(a.matmul(a).toDtype(DType.F32), Shape.of(2, 2), 7, 10, 15, 22);
  }

  @Test
  void broadcastMatmul() {
    Tensor lhs = Tensor.randn(0f, 1f, Shape.of(3, 1, 4, 5), CPU);
    Tensor rhs = Tensor.randn(0f, 1f, Shape.of(6, 5, 2), CPU);
    Tensor out = lhs.broadcastMatmul(rhs);
    assertThat(out.dims()).containsExactly(3, 6, 4, 2);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 6; j++) {
        assertClose(out.i(i, j), lhs.i(i, 0).matmul(rhs.i(j)));
      }
    }
  }

  private static void assertClose(Tensor x, Tensor y) {
    assertThat(x.sub(y).sqr().sumAll().toScalarF32()).isLessThan(1e-6f);
  }

  @Test
  void zeroMatmul() {
    Tensor none = Tensor.zeros(Shape.of(2, 0), DType.F32, CPU);
    Tensor output = none.matmul(Tensor.zeros(Shape.of(0, 3), DType.F32, CPU));
    assertIs(output, Shape.of(2, 3), 0, 0, 0, 0, 0, 0);
    Tensor lhs = Tensor.zeros(Shape.of(2, 3, 4), DType.F32, CPU).transpose(1, 2).narrow(1, 0, 0);
    Tensor rhs = Tensor.zeros(Shape.of(2, 4, 3), DType.F32, CPU).transpose(1, 2).narrow(2, 0, 0);
    assertThat(lhs.isContiguous()).isFalse();
    assertThat(rhs.isContiguous()).isFalse();
    assertThat(lhs.dims()).containsExactly(2, 0, 3);
    assertThat(rhs.dims()).containsExactly(2, 3, 0);
    assertThat(lhs.matmul(rhs).dims()).containsExactly(2, 0, 0);
  }

  @Test
  void zeroMatmulValidation() {
    String shapes = "shape mismatch in matmul";
    assertError(zeros(DType.F32, 0, 2), zeros(DType.F16, 3, 4), shapes);
    assertError(zeros(DType.F32, 2, 3), zeros(DType.F32, 4, 0), shapes);
    assertError(zeros(DType.F32, 0, 2, 3), zeros(DType.F32, 1, 3, 4), shapes);
    assertError(zeros(DType.F32, 0, 2), zeros(DType.F16, 2, 3), "dtype mismatch in matmul");
  }

  private static Tensor zeros(DType dtype, int... dims) {
    return Tensor.zeros(Shape.of(dims), dtype, CPU);
  }

  private static void assertError(Tensor lhs, Tensor rhs, String start) {
    assertThat(Errors.of(() -> lhs.matmul(rhs)).error()).hasMessageStartingWith(start);
  }

  @Test
  void broadcastMatmulRank2Rhs() {
    Tensor rhs = Tensor.randn(0f, 1f, Shape.of(5, 2), CPU);
    for (Tensor lhs :
        List.of(
            Tensor.randn(0f, 1f, Shape.of(3, 4, 5), CPU),
            Tensor.randn(0f, 1f, Shape.of(3, 6, 4, 5), CPU),
            Tensor.randn(0f, 1f, Shape.of(1, 1, 5), CPU),
            Tensor.randn(0f, 1f, Shape.of(3, 5, 4), CPU).transpose(1, 2))) {
      Tensor out = lhs.broadcastMatmul(rhs);
      int[] dims = lhs.dims();
      dims[dims.length - 1] = 2;
      assertThat(out.dims()).isEqualTo(dims);
      int batch = Arrays.stream(dims, 0, dims.length - 2).reduce(1, (x, y) -> x * y);
      Tensor flat = lhs.reshape(batch, dims[dims.length - 2], 5);
      Tensor flatOut = out.reshape(batch, dims[dims.length - 2], 2);
      for (int b = 0; b < batch; b++) {
        assertClose(flatOut.i(b), flat.i(b).matmul(rhs));
      }
    }
  }

  @Test
  void tensorDot() {
    Tensor lhs = Tensor.of(new double[] {1, 2, 3}, CPU);
    Tensor rhs = Tensor.of(new double[] {4, 5, 6}, CPU);
    assertIs(lhs.dot(rhs), Shape.of(), 32);
  }

  @Test
  void tensorMv() {
    Tensor mat = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}}, CPU);
    assertIs(mat.mv(Tensor.of(new double[] {1, 1, 1}, CPU)), Shape.of(2), 6, 15);
  }

  @Test
  void squeezeMm() {
    Tensor a = Tensor.zeros(Shape.of(1, 8, 16), DType.F32, CPU);
    Tensor x = a.i(Index.all(), Index.at(7), Index.all());
    Tensor w = Tensor.zeros(Shape.of(32, 16), DType.F32, CPU).t();
    assertThat(x.matmul(w).dims()).containsExactly(1, 32);
  }

  @Test
  void mmLayout() {
    Tensor a = Tensor.arange(0f, 16f, CPU).reshape(1, 1, 4, 4);
    Tensor b = Tensor.arange(0f, 8f, CPU).reshape(1, 1, 4, 2);
    Tensor other = b.transpose(1, 2).forceContiguous().transpose(1, 2);
    assertThat(a.matmul(b).sub(a.matmul(other)).abs().sumAll().toScalarF32()).isZero();
  }
}
