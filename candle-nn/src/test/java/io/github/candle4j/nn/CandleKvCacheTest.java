package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import org.junit.jupiter.api.Test;

/// The tests of Candle's kv_cache.rs, those of the source file among them.
class CandleKvCacheTest {
  private static final Device CPU = Device.CPU;
  private static final float INF = Float.POSITIVE_INFINITY;

  private static Tensor floats(float... x) {
    return Tensor.of(x, CPU);
  }

  private static Tensor doubles(double... x) {
    return Tensor.of(x, CPU);
  }

  @Test
  void kvCache() {
    Cache cache = new Cache(0, 16);
    for (int round = 0; round < 2; round++) {
      assertThat(cache.currentSeqLen()).isZero();
      assertThat(cache.currentData()).isEmpty();
      cache.append(floats(1, 2, 3));
      assertThat(cache.currentData().orElseThrow().toVec1F32()).containsExactly(1, 2, 3);
      cache.append(floats(4));
      assertThat(cache.currentData().orElseThrow().toVec1F32()).containsExactly(1, 2, 3, 4);
      cache.append(floats(0, 5, 6, 7));
      assertThat(cache.currentData().orElseThrow().toVec1F32())
          .containsExactly(1, 2, 3, 4, 0, 5, 6, 7);
      assertThat(cache.currentSeqLen()).isEqualTo(8);
      cache.reset();
    }
  }

  private static byte[][] mask(RotatingCache cache, int queries) {
    return cache.attnMask(queries, CPU).orElseThrow().toVec2U8();
  }

  @Test
  void rotatingKvCache() {
    RotatingCache cache = new RotatingCache(0, 6);
    for (int round = 0; round < 2; round++) {
      beforeTheRingIsFull(cache);
      afterTheRingIsFull(cache);
      cache.reset();
    }
  }

  private static void beforeTheRingIsFull(RotatingCache cache) {
    assertThat(cache.offset()).isZero();
    assertThat(cache.currentSeqLen()).isZero();
    assertThat(cache.currentData()).isEmpty();
    assertThat(cache.positions(1)).containsExactly(0);
    assertThat(cache.positions(2)).containsExactly(0, 1);
    assertThat(cache.append(doubles(1, 2, 3)).toVec1F64()).containsExactly(1, 2, 3);
    assertThat(cache.positions(0)).containsExactly(0, 1, 2);
    assertThat(cache.positions(1)).containsExactly(0, 1, 2, 3);
    assertThat(cache.positions(2)).containsExactly(0, 1, 2, 3, 4);
    assertThat(cache.positions(3)).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(cache.positions(4)).containsExactly(6, 1, 2, 3, 4, 5);
    assertThat(cache.append(doubles(4)).toVec1F64()).containsExactly(1, 2, 3, 4);
    assertThat(cache.append(doubles(0, 5, 6, 7)).toVec1F64()).containsExactly(6, 7, 3, 4, 0, 5);
    assertThat(cache.currentSeqLen()).isEqualTo(8);
    assertThat(cache.offset()).isEqualTo(2);
    assertThat(cache.append(doubles(8)).toVec1F64()).containsExactly(6, 7, 8, 4, 0, 5);
    assertThat(cache.currentSeqLen()).isEqualTo(9);
    assertThat(cache.offset()).isEqualTo(3);
    assertThat(cache.append(doubles(9, 10, 11)).toVec1F64()).containsExactly(6, 7, 8, 9, 10, 11);
    assertThat(cache.currentSeqLen()).isEqualTo(12);
    assertThat(cache.offset()).isZero();
  }

  private static void afterTheRingIsFull(RotatingCache cache) {
    assertThat(cache.append(doubles(12)).toVec1F64()).containsExactly(12, 7, 8, 9, 10, 11);
    assertThat(cache.currentSeqLen()).isEqualTo(13);
    assertThat(cache.offset()).isEqualTo(1);
    assertThat(mask(cache, 2)).isDeepEqualTo(new byte[][] {{0, 0, 1, 0, 0, 0}, new byte[6]});
    assertThat(mask(cache, 3))
        .isDeepEqualTo(new byte[][] {{0, 0, 1, 1, 0, 0}, {0, 0, 0, 1, 0, 0}, new byte[6]});
    assertThat(cache.positions(0)).containsExactly(12, 7, 8, 9, 10, 11);
    assertThat(cache.positions(2)).containsExactly(12, 13, 14, 9, 10, 11);
    assertThat(cache.positions(3)).containsExactly(12, 13, 14, 15, 10, 11);
    assertThat(cache.positions(8)).containsExactly(13, 14, 15, 16, 17, 18, 19, 20);
    assertThat(cache.append(doubles(0, 1, 2, 3, 4, 5, 6, 7, 8)).toVec1F64())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(cache.currentSeqLen()).isEqualTo(22);
    assertThat(cache.offset()).isZero();
    assertThat(cache.positions(0)).containsExactly(16, 17, 18, 19, 20, 21);
    assertThat(cache.positions(1)).containsExactly(22, 17, 18, 19, 20, 21);
    assertThat(cache.attnMask(1, CPU)).isEmpty();
    assertThat(mask(cache, 2)).isDeepEqualTo(new byte[][] {{0, 1, 0, 0, 0, 0}, new byte[6]});
    assertThat(mask(cache, 3))
        .isDeepEqualTo(new byte[][] {{0, 1, 1, 0, 0, 0}, {0, 0, 1, 0, 0, 0}, new byte[6]});
    assertThat(cache.append(doubles(42)).toVec1F64()).containsExactly(42, 4, 5, 6, 7, 8);
    assertThat(cache.currentSeqLen()).isEqualTo(23);
    assertThat(cache.offset()).isEqualTo(1);
  }

