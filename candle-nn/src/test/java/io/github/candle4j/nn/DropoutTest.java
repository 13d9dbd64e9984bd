package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Recompute;
import io.github.candle4j.core.RngState;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import org.junit.jupiter.api.Test;

class DropoutTest {
  private static final Device CPU = Device.CPU;
  private static final Tensor ONES = Tensor.ones(Shape.of(1000), DType.F32, CPU);

  @Test
  void dropsInTrainingOnly() {
    Dropout layer = new Dropout(0.25);
    CPU.setSeed(7);
    RngState start = CPU.rngState();
    assertThat(layer.forwardT(ONES, false)).isSameAs(ONES);
    assertThat(layer.forward(ONES, false)).isSameAs(ONES);
    assertThat(CPU.rngState()).isEqualTo(start);
    float[] y = layer.forward(ONES, true).toVec1F32();
    assertThat(y).containsOnly(0, 1 / 0.75f);
    CPU.setSeed(7);
    assertThat(layer.forwardT(ONES, true).toVec1F32()).isEqualTo(y);
    CPU.setSeed(7);
    assertThat(Ops.dropout(ONES, 0.25).toVec1F32()).isEqualTo(y);
  }

  @Test
  void aModelThatIsRunAgainForItsGradientsDropsTheSame() {
    VarMap vars = new VarMap();
    Linear linear = Linear.linear(8, 8, VarBuilder.fromVarmap(vars, DType.F64, CPU));
    Sequential model = Sequential.seq().add(linear).add(new Dropout(0.5)).add(Activation.TANH);
    Var x = Var.fromTensor(Tensor.randn(0.0, 1.0, Shape.of(4, 8), DType.F64, CPU));
    CPU.setSeed(11);
    Tensor plain = model.forwardT(x, true).sumAll();
    CPU.setSeed(11);
    Tensor again = Recompute.run(xs -> model.forwardT(xs.getFirst(), true), x).sumAll();
    assertThat(again.toScalarF64()).isEqualTo(plain.toScalarF64());
    assertThat(again.backward().get(x).orElseThrow().toVec2F64())
        .isEqualTo(plain.backward().get(x).orElseThrow().toVec2F64());
  }

  @Test
  void probabilitiesOutsideTheRangeThrow() {
    for (double p : new double[] {-0.5, 1, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> new Dropout(p))
          .isInstanceOf(CandleException.class)
          .hasMessageStartingWith("dropout probability has to be in [0, 1), got " + p);
      assertThatThrownBy(() -> Ops.dropout(ONES, p)).isInstanceOf(CandleException.class);
    }
    assertThat(new Dropout(0.5)).hasToString("Dropout(0.5)");
  }
}
