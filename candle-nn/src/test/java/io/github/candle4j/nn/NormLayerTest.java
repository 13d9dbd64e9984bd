package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.ModuleT;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Layer, RMS, group and instance norms; batch norms are in [BatchNormTest].
class NormLayerTest {
  private static final Device CPU = Device.CPU;

  @Test
  void layerNormAgreesWithPyTorch() {
    LayerCheck.check("layer_norm", vb -> LayerNorm.layerNorm(6, 1e-3, vb), LayerNorm::forward);
    LayerCheck.check(
        "layer_norm_no_bias", vb -> LayerNorm.layerNormNoBias(5, 1e-3, vb), LayerNorm::forward);
  }

  @Test
  void rmsNormAgreesWithPyTorch() {
    LayerCheck.check("rms_norm", vb -> RmsNorm.rmsNorm(6, 1e-3, vb), RmsNorm::forward);
    LayerCheck.check("rms_norm", vb -> RmsNorm.rmsNorm(6, 1e-3, vb), RmsNorm::forwardDiff);
    LayerCheck.check(
        "rms_norm",
        vb -> LayerNorm.layerNorm(6, new LayerNormConfig(1e-3, false, false), vb),
        LayerNorm::forward);
    LayerCheck.check(
        "rms_norm", vb -> RmsNorm.rmsNorm(6, 1e-3, vb).intoInner(), LayerNorm::forward);
  }

  @Test
  void groupAndInstanceNormAgreeWithPyTorch() {
    LayerCheck.check("group_norm", vb -> GroupNorm.groupNorm(2, 6, 1e-3, vb), GroupNorm::forward);
    LayerCheck.check(
        "instance_norm", vb -> InstanceNorm.instanceNorm(3, 1e-3, vb), InstanceNorm::forward);
    LayerCheck.check("instance_norm_plain", vb -> new InstanceNorm(3, 1e-5), InstanceNorm::forward);
  }

  @Test
  void stepsOneByOneGiveTheSame() {
    Tensor x = Tensor.randn(5.0, 2.0, Shape.of(4, 7), DType.F64, CPU);
    Tensor w = Tensor.randn(1.0, 1.0, Shape.of(7), DType.F64, CPU);
    Tensor b = Tensor.randn(0.0, 1.0, Shape.of(7), DType.F64, CPU);
    LayerCheck.assertClose(
        "layer norm", Ops.layerNorm(x, w, b, 1e-5), Ops.layerNormSlow(x, w, b, 1e-5));
    LayerCheck.assertClose("rms norm", Ops.rmsNorm(x, w, 1e-5), Ops.rmsNormSlow(x, w, 1e-5));
  }

  @Test
  void everyFloatDtypeAndLargeMeans() {
    // Rows of 10,000 ± 1 and their groups, or around 8 where F16 and BF16 have no such digits.
    for (DType dtype : List.of(DType.F64, DType.F32, DType.F16, DType.BF16)) {
      boolean wide = dtype == DType.F64 || dtype == DType.F32;
      float mean = wide ? 10_000 : 8;
      Tensor x =
          Tensor.of(new float[] {mean - 1, mean + 1, mean + 1, mean - 1}, CPU)
              .reshape(1, 2, 2)
              .toDtype(dtype);
      Tensor one = Tensor.ones(Shape.of(2), dtype, CPU);
      Tensor zero = one.zerosLike();
      List<ModuleT> layers =
          List.of(
              new LayerNorm(one, zero, 0),
              LayerNorm.newNoBias(one, 0),
              new GroupNorm(one, zero, 2, 1, 0),
              new InstanceNorm(2, 0),
              BatchNorm.newNoBias(2, zero, one, 0));
      for (ModuleT layer : layers) {
        Tensor y = layer.forwardT(x, true);
        assertThat(y.dtype()).isEqualTo(dtype);
        assertThat(y.toDtype(DType.F64).flattenAll().toVec1F64())
            .as(layer + " in " + dtype)
            .containsExactly(new double[] {-1, 1, 1, -1}, within(1e-6));
      }
    }
  }

  @Test
  void newLayersStartAsThePlainNorm() {
    VarMap vars = new VarMap();
    VarBuilder vb = VarBuilder.fromVarmap(vars, DType.F32, CPU);
    LayerNorm layer = LayerNorm.layerNorm(4, LayerNormConfig.defaults(), vb.pp("a"));
    RmsNorm.rmsNorm(4, 1e-6, vb.pp("b"));
    GroupNorm.groupNorm(2, 4, 1e-5, vb.pp("c"));
    InstanceNorm.instanceNorm(4, 1e-5, vb.pp("d"));
    LayerNorm.layerNorm(4, LayerNormConfig.defaults().withAffine(false), vb.pp("e"));
    assertThat(vars.data().keySet())
        .containsExactly(
            "a.weight",
            "a.bias",
            "b.weight",
            "c.weight",
            "c.bias",
            "d.weight",
            "d.bias",
            "e.weight");
    vars.data()
        .forEach((name, v) ->
            assertThat(v.toVec1F32()).as(name).containsOnly(name.endsWith("bias") ? 0 : 1));
    assertThat(layer.eps()).isEqualTo(1e-5);
    assertThat(layer.removeMean()).isTrue();
    assertThat(layer.bias()).isPresent();
  }

