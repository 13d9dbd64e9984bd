package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// NaN goes through every choice between numbers, as in PyTorch; comparisons with it are false.
class NanTest {
  private static final Device CPU = Device.CPU;
  private static final double NAN = Double.NaN;
  private static final List<DType> FLOATS =
      List.of(DType.F32, DType.F64, DType.F16, DType.BF16, DType.F8E4M3);

  @Test
  void largestAndSmallestOfRowsLinesAndAll() {
    for (DType dtype : FLOATS) {
      Tensor x = Tensor.of(new double[][] {{1, NAN, 3}, {4, 5, -6}}, CPU).toDtype(dtype);
      assertThat(numbers(x.max(1))).containsExactly(NAN, 5);
      assertThat(numbers(x.min(1))).containsExactly(NAN, -6);
      assertThat(numbers(x.max(0))).containsExactly(4, NAN, 3);
      assertThat(numbers(x.min(0))).containsExactly(1, NAN, -6);
      assertThat(numbers(x.t().contiguous().max(0))).containsExactly(NAN, 5);
      assertThat(numbers(x.maxAll())).containsExactly(NAN);
      assertThat(numbers(x.sumAll())).containsExactly(NAN);
    }
  }

  @Test
  void nanAtAnyPlaceOfALongRowIsFound() {
    for (int n : new int[] {1, 8, 17, 100, 1025}) {
      for (int at : new int[] {0, n / 2, n - 1}) {
        float[] x = new float[n];
        x[at] = Float.NaN;
        Tensor row = Tensor.of(x, CPU);
        assertThat(row.max(0).toScalarF32()).isNaN();
        assertThat(row.min(0).toScalarF32()).isNaN();
        assertThat(row.argmax(0).toScalarU32()).isEqualTo(at);
        assertThat(row.argmin(0).toScalarU32()).isEqualTo(at);
      }
    }
  }

  @Test
  void maximumMinimumReluAndClamp() {
    for (DType dtype : FLOATS) {
      Tensor a = Tensor.of(new double[] {NAN, 1, 2}, CPU).toDtype(dtype);
      Tensor b = Tensor.of(new double[] {1, NAN, 3}, CPU).toDtype(dtype);
      assertThat(numbers(a.maximum(b))).containsExactly(NAN, NAN, 3);
      assertThat(numbers(a.minimum(b))).containsExactly(NAN, NAN, 2);
      assertThat(numbers(a.relu())).containsExactly(NAN, 1, 2);
      assertThat(numbers(a.clamp(0, 1.5))).containsExactly(NAN, 1, 1.5);
      assertThat(numbers(a.sign())).containsExactly(NAN, 1, 1);
    }
  }

  @Test
  void comparisonsWithNanAreFalseButForNe() {
    Tensor a = Tensor.of(new double[] {NAN, NAN, 1}, CPU);
    Tensor b = Tensor.of(new double[] {NAN, 1, NAN}, CPU);
    for (DType dtype : FLOATS) {
      Tensor x = a.toDtype(dtype);
      Tensor y = b.toDtype(dtype);
      for (Tensor flags : List.of(x.eq(y), x.lt(y), x.le(y), x.gt(y), x.ge(y))) {
        assertThat(flags.toVec1U8()).containsExactly(0, 0, 0);
      }
      assertThat(x.ne(y).toVec1U8()).containsExactly(1, 1, 1);
    }
  }

  @Test
  void softmaxOfRowsWithInfinitiesAndNan() {
    double inf = Double.POSITIVE_INFINITY;
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      Tensor x = Tensor.of(new double[][] {{0, -inf}, {1, NAN}, {-1000, 1000}}, CPU).toDtype(dtype);
      assertThat(numbers(Fused.softmax(x, 1))).containsExactly(1, 0, NAN, NAN, 0, 1);
      assertThat(numbers(x.logSumExp(1))).containsExactly(0, NAN, 1000);
    }
  }

  @Test
  void logSumExpOfNothingButMinusInfinity() {
    double inf = Double.POSITIVE_INFINITY;
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      Tensor x = Tensor.of(new double[][] {{-inf, -inf}, {inf, 0}}, CPU).toDtype(dtype);
      assertThat(numbers(x.logSumExp(1))).containsExactly(-inf, inf);
    }
  }

  @Test
  void derivativesAtKinksAreZero() {
    Var x = Var.of(new float[] {0, 2, -2}, CPU);
    assertThat(x.relu().backward().get(x).orElseThrow().toVec1F32()).containsExactly(0, 1, 0);
    assertThat(x.abs().backward().get(x).orElseThrow().toVec1F32()).containsExactly(0, 1, -1);
    Var y = Var.of(new float[] {1, 1, 0}, CPU);
    // The two largest share the gradient.
    assertThat(y.maxAll().backward().get(y).orElseThrow().toVec1F32())
        .containsExactly(0.5f, 0.5f, 0);
  }

  private static double[] numbers(Tensor x) {
    return x.flattenAll().toDtype(DType.F64).toVec1F64();
  }
}
