package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ActivationTest {
  private static final Device CPU = Device.CPU;

  private static Map<String, Activation> all() {
    Map<String, Activation> all = new LinkedHashMap<>();
    for (Activation.Named named : Activation.Named.values()) {
      all.put(named.name().toLowerCase(Locale.ROOT), named);
    }
    all.put("elu", new Activation.Elu(0.7));
    all.put("leaky_relu", new Activation.LeakyRelu(0.2));
    all.put("celu", new Activation.Celu(0.7));
    return all;
  }

  @Test
  void valuesAndGradientsAreThoseOfPyTorch() {
    Oracle torch = Oracle.of("activations");
    Map<String, String> sameAs = Map.of("swish", "silu", "gelu_pytorch_tanh", "new_gelu");
    all()
        .forEach((name, activation) -> {
          String key = sameAs.getOrDefault(name, name);
          Var x = Var.fromTensor(torch.get("x"));
          Tensor y = activation.forward(x);
          LayerCheck.assertClose(name, y, torch.get("y." + key));
          GradStore gradients = y.sumAll().backward();
          Tensor gradient = gradients.get(x).orElseThrow();
          LayerCheck.assertClose("gradient of " + name, gradient, torch.get("g." + key));
        });
  }

  @Test
  void largeNumbersGiveFiniteGradientsInEveryDtype() {
    for (DType dtype : new DType[] {DType.F64, DType.F32, DType.F16, DType.BF16}) {
      all()
          .forEach((name, activation) -> {
            Tensor large = Tensor.of(new float[] {-200, 200, -90, 90}, CPU).toDtype(dtype);
            Var x = Var.fromTensor(large);
            Tensor y = activation.forward(x);
            assertThat(y.dtype()).isEqualTo(dtype);
            assertThat(y.isFinite().allAll().toScalarU8()).as(name).isEqualTo((byte) 1);
            Tensor gradient = y.sumAll().backward().get(x).orElseThrow();
            assertThat(gradient.isFinite().allAll().toScalarU8()).as(name).isEqualTo((byte) 1);
          });
    }
  }

  /// The slope is `1 / (1 + e^-x)`.
  @Test
  void softplusHasSlopeOneHalfAtZero() {
    Var x = Var.of(new double[] {0, -0.0}, CPU);
    Tensor slope = Ops.softplus(x).sumAll().backward().get(x).orElseThrow();
    assertThat(slope.toVec1F64()).containsExactly(0.5, 0.5);
  }

  @Test
  void leakyReluHasItsSlopeAtZeroAndKeepsInfinities() {
    Var x = Var.of(new double[] {0, 1, -1}, CPU);
    Tensor slope = Ops.leakyRelu(x, 0.25).sumAll().backward().get(x).orElseThrow();
    assertThat(slope.toVec1F64()).containsExactly(0.25, 1, 0.25);
    float inf = Float.POSITIVE_INFINITY;
    Tensor far = Tensor.of(new float[] {inf, -inf, Float.NaN}, CPU);
    assertThat(Ops.leakyRelu(far, 0.25).toVec1F32()).containsExactly(inf, -inf, Float.NaN);
    assertThatThrownBy(() -> Ops.leakyRelu(far, Double.NaN))
        .isInstanceOf(CandleException.class)
        .hasMessage("leaky_relu: slope must be finite, got NaN");
  }

  /// Of -6, softplus is 0.00247569 and mish -0.0148541; 1 + e^-6 is 1 in BF16.
  @Test
  void softplusAndMishOfSmallerFloatsAreComputedInF32() {
    Tensor x = Tensor.of(new float[] {-6}, CPU).toDtype(DType.BF16);
    assertThat(Ops.softplus(x).toVec1BF16()[0]).isCloseTo(0.00247569f, within(1e-5f));
    assertThat(Ops.mish(x).toVec1BF16()[0]).isCloseTo(-0.0148541f, within(6e-5f));
  }

  @Test
  void infinitiesAndNanStayWhatTheyAre() {
    Tensor x = Tensor.of(new float[] {Float.POSITIVE_INFINITY, Float.NaN}, CPU);
    for (Activation activation : new Activation[] {new Activation.Celu(2), Activation.SOFTPLUS}) {
      assertThat(activation.forward(x).toVec1F32())
          .containsExactly(Float.POSITIVE_INFINITY, Float.NaN);
    }
    assertThat(new PReLU(Tensor.of(new float[] {0.5f}, CPU), true).forward(x).toVec1F32())
        .containsExactly(Float.POSITIVE_INFINITY, Float.NaN);
  }

  @Test
  void everyNameOfAConfigIsFound() {
    assertThat(Activation.fromName("gelu")).isEqualTo(Activation.GELU);
    assertThat(Activation.fromName("gelu_new")).isEqualTo(Activation.NEW_GELU);
    assertThat(Activation.fromName("newgelu")).isEqualTo(Activation.NEW_GELU);
    assertThat(Activation.fromName("gelu_pytorch_tanh")).isEqualTo(Activation.GELU_PYTORCH_TANH);
    assertThat(Activation.fromName("geluPyTorchTanh")).isEqualTo(Activation.GELU_PYTORCH_TANH);
    assertThat(Activation.fromName("silu")).isEqualTo(Activation.SILU);
    assertThat(Activation.fromName("hardswish")).isEqualTo(Activation.HARD_SWISH);
    assertThat(Activation.fromName("quick_gelu")).isEqualTo(Activation.QUICK_GELU);
    assertThat(Activation.fromName("elu")).isEqualTo(new Activation.Elu(1));
    assertThat(Activation.fromName("leaky_relu")).isEqualTo(new Activation.LeakyRelu(0.01));
    all().keySet().forEach(name -> assertThat(Activation.fromName(name)).as(name).isNotNull());
  }

  @Test
  void wrongNamesAndNumbersThrow() {
    assertThatThrownBy(() -> Activation.fromName("gelou"))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("unknown activation gelou\nthere are celu, elu, geglu, gelu, ");
    assertFails(() -> new Activation.Celu(0), "celu: alpha must be above 0, got 0.0");
    assertFails(() -> new Activation.Elu(Double.NaN), "elu: alpha must be finite, got NaN");
    assertFails(
        () -> new Activation.LeakyRelu(Double.POSITIVE_INFINITY),
        "leaky_relu: slope must be finite, got Infinity");
    Tensor odd = Tensor.zeros(Shape.of(3), DType.F32, CPU);
    assertFails(
        () -> Ops.geglu(odd),
        "geglu halves the last dimension, whose size must be even, got shape [3]");
  }

  @Test
  void slopesThatAreLearntAgreeWithPyTorch() {
    LayerCheck.check("prelu", vb -> PReLU.prelu(3, vb), PReLU::forward);
    LayerCheck.check("prelu_scalar", PReLU::prelu, PReLU::forward);
  }

  @Test
  void slopesThatAreLearntStartAtAQuarter() {
    VarBuilder vb = VarBuilder.fromVarmap(new VarMap(), DType.F32, CPU);
    PReLU one = PReLU.prelu(null, vb.pp("one"));
    assertThat(one.isScalar()).isTrue();
    assertThat(one.weight().toVec1F32()).containsExactly(0.25f);
    assertThat(one.forward(Tensor.of(-4f, CPU)).toScalarF32()).isEqualTo(-1);
    PReLU each = PReLU.prelu(2, vb.pp("each"));
    assertThat(each.weight().toVec1F32()).containsExactly(0.25f, 0.25f);
    assertThat(each.forward(Tensor.of(new float[] {-4, 4}, CPU)).toVec1F32())
        .containsExactly(-1, 4);
    assertThat(one).hasToString("PReLU()");
    assertThat(each).hasToString("PReLU(2)");
  }

  @Test
  void slopeAtZeroIsTheOneBelow() {
    Var x = Var.of(new float[] {0}, CPU);
    Tensor y = new PReLU(Tensor.of(new float[] {0.25f}, CPU), true).forward(x);
    assertThat(y.backward().get(x).orElseThrow().toVec1F32()).containsExactly(0.25f);
  }

  @Test
  void channelsOfSlopesMustFit() {
    Tensor slopes = Tensor.of(new float[] {1, 2}, CPU);
    assertFails(
        () -> new PReLU(slopes, true), "prelu: one slope for all, but the weight has shape [2]");
    Tensor x = Tensor.zeros(Shape.of(4, 3), DType.F32, CPU);
    assertFails(
        () -> new PReLU(slopes, false).forward(x),
        "error in prelu: unexpected number of channels for the input, got 3, weight dim is 2\n"
            + "channels are dimension 1 of x [4, 3]");
    assertFails(
        () -> PReLU.prelu(0, VarBuilder.zeros(DType.F32, CPU)),
        "prelu: channels must be 1 or more, got 0");
  }

  @Test
  void identityGivesBackItsInput() {
    Tensor x = Tensor.of(1f, CPU);
    assertThat(new Identity().forward(x)).isSameAs(x);
    assertThat(new Identity()).hasToString("Identity()");
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(CandleException.class).hasMessage(message);
  }
}
