package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Pool1dParams;
import io.github.candle4j.core.Pool2dParams;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Pools, and layers and functions that only move elements.
class PoolLayerTest {
  private static final Device CPU = Device.CPU;

  @Test
  void poolsAgreeWithPyTorch() {
    check("max_pool2d", new MaxPool2d(Pool2dParams.of(3).withStride(2).withPadding(1)));
    check("avg_pool2d", new AvgPool2d(2));
    check("max_pool1d", new MaxPool1d(2));
    check("avg_pool1d", new AvgPool1d(Pool1dParams.of(3).withStride(2).withPadding(1)));
  }

  @Test
  void meansOfAGivenSizeAgreeWithPyTorch() {
    check("adaptive_avg_pool2d", new AdaptiveAvgPool2d(3, 4));
    check("adaptive_avg_pool2d_larger", new AdaptiveAvgPool2d(5, 2));
    check("adaptive_avg_pool2d_one", new AdaptiveAvgPool2d(1));
  }

  @Test
  void infinityStaysInTheWindowsThatHoldIt() {
    float[] pixels = new float[25];
    pixels[0] = Float.POSITIVE_INFINITY;
    pixels[24] = Float.NaN;
    Tensor x = Tensor.fromVec(pixels, Shape.of(1, 1, 5, 5), CPU);
    assertThat(new AdaptiveAvgPool2d(2).forward(x).flattenAll().toVec1F32())
        .containsExactly(Float.POSITIVE_INFINITY, 0, 0, Float.NaN);
  }

  @Test
  void sizesThatDivideAndThoseThatDoNotGiveTheSameMeans() {
    Tensor x = Tensor.arange(0f, 16f, CPU).reshape(1, 1, 4, 4);
    for (DType dtype : new DType[] {DType.F64, DType.F32, DType.F16, DType.BF16}) {
      Tensor y = new AdaptiveAvgPool2d(2).forward(x.toDtype(dtype));
      assertThat(y.dtype()).isEqualTo(dtype);
      assertThat(y.toDtype(DType.F64).flattenAll().toVec1F64())
          .containsExactly(2.5, 4.5, 10.5, 12.5);
      // Three windows over four rows: rows 0 and 1, 1 and 2, 2 and 3; over all columns.
      Tensor rows = new AdaptiveAvgPool2d(3, 1).forward(x.toDtype(dtype));
      assertThat(rows.toDtype(DType.F64).flattenAll().toVec1F64())
          .containsExactly(new double[] {3.5, 7.5, 11.5}, within(1e-6));
    }
  }

  @Test
  void movesAgreeWithPyTorch() {
    check("replication_pad2d", xs -> Ops.replicationPad2d(xs, 3));
    check("pixel_shuffle", xs -> Ops.pixelShuffle(xs, 2));
    check("pixel_unshuffle", xs -> Ops.pixelUnshuffle(xs, 2));
  }

  @Test
  void flattenJoinsDimensions() {
    Tensor x = Tensor.zeros(Shape.of(2, 3, 4, 5), DType.F32, CPU);
    assertThat(new Flatten().forward(x).dims()).containsExactly(2, 60);
    assertThat(new Flatten(0, 1).forward(x).dims()).containsExactly(6, 4, 5);
    assertThat(new Flatten(-2, -1).forward(x).dims()).containsExactly(2, 3, 20);
    assertThatThrownBy(() -> new Flatten().forward(Tensor.of(new float[] {1}, CPU)))
        .isInstanceOf(CandleException.class);
  }

  @Test
  void aConvolutionalModelOfLayersAlone() {
    VarBuilder vb = VarBuilder.fromVarmap(new VarMap(), DType.F32, CPU);
    Sequential model =
        Sequential.seq()
            .add(Conv2d.conv2d(1, 4, 3, Conv2dConfig.defaults().withPadding(1), vb.pp(0)))
            .add(BatchNorm.batchNorm(4, 1e-5, vb.pp(1)))
            .add(Activation.RELU)
            .add(new MaxPool2d(2))
            .add(new Flatten())
            .add(new Dropout(0.5))
            .add(Linear.linear(4 * 7 * 7, 10, vb.pp(2)));
    Tensor x = Tensor.zeros(Shape.of(3, 1, 14, 14), DType.F32, CPU);
    assertThat(model.forwardT(x, true).dims()).containsExactly(3, 10);
    assertThat(model)
        .hasToString(
            "Sequential(Conv2d(1 -> 4, 3x3, padding 1, bias), BatchNorm(4, eps 1.0E-5, momentum"
                + " 0.1, affine), RELU, MaxPool2d(2x2), Flatten(1, -1), Dropout(0.5), Linear(196 ->"
                + " 10, bias))");
    assertThat(model.layers()).hasSize(7);
    assertThat(model.forwardAllT(x, true)).hasSize(7);
  }

  @Test
  void layersSayWhatTheyAreInOneLine() {
    assertThat(new AvgPool2d(3)).hasToString("AvgPool2d(3x3)");
    assertThat(new MaxPool1d(3)).hasToString("MaxPool1d(3)");
    assertThat(new AvgPool1d(3)).hasToString("AvgPool1d(3)");
    assertThat(new AdaptiveAvgPool2d(2, 3)).hasToString("AdaptiveAvgPool2d(2x3)");
  }

  @Test
  void whatDoesNotFitThrows() {
    Tensor flat = Tensor.zeros(Shape.of(2, 3, 4), DType.F32, CPU);
    Tensor images = Tensor.zeros(Shape.of(2, 3, 4, 4), DType.F32, CPU);
    assertFails(
        () -> new AdaptiveAvgPool2d(2).forward(flat),
        "unexpected rank, expected: 4, got: 3 ([2, 3, 4])\n"
            + "adaptive_avg_pool2d wants [batch, channels, height, width]");
    assertFails(
        () -> new AdaptiveAvgPool2d(2).forward(images.narrow(2, 0, 0)),
        "adaptive_avg_pool2d: height of the input must be 1 or more, got 0");
    assertFails(
        () -> new AdaptiveAvgPool2d(0, 1), "adaptive_avg_pool2d: height must be 1 or more, got 0");
    assertFails(
        () -> new AdaptiveAvgPool2d(1).forward(images.toDtype(DType.U8)),
        "unsupported dtype U8 for op adaptive_avg_pool2d\ncast first: x.toDtype(DType.F32)");
    assertFails(
        () -> Ops.replicationPad2d(flat, 1),
        "unexpected rank, expected: 4, got: 3 ([2, 3, 4])\n"
            + "replication_pad2d wants [batch, channels, height, width]");
    assertFails(
        () -> Ops.replicationPad2d(images, -1), "replication_pad2d: pad must be 0 or more, got -1");
    assertThat(Ops.replicationPad2d(images, 0)).isSameAs(images);
    assertThatThrownBy(() -> new MaxPool2d(0)).isInstanceOf(CandleException.class);
    assertThatThrownBy(() -> new MaxPool2d(5).forward(images))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("kernel-size (5, 5) is larger than the input size 4,4");
  }

  private static void check(String oracle, Module layer) {
    LayerCheck.check(oracle, vb -> layer, Module::forward);
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(CandleException.class).hasMessage(message);
  }
}
