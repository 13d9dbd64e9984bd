package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The tests of rotary positions in Candle's ops.rs: the fused forms have the bits of the slow ones.
class CandleRopeTest {
  private static final Device CPU = Device.CPU;
  private static final int B_SIZE = 2;
  private static final int NUM_HEAD = 5;
  private static final int SEQ_LEN = 10;
  private static final int HEAD_DIM = 16;

  private final Random random = new Random(299792458);
  private final Tensor src = numbers(B_SIZE, NUM_HEAD, SEQ_LEN, HEAD_DIM);
  private final Tensor cos = numbers(SEQ_LEN, HEAD_DIM / 2);
  private final Tensor sin = numbers(SEQ_LEN, HEAD_DIM / 2);
  private final Tensor cos2 = numbers(SEQ_LEN, HEAD_DIM / 2);
  private final Tensor sin2 = numbers(SEQ_LEN, HEAD_DIM / 2);

  private Tensor numbers(int... dims) {
    float[] x = new float[Math.toIntExact(Shape.of(dims).elemCount())];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat();
    }
    return Tensor.fromVec(x, Shape.of(dims), CPU);
  }

  private static void assertSame(Tensor a, Tensor b) {
    assertThat(a.dims()).containsExactly(b.dims());
    assertThat(a.sub(b).abs().sumAll().toScalarF32()).isZero();
  }

  private interface Rope {
    Tensor apply(Tensor xs, Tensor cos, Tensor sin);
  }

  /// Angles for each sequence of the batch are those of each sequence alone.
  private void assertBatched(Rope rope, Tensor x) {
    Tensor each =
        Tensor.cat(
            0, rope.apply(x.narrow(0, 0, 1), cos, sin), rope.apply(x.narrow(0, 1, 1), cos2, sin2));
    Tensor both = rope.apply(x, Tensor.stack(0, cos, cos2), Tensor.stack(0, sin, sin2));
    assertSame(both, each);
  }

  @Test
  void ropei() {
    assertSame(RotaryEmb.ropeI(src, cos, sin), RotaryEmb.ropeISlow(src, cos, sin));
    assertBatched(RotaryEmb::ropeI, src);
  }

  @Test
  void rope() {
    assertSame(RotaryEmb.rope(src, cos, sin), RotaryEmb.ropeSlow(src, cos, sin));
    assertBatched(RotaryEmb::rope, src);
  }

  @Test
  void ropeThd() {
    Tensor timeFirst = src.transpose(1, 2).contiguous();
    assertSame(
        RotaryEmb.ropeThd(timeFirst, cos, sin).transpose(1, 2), RotaryEmb.ropeSlow(src, cos, sin));
    assertBatched(RotaryEmb::ropeThd, timeFirst);
  }
}
