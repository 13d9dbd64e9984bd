package io.github.candle4j.core;

import static io.github.candle4j.core.Listed.assertRounded;
import static io.github.candle4j.core.Listed.var;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The parts of `unary_grad` in Candle's grad_tests.rs that interpolate: each element of the input gets the sum of the
/// numbers 1, 2, 3, ... at the places that were drawn from it.
class CandleGradWindowTest {
  private static final double[] NINE = {1, 2, 3, 4, 5, 6, 7, 8, 9};

  @Test
  void unaryGradOfInterpolate1d() {
    Var x = var(NINE, 1, 3, 3);
    // 1+2+3+4, 5+6+7+8, ...
    check(x, x.interpolate1d(12), 10, 26, 42, 58, 74, 90, 106, 122, 138);
  }

  @Test
  void unaryGradOfInterpolate2d() {
    Var nine = var(NINE, 1, 1, 3, 3);
    // 1+2+7+8, 3+4+9+10, ...
    check(nine, nine.interpolate2d(6, 6), 18, 26, 34, 66, 74, 82, 114, 122, 130);

    Var four = var(new double[] {1, 2, 4, 5}, 1, 1, 2, 2);
    // 1+2+3+7+8+9+13+14+15, ...; Candle's comment has 243 for the last sum, its assertion 261.
    check(four, four.interpolate2d(6, 6), 72, 99, 234, 261);

    double[] eight = {1, 2, 4, 5, 6, 7, 8, 9};
    Var channels = var(eight, 1, 2, 2, 2);
    check(channels, channels.interpolate2d(4, 4), 14, 22, 46, 54, 78, 86, 110, 118);
    Var batch = var(eight, 2, 1, 2, 2);
    check(batch, batch.interpolate2d(4, 4), 14, 22, 46, 54, 78, 86, 110, 118);
  }

  private static void check(Var x, Tensor y, double... expected) {
    Tensor row = y.reshape(1, -1);
    Tensor z = Tensor.arange(1f, row.dim(1) + 1f, Device.CPU).unsqueeze(1);
    Tensor gradient = row.matmul(z).backward().get(x).orElseThrow();
    assertThat(gradient.shape()).isEqualTo(x.shape());
    assertRounded(4, gradient, expected);
  }
}
