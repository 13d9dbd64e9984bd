package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Candle's tests/ops.rs but for its rotations, which are in [CandleRopeTest]. Its numbers are rounded to four places.
class CandleOpsTest {
  private static final Device CPU = Device.CPU;
  private static final Offset<Float> ROUNDED = within(5.1e-5f);
  private static final Tensor DATA =
      Tensor.of(new float[][][] {{{3, 1, 4}, {1, 5, 9}}, {{2, 1, 7}, {8, 2, 8}}}, CPU);
  private static final Tensor ALPHA = Tensor.of(new float[] {1, 2, 3}, CPU);

  @Test
  void softmax() {
    Tensor x = DATA.log();
    assertRounded(
        Ops.softmax(x, 0),
        new float[] {
          0.6f, 0.5f, 0.3636f, 0.1111f, 0.7143f, 0.5294f, 0.4f, 0.5f, 0.6364f, 0.8889f, 0.2857f,
          0.4706f
        });
    assertRounded(
        Ops.softmax(x, 1),
        new float[] {
          0.75f, 0.1667f, 0.3077f, 0.25f, 0.8333f, 0.6923f, 0.2f, 0.3333f, 0.4667f, 0.8f, 0.6667f,
          0.5333f
        });
    float[] last = {
      0.375f, 0.125f, 0.5f, 0.0667f, 0.3333f, 0.6f, 0.2f, 0.1f, 0.7f, 0.4444f, 0.1111f, 0.4444f
    };
    assertRounded(Ops.softmax(x, 2), last);
    assertRounded(Ops.softmaxLastDim(x), last);
  }

  @Test
  void rmsNorm() {
    float[] expected = {
      1.019f, 0.6794f, 4.0762f, 0.1674f, 1.6744f, 4.521f, 0.4714f, 0.4714f, 4.9497f, 1.206f, 0.603f,
      3.6181f
    };
    Tensor t = Ops.rmsNorm(DATA, ALPHA, 1e-5);
    Tensor t2 = Ops.rmsNormSlow(DATA, ALPHA, 1e-5);
    assertRounded(t, expected);
    assertRounded(t2, expected);
    assertThat(t.sub(t2).abs().sumAll().toScalarF32()).isLessThan(1e-5f);
  }

  @Test
  void rmsNorml() {
    CPU.setSeed(299792458);
    Tensor tensor = Tensor.rand(0f, 1f, Shape.of(24, 70, 64), CPU);
    Tensor alpha = Tensor.ones(Shape.of(64), DType.F32, CPU);
    Tensor t = Ops.rmsNorm(tensor, alpha, 1e-5);
    Tensor t2 = Ops.rmsNormSlow(tensor, alpha, 1e-5);
    assertThat(t.sub(t2).abs().maxAll().toScalarF32()).isLessThan(1e-5f);
  }

  @Test
  void rmsNormLargeMagnitude() {
    int hidden = 6912;
    float[] data = new float[4 * hidden];
    for (int i = 0; i < data.length; i++) {
      data[i] = (i % 2 == 0 ? 1 : -1) * (float) (Math.abs(Math.sin(i * 0.17f)) * 7e9);
    }
    Tensor tensor = Tensor.fromVec(data, Shape.of(4, hidden), CPU);
    Tensor alpha = Tensor.ones(Shape.of(hidden), DType.F32, CPU);
    Tensor fused = Ops.rmsNorm(tensor, alpha, 1e-5);
    Tensor slow = Ops.rmsNormSlow(tensor, alpha, 1e-5);
    assertThat(fused.isFinite().allAll().toScalarU8()).isEqualTo((byte) 1);
    assertThat(slow.isFinite().allAll().toScalarU8()).isEqualTo((byte) 1);
    assertThat(fused.sub(slow).abs().maxAll().toScalarF32()).isLessThan(5e-3f);
  }

  @Test
  void layerNorm() {
    Tensor beta = Tensor.of(new float[] {0.5f, 0, -0.2f}, CPU);
    float[] expected = {
      0.7673f, -2.6726f, 3.0071f, -0.7247f, 0.0f, 3.4742f, -0.008f, -1.778f, 3.991f, 1.2071f,
      -2.8284f, 1.9213f
    };
    Tensor t = Ops.layerNorm(DATA, ALPHA, beta, 1e-5);
    Tensor t2 = Ops.layerNormSlow(DATA, ALPHA, beta, 1e-5);
    assertRounded(t, expected);
    assertRounded(t2, expected);
    assertThat(t.sub(t2).abs().sumAll().toScalarF32()).isLessThan(1e-5f);
  }

  @Test
  void layerNorml() {
    CPU.setSeed(299792458);
    Tensor tensor = Tensor.rand(0f, 1f, Shape.of(24, 70, 64), CPU);
    Tensor alpha = Tensor.ones(Shape.of(64), DType.F32, CPU);
    Tensor beta = Tensor.zeros(Shape.of(64), DType.F32, CPU);
    Tensor t = Ops.layerNorm(tensor, alpha, beta, 1e-5);
    Tensor t2 = Ops.layerNormSlow(tensor, alpha, beta, 1e-5);
    assertThat(t.sub(t2).abs().maxAll().toScalarF32()).isLessThan(1e-5f);
  }

  @Test
  void softmaxNumericalStability() {
    Tensor xs = Tensor.of(new float[] {1234, 0}, CPU);
    assertThat(Ops.softmax(xs, 0).toVec1F32()).containsExactly(1, 0);
  }

  @Test
  void sigmoid() {
    Tensor s1 = Ops.sigmoid(DATA);
    Tensor s2 = DATA.neg().exp().add(1).recip();
    assertThat(s1.sub(s2).abs().maxAll().toScalarF32()).isZero();
  }

  private static void assertRounded(Tensor y, float... expected) {
    assertThat(y.dims()).containsExactly(2, 2, 3);
    assertThat(y.flattenAll().toVec1F32()).containsExactly(expected, ROUNDED);
  }
}
