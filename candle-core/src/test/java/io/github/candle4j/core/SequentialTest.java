package io.github.candle4j.core;

import static io.github.candle4j.core.SameBits.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.op.Op;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Cells of recurrent networks, rotations and causal softmax: values, errors, and the same bits on 1 and on 8 threads.
@Isolated
class SequentialTest {
  private static final Device CPU = Device.CPU;
  private final int threads = Parallel.threads();
  private final Random random = new Random(42);

  @AfterEach
  void restore() {
    SameBits.restore(threads);
  }

  @Test
  void cellsOnAnyNumberOfThreads() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.BF16}) {
      Tensor state = numbers(dtype, 300, 90);
      Tensor four = numbers(dtype, 300, 360);
      Tensor three = numbers(dtype, 300, 270);
      Tensor both = numbers(dtype, 2, 300, 90);
      assertSameBits(() -> Fused.lstmCell(four, state));
      assertSameBits(() -> Fused.gruCell(three, three.mul(2), state));
      assertSameBits(() -> Tensor.apply(new Op.LstmCellGrad(), four, state, both, both));
      assertSameBits(() -> Tensor.apply(new Op.GruCellGrad(), three, three, state, state));
    }
  }

  @Test
  void rotationsAndCausalSoftmaxOnAnyNumberOfThreads() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.F16}) {
      Tensor x = numbers(dtype, 3, 7, 120, 64);
      Tensor angles = numbers(dtype, 3, 150, 32);
      assertSameBits(() -> Fused.rope(x, angles, angles));
      assertSameBits(() -> Fused.ropeI(x, angles, angles));
      assertSameBits(() -> Fused.ropeThd(x.transpose(1, 2), angles, angles));
      assertSameBits(() -> Fused.causalSoftmax(x, -10));
    }
  }

  @Test
  void halfTypesFollowF32() {
    Tensor state = numbers(DType.F32, 3, 5);
    Tensor gates = numbers(DType.F32, 3, 20);
    double[] wide = Fused.lstmCell(gates, state).toDtype(DType.F64).flattenAll().toVec1F64();
    for (DType dtype : new DType[] {DType.F16, DType.BF16}) {
      Tensor narrow = Fused.lstmCell(gates.toDtype(dtype), state.toDtype(dtype));
      assertThat(narrow.dtype()).isEqualTo(dtype);
      // Both operands are rounded, then the result: a few units of BF16 of numbers below 2.
      assertThat(narrow.toDtype(DType.F64).flattenAll().toVec1F64())
          .containsExactly(wide, within(0.03));
    }
  }

  @Test
  void rowsThatSeeNothingAreZero() {
    Tensor x = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}, {7, 7, 7}}, CPU);
    double[][] y = Fused.causalSoftmax(x, -1).toVec2F64();
    assertThat(y[0]).containsExactly(0, 0, 0);
    assertThat(y[1]).containsExactly(1, 0, 0);
    assertThat(y[2]).containsExactly(new double[] {0.5, 0.5, 0}, within(1e-15));
  }

  @Test
  void shapesThatDoNotFitThrow() {
    Tensor h = zeros(2, 3);
    assertThatThrownBy(() -> Fused.lstmCell(zeros(2, 11), h))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "shape mismatch in lstm_cell, lhs: [2, 11], rhs: [2, 3]\n"
                + "a state [batch, hidden] goes with gates [batch, 4 hidden]");
    assertThatThrownBy(() -> Fused.gruCell(zeros(2, 9), zeros(3, 9), h))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("shape mismatch in gru_cell, lhs: [3, 9], rhs: [2, 3]\n");
    assertThatThrownBy(() -> Fused.lstmCell(zeros(2, 12), h.toDtype(DType.F64)))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("dtype mismatch in lstm_cell, lhs: F32, rhs: F64\n");
    assertThatThrownBy(() -> Fused.lstmCell(zeros(2, 12).toDtype(DType.I64), h.toDtype(DType.I64)))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("unsupported dtype I64 for op lstm_cell\n");
  }

  @Test
  void anglesThatDoNotFitThrow() {
    Tensor x = zeros(1, 2, 5, 4);
    assertThatThrownBy(() -> Fused.rope(x, zeros(4, 2), zeros(4, 2)))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "inconsistent last dim size in rope [1, 2, 5, 4] [4, 2] [4, 2]\n"
                + "cos and sin are [positions, half of the last size], with as many positions as x"
                + " at least");
    assertThatThrownBy(() -> Fused.rope(x, zeros(3, 5, 2), zeros(3, 5, 2)))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("inconsistent batch size in rope 1 [3, 5, 2]\n");
    assertThatThrownBy(() -> Fused.ropeI(x, zeros(5), zeros(5)))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("cos/sin has to be 2D or 3D in rope 1 [5]\n");
    assertThatThrownBy(() -> Fused.ropeThd(zeros(2, 3), zeros(5, 2), zeros(5, 2)))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("unexpected rank, expected: 4, got: 2 ([2, 3])\n");
    assertThatThrownBy(() -> Fused.causalSoftmax(zeros(3), 0))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("unexpected rank, expected: 2, got: 1 ([3])\n");
  }

  @Test
  void secondOrderOfTheDerivativeAloneThrows() {
    Var c = Var.zeros(Shape.of(1, 1), DType.F64, CPU);
    Tensor acts = Tensor.zeros(Shape.of(1, 4), DType.F64, CPU);
    Tensor y = Tensor.zeros(Shape.of(2, 1, 1), DType.F64, CPU);
    Tensor slopes = Tensor.apply(new Op.LstmCellGrad(), acts, c, y, y);
    assertThatThrownBy(() -> slopes.sumAll().backward())
        .isInstanceOf(CandleException.class)
        .hasMessage("backward is not supported for lstm_cell_grad");
  }

  private static Tensor zeros(int... dims) {
    return Tensor.zeros(Shape.of(dims), DType.F32, CPU);
  }

  private Tensor numbers(DType dtype, int... dims) {
    Shape shape = Shape.of(dims);
    double[] x = random.doubles(shape.arrayLength(), -2, 2).toArray();
    return Tensor.fromVec(x, shape, CPU).toDtype(dtype);
  }
}
