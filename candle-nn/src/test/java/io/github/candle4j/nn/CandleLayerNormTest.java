package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Candle's tests/layer_norm.rs. Its numbers are rounded to four places.
class CandleLayerNormTest {
  private static final Device CPU = Device.CPU;
  private static final Offset<Float> ROUNDED = within(5.1e-5f);

  @Test
  void layerNorm() {
    Tensor w = Tensor.of(new float[] {3}, CPU);
    Tensor b = Tensor.of(new float[] {0.5f}, CPU);
    LayerNorm ln2 = new LayerNorm(Tensor.cat(0, w, w), Tensor.cat(0, b, b), 1e-8);
    LayerNorm ln3 = new LayerNorm(Tensor.cat(0, w, w, w), Tensor.cat(0, b, b, b), 1e-8);
    LayerNorm ln = new LayerNorm(w, b, 1e-8);
    assertThat(ln.eps()).isEqualTo(1e-8);
    assertThat(ln.removeMean()).isTrue();

    Tensor two = Tensor.of(new float[][][] {{{2}}}, CPU);
    assertThat(ln.forward(two).flattenAll().toVec1F32()).containsExactly(0.5f);
    Tensor pair = Tensor.of(new float[][][] {{{4, 0}}}, CPU);
    assertThat(ln2.forward(pair).toVec3F32()).isEqualTo(new float[][][] {{{3.5f, -2.5f}}});

    Tensor inp = Tensor.of(new float[][][] {{{1, 2, 3}, {4, 5, 6}, {9, 8, 7}}}, CPU);
    Tensor res = ln3.forward(inp);
    float[] up = {-3.1742f, 0.5f, 4.1742f};
    assertThat(res.get(0).get(0).toVec1F32()).containsExactly(up, ROUNDED);
    assertThat(res.get(0).get(1).toVec1F32()).containsExactly(up, ROUNDED);
    assertThat(res.get(0).get(2).toVec1F32())
        .containsExactly(new float[] {4.1742f, 0.5f, -3.1742f}, ROUNDED);
    Tensor mean = res.sumKeepdim(2).div(3.0);
    assertThat(mean.flattenAll().toVec1F32())
        .containsExactly(new float[] {0.5f, 0.5f, 0.5f}, ROUNDED);
    Tensor std = res.broadcastSub(mean).sqr().sumKeepdim(2).sqrt().div(3.0);
    assertThat(std.flattenAll().toVec1F32())
        .containsExactly(new float[] {1.7321f, 1.7321f, 1.7321f}, ROUNDED);

    LayerNorm rms = LayerNorm.rmsNorm(Tensor.of(new float[] {1}, CPU), 1e-5);
    assertThat(rms.eps()).isEqualTo(1e-5);
    assertThat(rms.removeMean()).isFalse();
  }
}
