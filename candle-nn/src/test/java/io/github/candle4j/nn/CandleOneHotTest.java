package io.github.candle4j.nn;

import static io.github.candle4j.nn.Encoding.oneHot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import org.junit.jupiter.api.Test;

/// The tests of Candle's one_hot.rs.
class CandleOneHotTest {
  private static final Device CPU = Device.CPU;
  private static final int DEPTH = 4;

  private static Tensor indices() {
    return Tensor.of(new long[][] {{0, 2}, {1, -1}}, CPU);
  }

  @Test
  void testI64OneHot() {
    Tensor oneHot = oneHot(indices(), DEPTH, 1f, 0f);
    float[][][] expected = {{{1, 0, 0, 0}, {0, 0, 1, 0}}, {{0, 1, 0, 0}, {0, 0, 0, 0}}};
    assertThat(oneHot.shape()).isEqualTo(Shape.of(2, 2, DEPTH));
    assertThat(oneHot.toVec3F32()).isDeepEqualTo(expected);
  }

  @Test
  void testRank3OneHot() {
    Tensor indices = Tensor.of(new long[][][] {{{0, 1}, {2, 3}}, {{3, 1}, {1, -1}}}, CPU);
    Tensor oneHot = oneHot(indices, DEPTH, 1f, 0f);
    assertThat(oneHot.dims()).containsExactly(2, 2, 2, 4);
    float[][][] expected = {{{0, 0, 0, 1}, {0, 1, 0, 0}}, {{0, 1, 0, 0}, {0, 0, 0, 0}}};
    assertThat(oneHot.get(1).toVec3F32()).isDeepEqualTo(expected);
  }

  @Test
  void testU8OneCold() {
    Tensor oneCold = oneHot(indices(), DEPTH, (byte) 0, (byte) 1);
    byte[][][] expected = {{{0, 1, 1, 1}, {1, 1, 0, 1}}, {{1, 0, 1, 1}, {1, 1, 1, 1}}};
    assertThat(oneCold.shape()).isEqualTo(Shape.of(2, 2, DEPTH));
    assertThat(oneCold.toVec3U8()).isDeepEqualTo(expected);
  }

  @Test
  void testIter() {
    long[][] matrix = indices().toVec2I64();
    long[] v = new long[DEPTH * 2 * 2];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        v[i * DEPTH * 2 + j * DEPTH] = matrix[i][j];
      }
    }
    assertThat(v).containsExactly(0, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, -1, 0, 0, 0);
  }

  @Test
  void moreThanATensorHoldsThrows() {
    Tensor many = Tensor.zeros(Shape.of(1 << 16), DType.U32, CPU);
    assertThatThrownBy(() -> oneHot(many, 1 << 16, 1f, 0f))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("the shape [65536, 65536] has 4294967296 elements");
  }
}