  @Test
  void layersSayWhatTheyAreInOneLine() {
    VarBuilder vb = VarBuilder.zeros(DType.F32, CPU);
    assertThat(LayerNorm.layerNorm(4, 1e-5, vb)).hasToString("LayerNorm(4, eps 1.0E-5, bias)");
    assertThat(LayerNorm.rmsNorm(Tensor.of(new float[] {1}, CPU), 0.5))
        .hasToString("LayerNorm(1, eps 0.5, without mean)");
    assertThat(RmsNorm.rmsNorm(4, 0.5, vb)).hasToString("RmsNorm(4, eps 0.5)");
    assertThat(GroupNorm.groupNorm(2, 4, 0.5, vb)).hasToString("GroupNorm(4, groups 2, eps 0.5)");
    assertThat(InstanceNorm.instanceNorm(4, 0.5, vb))
        .hasToString("InstanceNorm(4, eps 0.5, affine)");
    assertThat(new InstanceNorm(4, 0.5)).hasToString("InstanceNorm(4, eps 0.5)");
  }

  @Test
  void inputsThatDoNotFitThrow() {
    VarBuilder vb = VarBuilder.zeros(DType.F32, CPU);
    Tensor flat = Tensor.zeros(Shape.of(2, 4), DType.F32, CPU);
    Tensor other = Tensor.zeros(Shape.of(2, 3, 5), DType.F32, CPU);
    assertFails(
        () -> LayerNorm.layerNorm(3, 1e-5, vb).forward(flat),
        "shape mismatch in layer-norm, lhs: [2, 4], rhs: [3]\n"
            + "the weight of rows [.., n] has shape [n]");
    assertFails(
        () -> GroupNorm.groupNorm(2, 4, 1e-5, vb).forward(flat),
        "input rank for GroupNorm should be at least 3\n"
            + "x [2, 4] should be [batch, channels, ..]");
    assertFails(
        () -> GroupNorm.groupNorm(2, 4, 1e-5, vb).forward(other),
        "unexpected num-channels in GroupNorm (3 <> 4)\nchannels are dimension 1 of x [2, 3, 5]");
    assertFails(
        () -> new InstanceNorm(4, 1e-5).forward(flat),
        "input rank for InstanceNorm should be at least 3\n"
            + "x [2, 4] should be [batch, channels, ..]");
    assertFails(
        () -> new InstanceNorm(4, 1e-5).forward(other),
        "unexpected num-channels in InstanceNorm (3 <> 4)\n"
            + "channels are dimension 1 of x [2, 3, 5]");
    assertThatThrownBy(() -> GroupNorm.groupNorm(1, 3, 1e-5, vb).forward(other.toDtype(DType.F64)))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("dtype mismatch in norm, lhs: F64, rhs: F32\n");
    assertThatThrownBy(() -> new InstanceNorm(3, 1e-5).forward(other.toDtype(DType.I64)))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("unsupported dtype I64 for op layer-norm");
  }

  @Test
  void settingsOutsideTheirRangeThrow() {
    VarBuilder vb = VarBuilder.zeros(DType.F32, CPU);
    Tensor three = Tensor.zeros(Shape.of(3), DType.F32, CPU);
    Tensor two = Tensor.zeros(Shape.of(2), DType.F32, CPU);
    assertFails(
        () -> GroupNorm.groupNorm(3, 4, 1e-5, vb),
        "GroupNorm: num_groups (3) must divide num_channels (4)");
    assertFails(
        () -> GroupNorm.groupNorm(0, 4, 1e-5, vb), "group-norm: groups must be 1 or more, got 0");
    assertFails(
        () -> new GroupNorm(three, two, 3, 1, 1e-5),
        "group-norm: bias has unexpected shape [2], should be [3]");
    assertFails(
        () -> LayerNorm.layerNorm(3, -1, vb),
        "layer-norm: eps must be 0 or more and finite, got -1.0");
    assertFails(
        () -> new RmsNorm(three, Double.NaN),
        "rms-norm: eps must be 0 or more and finite, got NaN");
    assertFails(
        () -> new LayerNorm(three, two, 1e-5),
        "layer-norm: bias has unexpected shape [2], should be [3]");
    assertFails(() -> RmsNorm.rmsNorm(0, 1e-5, vb), "rms-norm: size must be 1 or more, got 0");
    assertFails(
        () -> new InstanceNorm(0, 1e-5), "instance-norm: channels must be 1 or more, got 0");
  }

  @Test
  void everyParameterBeforeALayerNormGetsAGradient() {
    VarMap vars = new VarMap();
    VarBuilder vb = VarBuilder.fromVarmap(vars, DType.F32, CPU);
    Sequential model =
        Sequential.seq()
            .add(Linear.linear(3, 4, vb.pp(0)))
            .add(LayerNorm.layerNorm(4, 1e-5, vb.pp(1)))
            .add(Linear.linear(4, 4, vb.pp(2)))
            .add(RmsNorm.rmsNorm(4, 1e-5, vb.pp(3)));
    Tensor x = Tensor.randn(0f, 1f, Shape.of(5, 3), CPU);
    var gradients = model.forward(x).sqr().sumAll().backward();
    for (Var v : vars.allVars()) {
      assertThat(gradients.get(v).orElseThrow().abs().sumAll().toScalarF32()).isPositive();
    }
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(CandleException.class).hasMessage(message);
  }
}
