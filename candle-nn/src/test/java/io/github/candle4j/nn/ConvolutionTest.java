package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ConvolutionTest {
  private static final Device CPU = Device.CPU;
  private static final Conv1dConfig ONE = Conv1dConfig.defaults();
  private static final Conv2dConfig TWO = Conv2dConfig.defaults();
  private static final ConvTranspose1dConfig ONE_BACK = ConvTranspose1dConfig.defaults();
  private static final ConvTranspose2dConfig TWO_BACK = ConvTranspose2dConfig.defaults();

  private final VarMap vars = new VarMap();
  private final VarBuilder vb = VarBuilder.fromVarmap(vars, DType.F32, CPU);

  @Test
  void conv1dAgreesWithPyTorch() {
    Conv1dConfig config = ONE.withPadding(2).withStride(2).withDilation(2).withGroups(2);
    LayerCheck.check("conv1d", v -> Conv1d.conv1d(4, 6, 3, config, v), Conv1d::forward);
    LayerCheck.check("conv1d_no_bias", v -> Conv1d.conv1dNoBias(2, 3, 2, ONE, v), Conv1d::forward);
  }

  @Test
  void conv2dAgreesWithPyTorch() {
    Conv2dConfig config = TWO.withPadding(1).withStride(2).withGroups(2);
    LayerCheck.check("conv2d", v -> Conv2d.conv2d(4, 6, 3, config, v), Conv2d::forward);
    Conv2dConfig wide = TWO.withDilation(2);
    LayerCheck.check("conv2d_no_bias", v -> Conv2d.conv2dNoBias(1, 2, 2, wide, v), Conv2d::forward);
  }

  @Test
  void convTranspose1dAgreesWithPyTorch() {
    ConvTranspose1dConfig config = new ConvTranspose1dConfig(1, 1, 3, 2, 2);
    LayerCheck.check(
        "conv_transpose1d",
        v -> ConvTranspose1d.convTranspose1d(4, 6, 3, config, v),
        ConvTranspose1d::forward);
    LayerCheck.check(
        "conv_transpose1d_no_bias",
        v -> ConvTranspose1d.convTranspose1dNoBias(2, 3, 2, ONE_BACK, v),
        ConvTranspose1d::forward);
  }

  @Test
  void convTranspose2dAgreesWithPyTorch() {
    ConvTranspose2dConfig config = new ConvTranspose2dConfig(1, 1, 2, 1, 2);
    LayerCheck.check(
        "conv_transpose2d",
        v -> ConvTranspose2d.convTranspose2d(4, 6, 3, config, v),
        ConvTranspose2d::forward);
    LayerCheck.check(
        "conv_transpose2d_no_bias",
        v -> ConvTranspose2d.convTranspose2dNoBias(2, 1, 2, TWO_BACK.withDilation(2), v),
        ConvTranspose2d::forward);
  }

  @Test
  void exampleOfEachLayer() {
    Conv1d one = Conv1d.conv1d(16, 32, 3, Conv1dConfig.defaults().withPadding(1), vb.pp("a"));
    assertThat(one.forward(zeros(1, 16, 100)).dims()).containsExactly(1, 32, 100);
    Conv2d two = Conv2d.conv2d(1, 32, 3, Conv2dConfig.defaults().withPadding(1), vb.pp("conv1"));
    assertThat(two.forward(zeros(2, 1, 28, 28)).dims()).containsExactly(2, 32, 28, 28);
    ConvTranspose1d up1 =
        ConvTranspose1d.convTranspose1d(16, 8, 2, ONE_BACK.withStride(2), vb.pp("up1"));
    assertThat(up1.forward(zeros(1, 16, 7)).dims()).containsExactly(1, 8, 14);
    ConvTranspose2d up2 =
        ConvTranspose2d.convTranspose2d(16, 8, 2, TWO_BACK.withStride(2), vb.pp("up2"));
    assertThat(up2.forward(zeros(1, 16, 7, 7)).dims()).containsExactly(1, 8, 14, 14);
  }

  @Test
  void layersSayWhatTheyAreInOneLine() {
    assertThat(Conv2d.conv2dNoBias(1, 32, 3, TWO, vb.pp("a"))).hasToString("Conv2d(1 -> 32, 3x3)");
    Conv2dConfig config = TWO.withPadding(1).withStride(2).withGroups(4);
    assertThat(Conv2d.conv2d(8, 4, 3, config, vb.pp("b")))
        .hasToString("Conv2d(8 -> 4, 3x3, padding 1, stride 2, groups 4, bias)");
    assertThat(Conv1d.conv1d(4, 6, 5, ONE.withDilation(2), vb.pp("c")))
        .hasToString("Conv1d(4 -> 6, size 5, dilation 2, bias)");
    assertThat(ConvTranspose1d.convTranspose1dNoBias(4, 6, 5, ONE_BACK, vb.pp("d")))
        .hasToString("ConvTranspose1d(4 -> 6, size 5)");
    ConvTranspose2dConfig back = TWO_BACK.withPadding(1).withOutputPadding(1).withGroups(2);
    assertThat(ConvTranspose2d.convTranspose2d(4, 6, 2, back, vb.pp("e")))
        .hasToString("ConvTranspose2d(4 -> 6, 2x2, padding 1, output padding 1, groups 2, bias)");
  }

  @Test
  void everyFloatDtype() {
    // [[1, 2], [3, 4]] times the kernel [[1, 1], [1, 1]], plus 0.5
    for (DType dtype : new DType[] {DType.F64, DType.F32, DType.F16, DType.BF16}) {
      Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, CPU).reshape(1, 1, 2, 2).toDtype(dtype);
      Tensor w = Tensor.ones(Shape.of(1, 1, 2, 2), dtype, CPU);
      Tensor b = Tensor.full(0.5, Shape.of(1), CPU).toDtype(dtype);
      Tensor y = new Conv2d(w, b, TWO).forward(x);
      assertThat(y.dtype()).isEqualTo(dtype);
      assertThat(y.toDtype(DType.F64).flattenAll().toVec1F64()).containsExactly(10.5);
    }
  }

  @Test
  void firstValuesAreThoseOfCandle() {
    CPU.setSeed(5);
    VarBuilder wide = vb.toDtype(DType.F64);
    Conv2d conv = Conv2d.conv2d(16, 64, 5, TWO.withGroups(2), wide.pp("conv"));
    // √2 / √(8 · 25)
    assertThat(deviation(conv.weight())).isCloseTo(0.1, within(0.003));
    // U(-1/4, 1/4), of 64 numbers
    assertThat(largest(conv.bias().orElseThrow())).isBetween(0.2, 0.25);
    ConvTranspose2d up = ConvTranspose2d.convTranspose2d(16, 64, 5, TWO_BACK, wide.pp("up"));
    // U(-b, b) with b = 1 / (8 · 5)
    assertThat(largest(up.weight())).isBetween(0.0249, 0.025);
    assertThat(largest(up.bias().orElseThrow())).isBetween(0.02, 0.025);
    ConvTranspose1d line = ConvTranspose1d.convTranspose1d(16, 64, 4, ONE_BACK, wide.pp("line"));
    // b = 1 / √(64 · 4)
    assertThat(largest(line.weight())).isBetween(0.062, 0.0625);
  }

  @Test
  void settingsOutsideTheirRangeThrow() {
    assertFails(() -> ONE.withPadding(-1), "conv1d: padding must be 0 or more, got -1");
    assertFails(() -> TWO.withStride(0), "conv2d: stride must be 1 or more, got 0");
    assertFails(
        () -> ONE_BACK.withDilation(0), "conv_transpose1d: dilation must be 1 or more, got 0");
    assertFails(
        () -> TWO_BACK.withOutputPadding(-2),
        "conv_transpose2d: output padding must be 0 or more, got -2");
    assertFails(() -> TWO.withGroups(0), "conv2d: groups must be 1 or more, got 0");
    assertThat(new ConvTranspose2dConfig(1, 0, 2, 1))
        .isEqualTo(TWO_BACK.withPadding(1).withStride(2));
  }

  @Test
  void channelsThatDoNotFitThrowBeforeAnythingIsMade() {
    assertFails(
        () -> Conv2d.conv2d(3, 4, 3, TWO.withGroups(2), vb),
        "conv2d: in channels 3 is not divisible by the number of groups\ngroups: 2");
    assertFails(
        () -> ConvTranspose1d.convTranspose1d(4, 3, 3, ONE_BACK.withGroups(2), vb),
        "conv_transpose1d: out channels 3 is not divisible by the number of groups\ngroups: 2");
    assertFails(
        () -> Conv1d.conv1d(4, 0, 3, ONE, vb), "conv1d: out channels must be 1 or more, got 0");
    assertFails(
        () -> Conv1d.conv1d(4, 2, 0, ONE, vb), "conv1d: kernel size must be 1 or more, got 0");
    assertThat(vars.data()).isEmpty();
  }

  @Test
  void parametersAndInputsAreChecked() {
    Tensor w = zeros(4, 2, 3, 3);
    assertFails(
        () -> new Conv2d(zeros(2, 2, 2), TWO),
        "unexpected rank, expected: 4, got: 3 ([2, 2, 2])\n"
            + "conv2d wants a kernel [out channels, in channels / groups, height, width]");
    assertFails(
        () -> new Conv2d(w, zeros(2), TWO), "conv2d: bias has unexpected shape [2], should be [4]");
    assertFails(
        () -> new Conv2d(w, TWO.withGroups(3)),
        "conv2d: out channels 4 is not divisible by the number of groups\ngroups: 3");
    assertFails(
        () -> new ConvTranspose2d(w, zeros(3), TWO_BACK.withGroups(2)),
        "conv_transpose2d: bias has unexpected shape [3], should be [4]");
    assertFails(
        () -> new Conv2d(w, TWO).forward(zeros(1, 3, 5, 5)),
        "in_channel mismatch between input (3, groups 1) and kernel (2)\n"
            + "a kernel for 3 channels and groups 1 is [out channels, 3, ..]");
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(CandleException.class).hasMessage(message);
  }

  private static Tensor zeros(int... dims) {
    return Tensor.zeros(Shape.of(dims), DType.F32, CPU);
  }

  private static double deviation(Tensor x) {
    return x.sqr().meanAll().sqrt().toScalarF64();
  }

  private static double largest(Tensor x) {
    return x.abs().maxAll().toScalarF64();
  }
}
