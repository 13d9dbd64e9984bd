package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import org.junit.jupiter.api.Test;

class LinearTest {
  private static final Device CPU = Device.CPU;
  private static final Tensor W = Tensor.of(new float[][] {{1, 2, 3}, {-1, 0, 1}}, CPU);
  private static final Tensor B = Tensor.of(new float[] {10, 20}, CPU);

  @Test
  void agreesWithPyTorch() {
    LayerCheck.check("linear", vb -> Linear.linear(3, 5, vb), Linear::forward);
    LayerCheck.check("linear_no_bias", vb -> Linear.linearNoBias(3, 5, vb), Linear::forward);
  }

  @Test
  void everyRankOfInput() {
    // [1, 1, 2] gives 1 + 2 + 6 + 10 = 19 and -1 + 2 + 20 = 21.
    Tensor x = Tensor.of(new float[] {1, 1, 2}, CPU);
    Linear layer = new Linear(W, B);
    assertThat(layer.forward(x).toVec1F32()).containsExactly(19, 21);
    assertThat(new Linear(W).forward(x).toVec1F32()).containsExactly(9, 1);
    Tensor two = x.broadcastAs(4, 3);
    assertThat(layer.forward(two).get(3).toVec1F32()).containsExactly(19, 21);
    assertThat(layer.forward(x.broadcastAs(2, 5, 4, 3)).dims()).containsExactly(2, 5, 4, 2);
    assertThat(layer.forward(Tensor.zeros(Shape.of(0, 3), DType.F32, CPU)).dims())
        .containsExactly(0, 2);
    assertThat(layer.forward(Tensor.zeros(Shape.of(2, 0, 3), DType.F32, CPU)).dims())
        .containsExactly(2, 0, 2);
  }

  @Test
  void scalarBiasIsThatOfEveryOutput() {
    Tensor x = Tensor.of(new float[] {1, 1, 2}, CPU);
    assertThat(new Linear(W, Tensor.of(5f, CPU)).forward(x).toVec1F32()).containsExactly(14, 6);
  }

  @Test
  void inputOfAnotherSizeThrows() {
    Tensor x = Tensor.zeros(Shape.of(5, 4), DType.F32, CPU);
    assertThatThrownBy(() -> new Linear(W, B).forward(x))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "shape mismatch in linear, lhs: [5, 4], rhs: [2, 3]\n"
                + "x [.., in] is multiplied by the weight [out, in], so the last sizes must be"
                + " equal");
  }

  @Test
  void parametersAreChecked() {
    assertThatThrownBy(() -> new Linear(B))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "unexpected rank, expected: 2, got: 1 ([2])\n"
                + "unsqueeze(dim) adds a dimension of size 1");
    assertThatThrownBy(() -> new Linear(W, W))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "shape mismatch in linear, lhs: [2, 3], rhs: [2, 3]\n"
                + "a weight [out, in] has a bias [out]");
  }

  @Test
  void factoriesGiveShapesAndBias() {
    VarBuilder vb = VarBuilder.fromVarmap(new VarMap(), DType.F32, CPU);
    Linear layer = Linear.linear(4, 32, vb.pp("a"));
    assertThat(layer.weight().dims()).containsExactly(32, 4);
    assertThat(layer.bias().orElseThrow().dims()).containsExactly(32);
    assertThat(layer).hasToString("Linear(4 -> 32, bias)");
    assertThat(Linear.linearNoBias(4, 32, vb.pp("b"))).hasToString("Linear(4 -> 32)");
    assertThat(Linear.linearB(4, 32, false, vb.pp("c")).bias()).isEmpty();
    // U(-1/√4, 1/√4)
    float[] bias = layer.bias().orElseThrow().toVec1F32();
    for (float b : bias) {
      assertThat(Math.abs(b)).isLessThanOrEqualTo(0.5f);
    }
  }

  @Test
  void sequentialRunsLayersInOrder() {
    Sequential layers =
        Sequential.seq().add(new Linear(W, B)).add(Activation.RELU).addFn(x -> x.mul(2));
    Tensor x = Tensor.of(new float[][] {{-4, -5, -6}}, CPU);
    // -4 - 10 - 18 + 10 = -22 and 4 - 6 + 20 = 18
    assertThat(layers.forward(x).toVec2F32()).isEqualTo(new float[][] {{0, 36}});
    assertThat(layers.forwardAll(x)).hasSize(3);
    assertThat(layers.forwardAll(x).getFirst().toVec2F32()).isEqualTo(new float[][] {{-22, 18}});
    assertThat(layers.len()).isEqualTo(3);
    assertThat(Sequential.seq().isEmpty()).isTrue();
    assertThat(Sequential.seq().forward(x)).isSameAs(x);
    assertThat(Sequential.seq().add(new Linear(W, B)).add(Activation.RELU))
        .hasToString("Sequential(Linear(3 -> 2, bias), RELU)");
  }

  @Test
  void sequentialTellsLayersWhetherTheyTrain() {
    Sequential layers = Sequential.seq().add((xs, train) -> train ? xs.mul(2) : xs);
    Tensor x = Tensor.of(new float[] {3}, CPU);
    assertThat(layers.forwardT(x, true).toVec1F32()).containsExactly(6);
    assertThat(layers.forwardT(x, false).toVec1F32()).containsExactly(3);
    assertThat(layers.forward(x).toVec1F32()).containsExactly(3);
  }
}
