package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Numbers that Candle 0.11.1 gives for the same input (tools/oracles/candle).
class LossTest {
  private static final Device CPU = Device.CPU;
  private static final Offset<Float> NEAR = within(2e-6f);
  private static final Tensor X =
      Tensor.of(new float[][] {{1.1050f, 0.3013f, -1.5394f}, {-2.1528f, -0.8634f, 0.5730f}}, CPU);
  private static final Tensor TARGET = Tensor.of(new int[] {1, 2}, CPU);

  @Test
  void nllOfLogSoftmaxIsCrossEntropy() {
    assertThat(Loss.nll(Ops.logSoftmax(X, 1), TARGET).toScalarF32()).isCloseTo(0.7432237f, NEAR);
    assertThat(Loss.crossEntropy(X, TARGET).toScalarF32()).isCloseTo(0.7432237f, NEAR);
  }

  @Test
  void classIdsMayHaveAnyIntegerDtype() {
    for (DType dtype : DType.values()) {
      if (dtype.isInt()) {
        Tensor ids = TARGET.toDtype(dtype);
        assertThat(Loss.crossEntropy(X, ids).toScalarF32()).isCloseTo(0.7432237f, NEAR);
        assertThat(Loss.nll(Ops.logSoftmax(X, 1), ids).toScalarF32()).isCloseTo(0.7432237f, NEAR);
      }
    }
  }

  @Test
  void mse() {
    Tensor y = Tensor.of(new float[][] {{0.2f, -0.5f, 1.5f}, {0.7f, -1.25f, 0}}, CPU);
    assertThat(Loss.mse(X, y).toScalarF32()).isCloseTo(3.2192197f, NEAR);
  }

  @Test
  void crossEntropyOfLargeLogitsDoesNotOverflow() {
    Tensor x = Tensor.of(new float[][] {{1000, -1000}, {-1000, 1000}}, CPU);
    assertThat(Loss.crossEntropy(x, Tensor.of(new int[] {0, 1}, CPU)).toScalarF32()).isZero();
    assertThat(Loss.crossEntropy(x, Tensor.of(new int[] {1, 1}, CPU)).toScalarF32())
        .isEqualTo(1000);
  }

  @Test
  void softmaxAlongBothDimensions() {
    assertRows(
        Ops.softmax(X, 0),
        new float[] {0.96295244f, 0.7621857f, 0.10789743f},
        new float[] {0.037047613f, 0.23781432f, 0.89210254f});
    assertRows(
        Ops.softmax(X, 1),
        new float[] {0.6584503f, 0.29476812f, 0.04678155f},
        new float[] {0.050253194f, 0.18244964f, 0.76729715f});
    assertRows(
        Ops.logSoftmax(X, 1),
        new float[] {-0.41786626f, -1.2215663f, -3.0622663f},
        new float[] {-2.9906812f, -1.7012811f, -0.26488113f});
  }

  @Test
  void functionsOfOps() {
    assertRows(
        Ops.sigmoid(X),
        new float[] {0.7511958f, 0.57476026f, 0.17662251f},
        new float[] {0.10406985f, 0.2966295f, 0.63945514f});
    assertRows(
        Ops.hardSigmoid(X),
        new float[] {0.68416667f, 0.5502167f, 0.24343334f},
        new float[] {0.14119999f, 0.35610002f, 0.5955f});
    assertRows(
        Ops.mish(X),
        new float[] {0.97616833f, 0.20901951f, -0.29545742f},
        new float[] {-0.2356296f, -0.2918587f, 0.44116595f});
    assertRows(
        Ops.leakyRelu(X, 0.1),
        new float[] {1.105f, 0.3013f, -0.15394f},
        new float[] {-0.21528001f, -0.08634f, 0.573f});
    Tensor swiglu = Ops.swiglu(X.t());
    assertThat(swiglu.flattenAll().toVec1F32())
        .containsExactly(new float[] {-1.7869778f, -0.14951953f, -0.15579452f}, NEAR);
  }

  @Test
  void mishOfLargeNumbersIsFinite() {
    Tensor x = Tensor.of(new float[] {100, -100, 0}, CPU);
    assertThat(Ops.mish(x).toVec1F32()).containsExactly(new float[] {100, 0, 0}, within(1e-6f));
  }

  @Test
  void wrongShapesThrow() {
    assertThatThrownBy(() -> Loss.nll(X, Tensor.of(new int[] {1}, CPU)))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "shape mismatch in nll, lhs: [2, 3], rhs: [1]\n"
                + "log-probabilities [n, classes] want a target [n] of class ids");
    assertThatThrownBy(() -> Loss.nll(X.get(0), TARGET))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "unexpected rank, expected: 2, got: 1 ([3])\n"
                + "unsqueeze(dim) adds a dimension of size 1");
    assertThatThrownBy(() -> Loss.mse(X, X.t()))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("shape mismatch in mse, lhs: [2, 3], rhs: [3, 2]");
  }

  @Test
  void swigluWantsTwoHalves() {
    for (int odd : new int[] {1, 3}) {
      Tensor x = Tensor.zeros(Shape.of(2, odd), DType.F32, CPU);
      assertThatThrownBy(() -> Ops.swiglu(x))
          .isInstanceOf(CandleException.class)
          .hasMessage(
              "swiglu halves the last dimension, whose size must be even, got shape [2, "
                  + odd
                  + "]");
    }
    assertThat(Ops.swiglu(Tensor.zeros(Shape.of(2, 0), DType.F32, CPU)).dims())
        .containsExactly(2, 0);
  }

  private static void assertRows(Tensor y, float[]... rows) {
    assertThat(y.dim(0)).isEqualTo(rows.length);
    for (int i = 0; i < rows.length; i++) {
      assertThat(y.get(i).toVec1F32()).containsExactly(rows[i], NEAR);
    }
  }
}
