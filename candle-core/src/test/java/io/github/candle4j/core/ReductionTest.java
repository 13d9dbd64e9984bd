package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReductionTest {
  private static final Device CPU = Device.CPU;

  /// Element `[a][b][c]` is `100 a + 10 b + c`, for sizes 2, 3 and 4.
  private static Tensor digits(DType dtype) {
    float[][][] x = new float[2][3][4];
    for (int a = 0; a < 2; a++) {
      for (int b = 0; b < 3; b++) {
        for (int c = 0; c < 4; c++) {
          x[a][b][c] = 100 * a + 10 * b + c;
        }
      }
    }
    return Tensor.of(x, CPU).toDtype(dtype);
  }

  @Test
  void sumsOverEveryChoiceOfDimensions() {
    for (DType dtype : List.of(DType.F32, DType.F64, DType.I64, DType.I32)) {
      Tensor x = digits(dtype);
      // Sums of a, b, c are 1, 3, 6: each factor times the number of the other elements.
      assertThat(numbers(x.sumAll())).containsExactly(100 * 12 + 10 * 24 + 36);
      assertThat(numbers(x.sum(0))).startsWith(100, 102, 104, 106, 120);
      assertThat(numbers(x.sum(1))).startsWith(30, 33, 36, 39, 330);
      assertThat(numbers(x.sum(2))).containsExactly(6, 46, 86, 406, 446, 486);
      assertThat(numbers(x.sum(0, 2))).containsExactly(412, 492, 572);
      assertThat(numbers(x.sum(-1, 0))).containsExactly(412, 492, 572);
      assertThat(numbers(x.sum(1, 2))).containsExactly(138, 1338);
      assertThat(numbers(x.sum(0, 1, 2))).containsExactly(1476);
      assertThat(x.sumKeepdim(0, 2).dims()).containsExactly(1, 3, 1);
    }
  }

  @Test
  void stridedTensorsGiveTheSame() {
    for (DType dtype : List.of(DType.F32, DType.F64, DType.F16, DType.I64)) {
      Tensor x = digits(dtype);
      Tensor turned = x.permute(2, 0, 1);
      assertThat(numbers(turned.max(0))).isEqualTo(numbers(x.max(2)));
      assertThat(numbers(turned.sum(0, 2))).isEqualTo(numbers(x.sum(1, 2)));
      assertThat(numbers(turned.min(-1))).isEqualTo(numbers(x.min(1).t()));
      Tensor part = x.narrow(2, 1, 2).narrow(1, 1, 2);
      assertThat(numbers(part.sum(1))).containsExactly(32, 34, 232, 234);
      assertThat(numbers(part.max(2))).containsExactly(12, 22, 112, 122);
    }
  }

  @Test
  void repeatedElementsAreCountedEachTime() {
    Tensor x = Tensor.of(new float[][] {{1}, {2}}, CPU).broadcastAs(2, 5);
    assertThat(x.sum(1).toVec1F32()).containsExactly(5, 10);
    assertThat(x.max(1).toVec1F32()).containsExactly(1, 2);
    assertThat(x.sum(0).toVec1F32()).containsExactly(3, 3, 3, 3, 3);
    assertThat(Tensor.of(7f, CPU).broadcastAs(1, 3).max(0).toVec1F32()).containsExactly(7, 7, 7);
  }

  @Test
  void emptyTensorsHaveASumButNoLargestElement() {
    Tensor x = Tensor.zeros(Shape.of(2, 0, 3), DType.F32, CPU);
    assertThat(x.sum(1).toVec2F32()).isEqualTo(new float[2][3]);
    assertThat(x.sumAll().toScalarF32()).isZero();
    assertThat(x.meanAll().toScalarF32()).isNaN();
    assertThat(x.max(0).dims()).containsExactly(0, 3);
    assertThat(x.sum(0).dims()).containsExactly(0, 3);
    assertThat(x.argmax(2).dims()).containsExactly(2, 0);
    Errors.of(() -> x.max(1))
        .is(Kind.SHAPE, "reduce")
        .says("empty tensor for reduce", "max has nothing to choose from in shape [2, 0, 3]");
    Errors.of(() -> x.argmin(1))
        .is(Kind.SHAPE, "reduce")
        .says("empty tensor for reduce", "argmin has nothing to choose from in shape [2, 0, 3]");
    Errors.of(x::minAll).is(Kind.SHAPE, "reduce");
  }

  @Test
  void longSumsOfSmallFloatsAreSummedInF32() {
    // Summed in F16 itself, ones would stop at 2048, where 1 is less than half a unit.
    for (DType dtype : List.of(DType.F16, DType.BF16)) {
      Tensor x = Tensor.ones(Shape.of(4096), dtype, CPU);
      assertThat(numbers(x.sumAll())).containsExactly(4096);
      assertThat(numbers(x.meanAll())).containsExactly(1);
    }
  }

  @Test
  void longSumsOfF32StayAccurate() {
    int n = 1_000_003;
    Tensor x = Tensor.full(0.1f, Shape.of(n), CPU);
    double exact = n * (double) 0.1f;
    assertThat((double) x.sumAll().toScalarF32()).isCloseTo(exact, within(exact * 1e-6));
    Tensor columns = Tensor.full(0.1f, Shape.of(100_000, 9), CPU);
    double exactColumn = 100_000 * (double) 0.1f;
    for (float sum : columns.sum(0).toVec1F32()) {
      assertThat((double) sum).isCloseTo(exactColumn, within(exactColumn * 1e-6));
    }
  }

  @Test
  void varianceLogSumExpAndNorm() {
    // Candle 0.11.1 gives these for the same numbers.
    Tensor m = Tensor.of(new float[][] {{1, 5, 2}, {4, 4, 9}}, CPU);
    assertThat(m.var(0).toVec1F32()).containsExactly(4.5f, 0.5f, 24.5f);
    assertThat(m.var(1).toVec1F32()).containsExactly(4.3333335f, 8.333333f);
    assertThat(m.logSumExp(1).toVec1F32())
        .containsExactly(new float[] {5.065884f, 9.013386f}, within(1e-6f));
    assertThat(m.norm().toScalarF32()).isCloseTo(11.958261f, within(1e-6f));
    assertThat(m.narrow(0, 0, 1).var(0).toVec1F32()).containsOnly(Float.NaN);
  }

  @Test
  void dimensionsThatAreNotThereOrNamedTwiceThrow() {
    Tensor x = digits(DType.F32);
    Errors.of(() -> x.sum(3))
        .is(Kind.SHAPE, "sum")
        .says(
            "sum: dimension index 3 out of range for shape [2, 3, 4]",
            "dimensions go from 0 to 2, or from -1 (the last) to -3");
    Errors.of(() -> x.sum(1, -2))
        .is(Kind.SHAPE, "sum")
        .says("sum: duplicate dim index [1, -2] for shape [2, 3, 4]");
    Errors.of(() -> Tensor.of(1f, CPU).max(0))
        .is(Kind.SHAPE, "max")
        .says("max: dimension index 0 out of range for shape []", "a scalar has no dimensions");
  }

  private static double[] numbers(Tensor x) {
    return x.flattenAll().toDtype(DType.F64).toVec1F64();
  }
}
