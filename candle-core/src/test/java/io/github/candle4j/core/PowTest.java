package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Powers where logarithms fail: negative bases and zeros. Expected values are those of PyTorch 2.15.
class PowTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  private final Var a = Var.of(new double[] {-2, -2, -8, 0, 0, 0, 0, 1}, Device.CPU);
  private final Var b = Var.of(new double[] {3, -1, 1.0 / 3, 0, 2, 1, -1, 0}, Device.CPU);

  @Test
  void valuesAndGradientsAtZeroAndBelow() {
    Tensor y = a.pow(b);
    assertThat(y.toVec1F64()).containsExactly(-8, -0.5, NAN, 1, 0, 0, INF, 1);
    GradStore gradients = y.sumAll().backward();
    assertThat(gradients.get(a).orElseThrow().toVec1F64())
        .containsExactly(12, -0.25, NAN, 0, 0, 1, -INF, 0);
    assertThat(gradients.get(b).orElseThrow().toVec1F64())
        .containsExactly(NAN, NAN, NAN, 0, 0, 0, -INF, 0);
  }

  @Test
  void smallFloatsComputeInF32() {
    for (DType dtype : new DType[] {DType.F16, DType.BF16, DType.F32}) {
      Tensor y = Tensor.of(new float[] {-2, 4}, Device.CPU).toDtype(dtype);
      Tensor e = Tensor.of(new float[] {2, 0.5f}, Device.CPU).toDtype(dtype);
      assertThat(y.pow(e).toDtype(DType.F32).toVec1F32()).containsExactly(4, 2);
    }
  }
}
