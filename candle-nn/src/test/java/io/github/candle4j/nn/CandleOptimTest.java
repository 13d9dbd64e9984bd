package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Candle's candle-nn/tests/optim.rs: a plane through four points, `y = 3 x1 + x2 - 2`. What Candle rounds to four digits is compared so;
/// what it compares bit for bit here is compared to seven digits, since the order of sums is not Candle's.
class CandleOptimTest {
  private static final Device CPU = Device.CPU;
  private static final Tensor XS = Tensor.of(new float[][] {{2, 1}, {7, 4}, {-4, 12}, {5, 8}}, CPU);

  private static Tensor ys() {
    Tensor weight = Tensor.of(new float[][] {{3, 1}}, CPU);
    return new Linear(weight, Tensor.of(-2f, CPU)).forward(XS);
  }

  private static void train(Linear layer, Optimizer optimizer, int steps) {
    Tensor ys = ys();
    for (int i = 0; i < steps; i++) {
      optimizer.backwardStep(layer.forward(XS).sub(ys).sqr().sumAll());
    }
  }

  @Test
  void sgdOptim() {
    Var x = Var.of(0f, CPU);
    SGD sgd = new SGD(List.of(x), 0.1);
    for (int i = 0; i < 100; i++) {
      sgd.backwardStep(x.sub(4.2).mul(x.sub(4.2)));
    }
    assertThat(x.toScalarF32()).isCloseTo(4.199999f, within(1e-6f));
  }

  @Test
  void sgdLinearRegression() {
    Var w = Var.of(new float[][] {{0, 0}}, CPU);
    Var b = Var.of(0f, CPU);
    train(new Linear(w, b), new SGD(List.of(w, b), 0.004), 1000);
    assertThat(w.get(0).toVec1F32())
        .containsExactly(new float[] {2.9983196f, 0.99790204f}, within(3e-6f));
    assertThat(b.toScalarF32()).isCloseTo(-1.9796902f, within(3e-6f));
  }

  @Test
  void adamwLinearRegression() {
    Var w = Var.of(new float[][] {{0, 0}}, CPU);
    Var b = Var.of(0f, CPU);
    Optimizer optimizer = new AdamW(List.of(w, b), ParamsAdamW.defaults().withLr(0.1));
    train(new Linear(w, b), optimizer, 100);
    assertTrained(w, b);
  }

  @Test
  void adamwLinearRegressionVarmap() {
    VarMap varmap = new VarMap();
    Tensor w = varmap.get(Shape.of(1, 2), "w", new Init.Const(0), DType.F32, CPU);
    Tensor b = varmap.get(Shape.of(), "b", new Init.Const(0), DType.F32, CPU);
    Optimizer optimizer = new AdamW(varmap.allVars(), ParamsAdamW.defaults().withLr(0.1));
    Linear layer = new Linear(w, b);
    train(layer, optimizer, 100);
    assertTrained(layer.weight(), layer.bias().orElseThrow());
    varmap.set(Map.of("w", Tensor.zeros(Shape.of(1, 2), DType.F32, CPU)));
    varmap.set(Map.of("b", Tensor.ones(Shape.of(), DType.F32, CPU)));
    assertThat(layer.weight().get(0).toVec1F32()).containsExactly(0, 0);
    assertThat(layer.bias().orElseThrow().toScalarF32()).isEqualTo(1);
  }

  private static void assertTrained(Tensor w, Tensor b) {
    assertThat(w.get(0).toVec1F32())
        .containsExactly(new float[] {2.7257f, 0.7097f}, within(0.5e-4f));
    assertThat(b.toScalarF32()).isCloseTo(0.7873f, within(0.5e-4f));
  }

  @Test
  void anEmptyOptimizerTakesVariablesLater() {
    Var a = Var.of(new float[] {1}, Device.CPU);
    AdamW adamW = AdamW.empty(ParamsAdamW.defaults().withLr(0.5).withWeightDecay(0));
    SGD sgd = SGD.empty(0.25);
    adamW.backwardStep(a.sqr().sumAll());
    sgd.backwardStep(a.sqr().sumAll());
    assertThat(a.toVec1F32()).containsExactly(1);
    sgd.push(a);
    // 1 - 0.25 2
    sgd.backwardStep(a.sqr().sumAll());
    assertThat(a.toVec1F32()).containsExactly(0.5f);
    adamW.push(a);
    // The first step of Adam has the size of the rate.
    adamW.backwardStep(a.sqr().sumAll());
    assertThat(a.toVec1F32()[0]).isCloseTo(0, within(1e-6f));
    assertThat(SGD.fromSlice(List.of(a), 0.1).intoInner()).containsExactly(a);
    assertThat(AdamW.fromSlice(List.of(a), ParamsAdamW.defaults()).learningRate()).isEqualTo(1e-3);
    assertThat(Init.defaults()).isEqualTo(new Init.Const(0));
  }
}
