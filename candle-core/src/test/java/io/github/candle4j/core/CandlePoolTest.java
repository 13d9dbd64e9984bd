package io.github.candle4j.core;

import static io.github.candle4j.core.Listed.assertDims;
import static io.github.candle4j.core.Listed.assertRounded;
import static io.github.candle4j.core.Listed.f32;
import static io.github.candle4j.core.Listed.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The tests of Candle's pool_tests.rs, with its numbers.
class CandlePoolTest {
  private static final double[] STEPS = {1, 2, 1, 3, 0, 0, 1, 1, 1, 1, 1, 1, 5, 1, 1, 1};

  @Test
  void avgPool2d() {
    Tensor t = f32(new double[] {1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 1, 1, 4, 4);
    Tensor pool = t.avgPool2d(2).squeeze(0).squeeze(0);
    assertThat(pool.toVec2F32()).isDeepEqualTo(new float[][] {{0.5f, 1}, {1, 1}});
    Tensor wide = f32(STEPS, 1, 1, 2, 8).avgPool2d(2).squeeze(0).squeeze(0);
    assertThat(wide.toVec2F32()).isDeepEqualTo(new float[][] {{5 / 4f, 6 / 4f, 6 / 4f, 1}});
  }

  @Test
  void maxPool2d() {
    Tensor t = f32(STEPS, 1, 1, 4, 4);
    Tensor pool = t.maxPool2d(2).squeeze(0).squeeze(0);
    assertThat(pool.toVec2F32()).isDeepEqualTo(new float[][] {{2, 3}, {5, 1}});
    Tensor wide = t.reshape(1, 1, 2, 8).maxPool2d(2).squeeze(0).squeeze(0);
    assertThat(wide.toVec2F32()).isDeepEqualTo(new float[][] {{2, 3, 5, 1}});
  }

  @Test
  void avgPool2dPytorch() {
    Tensor t = f32(Arrays.copyOf(CandleConvNumbers.TRANSPOSED_X, 32), 1, 2, 4, 4);
    Tensor pool = t.avgPool2d(2);
    assertDims(pool, 1, 2, 2, 2);
    assertRounded(4, pool, numbers("-1.1926 -0.0395 0.2688 0.1871 0.1835 -0.1606 0.6249 0.3217"));
    assertRounded(4, t.avgPool2d(3), 0.085, 0.0078);
    Tensor wide = t.reshape(1, 1, 4, 8).avgPool2d(2);
    assertDims(wide, 1, 1, 2, 4);
    assertRounded(4, wide, numbers("0.7745 0.0276 -1.6983 0.12 0.3542 0.1625 0.4542 -0.0014"));
  }

  @Test
  void upsampleNearest2d() {
    Tensor t = Tensor.arange(0f, 6f, Device.CPU).reshape(1, 1, 2, 3);
    Tensor upsampled = t.upsampleNearest2d(4, 6).i(0).i(0);
    assertThat(upsampled.toVec2F32())
        .isDeepEqualTo(
            new float[][] {
              {0, 0, 1, 1, 2, 2}, {0, 0, 1, 1, 2, 2}, {3, 3, 4, 4, 5, 5}, {3, 3, 4, 4, 5, 5}
            });
  }
}
