package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A plane fitted to four points, `y = w x + b`; the parameters after some steps are those of Candle 0.11.1
/// (tools/oracles/candle), which has the same numbers in its tests.
class OptimizerTest {
  private static final Device CPU = Device.CPU;
  private static final Tensor XS = Tensor.of(new float[][] {{2, 1}, {7, 4}, {-4, 12}, {5, 8}}, CPU);
  private static final Tensor YS = Tensor.of(new float[][] {{7}, {26}, {0}, {27}}, CPU);

  private final Var w = Var.of(new float[][] {{0, 0}}, CPU);
  private final Var b = Var.of(0f, CPU);

  private Tensor loss() {
    return XS.matmul(w.t()).broadcastAdd(b).sub(YS).sqr().sumAll();
  }

  private void assertAfter(int steps, Optimizer optimizer, float... expected) {
    w.zeroSet();
    b.zeroSet();
    for (int i = 0; i < steps; i++) {
      optimizer.backwardStep(loss());
    }
    float[] actual = {w.i(0, 0).toScalarF32(), w.i(0, 1).toScalarF32(), b.toScalarF32()};
    assertThat(actual).containsExactly(expected, within(1e-4f));
  }

  @Test
  void gradientDescent() {
    assertAfter(1, new SGD(List.of(w, b), 0.004), 2.6480002f, 2.6160002f, 0.48000002f);
    assertAfter(2, new SGD(List.of(w, b), 0.004), 2.8058882f, -0.0388484f, 0.20959997f);
    assertAfter(10, new SGD(List.of(w, b), 0.004), 3.1753802f, 0.77505857f, 0.25192028f);
    assertAfter(100, new SGD(List.of(w, b), 0.004), 3.2837226f, 1.1706257f, -0.34824404f);
  }

  @Test
  void adamW() {
    assertAfter(1, AdamW.newLr(List.of(w, b), 0.1), 0.10000002f, 0.1f, 0.099999994f);
    assertAfter(2, AdamW.newLr(List.of(w, b), 0.1), 0.19978008f, 0.19957995f, 0.19966859f);
    assertAfter(10, AdamW.newLr(List.of(w, b), 0.1), 0.97881806f, 0.9409163f, 0.95944715f);
    assertAfter(100, AdamW.newLr(List.of(w, b), 0.1), 3.0837157f, 0.99693197f, 1.3661624f);
  }

  @Test
  void adamWInOtherDtypesFollowsTheSameWay() {
    // lr 0.5, no decay, one step: m/(1-β₁) = g and √(v/(1-β₂)) = |g|, so p moves by lr against the
    // sign of g.
    ParamsAdamW params = ParamsAdamW.defaults().withLr(0.5).withWeightDecay(0);
    for (DType dtype : List.of(DType.F64, DType.F32, DType.F16, DType.BF16)) {
      Var p = Var.fromTensor(Tensor.of(new float[] {1, -2}, CPU).toDtype(dtype));
      new AdamW(List.of(p), params).backwardStep(p.sqr().sumAll());
      assertThat(p.toDtype(DType.F32).toVec1F32())
          .containsExactly(new float[] {0.5f, -1.5f}, within(0.01f));
    }
  }

  @Test
  void weightDecayShrinksWhatHasAGradientOfZero() {
    Var p = Var.of(new float[] {2}, CPU);
    ParamsAdamW params = ParamsAdamW.defaults().withLr(0.1).withWeightDecay(0.5);
    new AdamW(List.of(p), params).backwardStep(p.mul(0).sumAll());
    // 2 (1 - 0.1 · 0.5)
    assertThat(p.toVec1F32()).containsExactly(new float[] {1.9f}, within(1e-6f));
  }

  @Test
  void variablesWithoutAGradientOrOfIntegersStayAsTheyAre() {
    Var other = Var.of(new float[] {5}, CPU);
    Var ints = Var.fromTensor(Tensor.of(new long[] {3}, CPU));
    for (Optimizer optimizer :
        List.of(new SGD(List.of(w, other, ints), 0.1), AdamW.newLr(List.of(w, other, ints), 0.1))) {
      optimizer.backwardStep(loss());
      assertThat(other.toVec1F32()).containsExactly(5);
      assertThat(ints.toVec1I64()).containsExactly(3);
    }
  }

  @Test
  void learningRateMayBeChanged() {
    Var p = Var.of(new float[] {1}, CPU);
    Optimizer sgd = new SGD(List.of(p), 1);
    sgd.setLearningRate(0.25);
    assertThat(sgd.learningRate()).isEqualTo(0.25);
    sgd.backwardStep(p.mul(2).sumAll());
    assertThat(p.toVec1F32()).containsExactly(0.5f);
    AdamW adamW = AdamW.newLr(List.of(p), 1);
    adamW.setLearningRate(0.5);
    assertThat(adamW.params()).isEqualTo(ParamsAdamW.defaults().withLr(0.5));
  }

  @Test
  void lossUsedBeforeAStepCannotBeUsedAfterIt() {
    SGD sgd = new SGD(List.of(w, b), 0.001);
    Tensor loss = loss();
    sgd.backwardStep(loss);
    assertThatThrownBy(() -> sgd.backwardStep(loss))
        .isInstanceOf(CandleException.class)
        .hasMessageContaining("was changed in place after it was used");
  }

  @Test
  void settingsOutsideTheirRangeThrow() {
    assertThatThrownBy(() -> new SGD(List.of(), -1))
        .isInstanceOf(CandleException.class)
        .hasMessage("sgd: lr must be 0 or more and finite, got -1.0");
    assertThatThrownBy(() -> AdamW.newLr(List.of(), Double.NaN))
        .isInstanceOf(CandleException.class)
        .hasMessage("adamw: lr must be 0 or more and finite, got NaN");
    assertThatThrownBy(() -> ParamsAdamW.defaults().withBeta1(1))
        .isInstanceOf(CandleException.class)
        .hasMessage("adamw: beta1 must be 0 or more and below 1, got 1.0");
  }
}
