package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Candle's tests/group_norm.rs. Its numbers are rounded to four places.
class CandleGroupNormTest {
  private static final Device CPU = Device.CPU;
  private static final Offset<Float> ROUNDED = within(5.1e-5f);
  private static final float[] INPUT = {
    -0.3034f, 0.2726f, -0.9659f, -1.1845f, -1.3236f, 0.0172f, 1.9507f, 1.2554f, -0.8625f,
    1.0682f, 0.3604f, 0.3985f, -0.4957f, -0.4461f, -0.9721f, 1.5157f, -0.1546f, -0.5596f,
    -1.6698f, -0.4040f, -0.7927f, 0.3736f, -0.0975f, -0.1351f, -0.9461f, 0.5461f, -0.6334f,
    -1.0919f, -0.1158f, 0.1213f, -0.9535f, 0.1281f, 0.4372f, -0.2845f, 0.3488f, 0.5641f
  };

  private static final float[] TWO_GROUPS = {
    -0.1653f, 0.3748f, -0.7866f, -0.9916f, -1.1220f, 0.1353f, 1.9485f, 1.2965f, -0.6896f,
    1.2769f, 0.3628f, 0.4120f, -0.7427f, -0.6786f, -1.3578f, 1.8547f, -0.3022f, -0.8252f,
    -1.9342f, 0.0211f, -0.5793f, 1.2223f, 0.4945f, 0.4365f, -0.8163f, 1.4887f, -0.3333f,
    -1.7960f, -0.0392f, 0.3875f, -1.5469f, 0.3998f, 0.9561f, -0.3428f, 0.7970f, 1.1845f
  };

  private static final float[] THREE_GROUPS = {
    0.4560f, 1.4014f, -0.6313f, -0.9901f, -1.2184f, 0.9822f, 1.4254f, 0.6360f, -1.7682f,
    0.4235f, -0.3800f, -0.3367f, -0.3890f, -0.3268f, -0.9862f, 2.1325f, 0.0386f, -0.4691f,
    -1.8797f, 0.0777f, -0.5234f, 1.2802f, 0.5517f, 0.4935f, -1.0102f, 1.5327f, -0.4773f,
    -1.2587f, 0.4047f, 0.8088f, -1.9074f, 0.1691f, 0.7625f, -0.6230f, 0.5928f, 1.0061f
  };

  @Test
  void groupNorm() {
    Tensor w = Tensor.ones(Shape.of(6), DType.F32, CPU);
    Tensor b = Tensor.zeros(Shape.of(6), DType.F32, CPU);
    GroupNorm gn2 = new GroupNorm(w, b, 6, 2, 1e-5);
    GroupNorm gn3 = new GroupNorm(w, b, 6, 3, 1e-5);
    Tensor input = Tensor.of(INPUT, CPU).reshape(2, 6, 3);
    assertThat(gn2.forward(input).dims()).containsExactly(2, 6, 3);
    assertThat(gn2.forward(input).flattenAll().toVec1F32()).containsExactly(TWO_GROUPS, ROUNDED);
    assertThat(gn3.forward(input).flattenAll().toVec1F32()).containsExactly(THREE_GROUPS, ROUNDED);
  }
}
