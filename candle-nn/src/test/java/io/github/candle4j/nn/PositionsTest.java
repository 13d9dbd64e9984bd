package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import org.junit.jupiter.api.Test;

/// Positions of all kinds, one-hot vectors and draws.
class PositionsTest {
  private static final Device CPU = Device.CPU;

  @Test
  void anglesGrowWithThePosition() {
    RotaryTable.Config config = RotaryTable.Config.of(4, 3).withBase(100).withScaling(2);
    RotaryTable table = RotaryTable.of(config, DType.F64, CPU);
    // p / 2 and p / 2 / √100
    assertThat(table.cos().get(2).toVec1F64())
        .containsExactly(new double[] {Math.cos(1), Math.cos(0.1)}, within(1e-15));
    assertThat(table.sin().get(1).toVec1F64())
        .containsExactly(new double[] {Math.sin(0.5), Math.sin(0.05)}, within(1e-15));
    assertThat(table).hasToString("RotaryTable(3 positions, heads of 4)");
  }

  @Test
  void productsDependOnTheDistanceAlone() {
    RotaryTable table = RotaryTable.of(RotaryTable.Config.of(8, 32), DType.F64, CPU);
    Tensor q = Tensor.randn(0.0, 1.0, Shape.of(1, 1, 1, 8), CPU);
    Tensor k = Tensor.randn(0.0, 1.0, Shape.of(1, 1, 1, 8), CPU);
    double near = table.rope(q, 7).mul(table.rope(k, 3)).sumAll().toScalarF64();
    double far = table.rope(q, 24).mul(table.rope(k, 20)).sumAll().toScalarF64();
    assertThat(far).isCloseTo(near, within(1e-12));
    double pairs = table.ropeI(q, 7).mul(table.ropeI(k, 3)).sumAll().toScalarF64();
    assertThat(table.ropeI(q, 24).mul(table.ropeI(k, 20)).sumAll().toScalarF64())
        .isCloseTo(pairs, within(1e-12));
    assertThat(pairs).isNotCloseTo(near, within(1e-6));
  }

  @Test
  void sinesAndCosinesTakeTurns() {
    SinusoidalPositions positions = SinusoidalPositions.of(5, 3, DType.F64, CPU);
    Tensor zeros = Tensor.zeros(Shape.of(2, 2, 3), DType.F64, CPU);
    double slow = Math.pow(10_000, 2.0 / 3);
    assertThat(positions.forward(zeros, 2).get(1).get(1).toVec1F64())
        .containsExactly(
            new double[] {Math.sin(3), Math.cos(3), Math.sin(3 / slow)}, within(1e-15));
    assertThat(positions).hasToString("SinusoidalPositions(5 of 3)");
  }

  @Test
  void learnedPositionsAreAParameter() {
    VarMap vars = new VarMap();
    LearnedPositions positions =
        LearnedPositions.learnedPositions(5, 3, VarBuilder.fromVarmap(vars, DType.F64, CPU));
    Tensor x = Tensor.ones(Shape.of(2, 2, 3), DType.F64, CPU);
    Tensor expected = positions.weight().narrow(0, 1, 2).add(1);
    assertThat(positions.forward(x, 1).get(1).flattenAll().toVec1F64())
        .isEqualTo(expected.flattenAll().toVec1F64());
    Tensor g = positions.forward(x).sumAll().backward().get(positions.weight()).orElseThrow();
    assertThat(g.sum(1).toVec1F64()).containsExactly(6, 6, 0, 0, 0);
    assertThat(vars.data().keySet()).containsExactly("weight");
    assertThat(positions).hasToString("LearnedPositions(5 of 3)");
  }

  @Test
  void gumbelDrawsByTheProbabilities() {
    CPU.setSeed(7);
    Tensor logits = Tensor.of(new float[] {0, 1, 2}, CPU).broadcastAs(20_000, 3).contiguous();
    for (double temperature : new double[] {1, 0.5}) {
      Tensor p = Ops.softmax(logits.get(0).mul(1 / temperature), 0);
      Tensor ids = Sampling.gumbelSoftmax(logits, temperature, 1);
      for (int k = 0; k < 3; k++) {
        double share = ids.eq((long) k).toDtype(DType.F64).meanAll().toScalarF64();
        // Five standard errors of 20,000 draws, at most 5 √(1/4 / 20000).
        assertThat(share).isCloseTo(p.get(k).toScalarF32(), within(0.018));
      }
    }
    assertThat(Sampling.gumbelSoftmax(logits.get(0), 0, 0).toScalarU32()).isEqualTo(2);
  }

  @Test
  void oneHotOfEveryDtype() {
    Tensor ids = Tensor.of(new int[] {1, 0}, CPU);
    assertThat(Encoding.oneHot(ids, 2, 3.0, -1.0).toVec2F64()[0]).containsExactly(-1, 3);
    assertThat(Encoding.oneHot(ids, 2, 3, 1).toVec2U32()[0]).containsExactly(1, 3);
    assertThat(Encoding.oneHot(ids, 2, 3L, 1L).toVec2I64()[1]).containsExactly(3, 1);
    assertThat(Encoding.oneHot(ids.get(0), 3, 1f, 0f).toVec1F32()).containsExactly(0, 1, 0);
  }

  @Test
  void whatDoesNotFitThrows() {
    Tensor x = Tensor.zeros(Shape.of(2, 4, 3), DType.F32, CPU);
    SinusoidalPositions positions = SinusoidalPositions.of(5, 3, DType.F32, CPU);
    assertThatThrownBy(() -> positions.forward(x, 2))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "positions: 4 positions from 2, the table has 5\n"
                + "make a longer table, or shorter sequences");
    assertThatThrownBy(() -> positions.forward(x.transpose(1, 2)))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("shape mismatch in positions, lhs: [2, 3, 4], rhs: [5, 3]\n");
    assertThatThrownBy(() -> RotaryTable.Config.of(3, 5))
        .isInstanceOf(CandleException.class)
        .hasMessage("rope: size must be even and over 0, got 3");
    assertThatThrownBy(() -> RotaryTable.Config.of(4, 5).withBase(Double.NaN))
        .isInstanceOf(CandleException.class)
        .hasMessage("rope: base must be over 0 and finite, got NaN");
    Tensor ids = Tensor.of(new long[] {0, 3, -2}, CPU);
    assertThatThrownBy(() -> Encoding.oneHot(ids, 3, 1f, 0f))
        .isInstanceOf(CandleException.class)
        .hasMessage("one_hot: index value 3 exceeds depth 3\nindices are 0 to depth - 1");
    assertThatThrownBy(() -> Encoding.oneHot(ids, 4, 1f, 0f))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith(
            "one_hot: invalid negative index value -2, expected a positive index value or -1\n");
    assertThatThrownBy(() -> Encoding.oneHot(x, 4, 1f, 0f))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("one_hot: unsupported data type F32, expected U8, U32, or I64\n");
    assertThatThrownBy(() -> Sampling.gumbelSoftmax(x, Double.NaN, 0))
        .isInstanceOf(CandleException.class)
        .hasMessage("gumbel_softmax: temperature must be finite, got NaN");
  }
}
