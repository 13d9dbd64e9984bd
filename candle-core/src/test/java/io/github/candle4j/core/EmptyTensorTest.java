package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmptyTensorTest {
  private static final Device CPU = Device.CPU;

  @Test
  void partOfAnEmptyTensorIsReadAsEmpty() {
    Tensor x = Tensor.zeros(Shape.of(2, 0), DType.F32, CPU);
    assertThat(x.narrow(0, 1, 1).flattenAll().toVec1F32()).isEmpty();
    assertThat(x.narrow(0, 1, 1).toVec2F32()).isEqualTo(new float[1][0]);
  }

  @Test
  void nothingTakenFromTheEndIsEmpty() {
    Tensor x = Tensor.zeros(Shape.of(3, 4), DType.I64, CPU).narrow(0, 3, 0).narrow(1, 2, 2);
    assertThat(x.dims()).containsExactly(0, 2);
    assertThat(x.flattenAll().toVec1I64()).isEmpty();
  }

  /// Kernels keep scratch from call to call: what it held before must not be seen.
  @Test
  void sumsOverNothingAreZero() {
    Tensor x = Tensor.arange(0f, 64f, CPU).reshape(8, 8);
    assertThat(x.t().add(x.t()).i(1).toVec1F32()).startsWith(2);
    assertThat(Tensor.zeros(Shape.of(9, 0, 8), DType.F32, CPU).sum(0, 1).toVec1F32())
        .containsOnly(0);
    Var bias = Var.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, CPU);
    Tensor empty = Tensor.zeros(Shape.of(0, 8), DType.F32, CPU);
    GradStore grads = empty.broadcastAdd(bias).sumAll().backward();
    assertThat(grads.get(bias).orElseThrow().toVec1F32()).containsOnly(0);
  }
}