  private static void assertNext(
      ScatteredCacheBuilder cache, boolean[] goesOn, int[][] indices, float[][][] mask) {
    IndicesAndMask iam = cache.indicesAndMask(indices[0].length, goesOn);
    assertThat(iam.indices().toVec2U32()).isDeepEqualTo(indices);
    assertThat(iam.mask().dim(1)).isEqualTo(1);
    assertThat(iam.mask().squeeze(1).toVec3F32()).isDeepEqualTo(mask);
  }

  @Test
  void testScatteredKvCache() {
    ScatteredCacheBuilder cache = new ScatteredCacheBuilder(2, 5, DType.F32, CPU);
    boolean[] first = {true, false};
    boolean[] second = {false, true};
    float[][] all = new float[1][5];
    assertNext(
        cache, first, new int[][] {{0}, {0}}, new float[][][] {{{0, -INF, -INF, -INF, -INF}}, all});
    assertNext(
        cache, first, new int[][] {{1}, {0}}, new float[][][] {{{0, 0, -INF, -INF, -INF}}, all});
    assertNext(
        cache,
        second,
        new int[][] {{2, 2, 2}, {0, 1, 2}},
        new float[][][] {
          new float[3][5],
          {{0, -INF, -INF, -INF, -INF}, {0, 0, -INF, -INF, -INF}, {0, 0, 0, -INF, -INF}}
        });
    assertNext(
        cache,
        new boolean[] {true, true},
        new int[][] {{2, 3, 4}, {3, 4, 0}},
        new float[][][] {
          {{0, 0, 0, -INF, -INF}, {0, 0, 0, 0, -INF}, {0, 0, 0, 0, 0}},
          {{-INF, 0, 0, 0, -INF}, {-INF, 0, 0, 0, 0}, {0, 0, 0, 0, 0}}
        });
    assertNext(cache, first, new int[][] {{0}, {1}}, new float[][][] {all, all});
    assertNext(
        cache,
        first,
        new int[][] {{1, 2}, {1, 1}},
        new float[][][] {{{0, 0, -INF, 0, 0}, {0, 0, 0, 0, 0}}, new float[2][5]});
  }

  private static Tensor zeros(int... dims) {
    return Tensor.zeros(Shape.of(dims), DType.F32, CPU);
  }

  @Test
  void testConcatCacheBasic() {
    ConcatKvCache cache = new ConcatKvCache(2);
    assertThat(cache.isEmpty()).isTrue();
    assertThat(cache.currentSeqLen()).isZero();
    KeyValue kv = cache.append(zeros(1, 8, 3, 64), zeros(1, 8, 3, 64));
    assertThat(kv.k().dims()).containsExactly(1, 8, 3, 64);
    assertThat(kv.v().dims()).containsExactly(1, 8, 3, 64);
    assertThat(cache.currentSeqLen()).isEqualTo(3);
    assertThat(cache.isEmpty()).isFalse();
    kv = cache.append(zeros(1, 8, 2, 64), zeros(1, 8, 2, 64));
    assertThat(kv.k().dims()).containsExactly(1, 8, 5, 64);
    assertThat(kv.v().dims()).containsExactly(1, 8, 5, 64);
    assertThat(cache.currentSeqLen()).isEqualTo(5);
  }

  @Test
  void testConcatCacheReset() {
    ConcatKvCache cache = new ConcatKvCache(2);
    cache.append(zeros(1, 8, 10, 64), zeros(1, 8, 10, 64));
    assertThat(cache.currentSeqLen()).isEqualTo(10);
    cache.reset();
    assertThat(cache.isEmpty()).isTrue();
    assertThat(cache.currentSeqLen()).isZero();
    assertThat(cache.k()).isEmpty();
    assertThat(cache.v()).isEmpty();
  }

  @Test
  void testConcatCacheMultipleAppends() {
    ConcatKvCache cache = new ConcatKvCache(2);
    cache.append(zeros(1, 8, 10, 64), zeros(1, 8, 10, 64));
    assertThat(cache.currentSeqLen()).isEqualTo(10);
    for (int i = 1; i <= 5; i++) {
      KeyValue kv = cache.append(zeros(1, 8, 1, 64), zeros(1, 8, 1, 64));
      assertThat(kv.k().dim(2)).isEqualTo(10 + i);
      assertThat(kv.v().dim(2)).isEqualTo(10 + i);
    }
    assertThat(cache.currentSeqLen()).isEqualTo(15);
  }

  @Test
  void testConcatCacheDifferentDim() {
    ConcatKvCache cache = new ConcatKvCache(1);
    KeyValue kv = cache.append(zeros(1, 3, 8, 64), zeros(1, 3, 8, 64));
    assertThat(kv.k().dims()).containsExactly(1, 3, 8, 64);
    kv = cache.append(zeros(1, 2, 8, 64), zeros(1, 2, 8, 64));
    assertThat(kv.k().dims()).containsExactly(1, 5, 8, 64);
    assertThat(cache.currentSeqLen()).isEqualTo(5);
  }
}
