package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import org.junit.jupiter.api.Test;

/// What caches do beyond the tests of Candle: when something does not fit, and at their borders.
class CacheTest {
  private static final Device CPU = Device.CPU;

  private static Tensor numbers(float... x) {
    return Tensor.fromVec(x, Shape.of(1, 1, x.length, 1), CPU);
  }

  private static float[] values(Tensor x) {
    return x.flattenAll().toVec1F32();
  }

  @Test
  void aPieceOfManyRoomsMakesThemAtOnce() {
    Cache cache = new Cache(0, 3);
    cache.append(Tensor.arange(0f, 2f, CPU));
    cache.append(Tensor.arange(2f, 9f, CPU));
    assertThat(cache.currentData().orElseThrow().toVec1F32())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(cache.maxSeqLen()).isEqualTo(9);
    cache.append(Tensor.of(new float[] {9}, CPU));
    assertThat(cache.maxSeqLen()).isEqualTo(12);
    assertThat(cache.allData().orElseThrow().dims()).containsExactly(12);
  }

  @Test
  void valuesThatAreRefusedTakeTheirKeysWithThem() {
    KvCache cache = new KvCache(2, 2);
    Tensor wide = numbers(1).toDtype(DType.F64);
    cache.append(numbers(1), numbers(2));
    assertThatThrownBy(() -> cache.append(numbers(3, 4), Tensor.cat(2, wide, wide)))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("dtype mismatch");
    assertThat(cache.currentSeqLen()).isEqualTo(1);
    KeyValue all = cache.append(numbers(5), numbers(6));
    assertThat(values(all.k())).containsExactly(1, 5);
    assertThat(values(all.v())).containsExactly(2, 6);
  }

  @Test
  void aRingTakesKeysAndValuesOrNeither() {
    RotatingKvCache cache = new RotatingKvCache(2, 3);
    Var tracked = Var.fromTensor(numbers(4));
    cache.append(numbers(1), numbers(2));
    assertThatThrownBy(() -> cache.append(numbers(3), tracked)).isInstanceOf(CandleException.class);
    assertThatThrownBy(() -> cache.append(tracked, numbers(3))).isInstanceOf(CandleException.class);
    assertThatThrownBy(() -> cache.append(numbers(3), numbers(3).toDtype(DType.F64)))
        .hasMessageStartingWith("dtype mismatch in kv_cache, lhs: F32, rhs: F64\n");
    assertThatThrownBy(() -> cache.append(numbers(3), numbers(3).repeat(1, 2, 1, 1)))
        .hasMessageStartingWith(
            "shape mismatch in kv_cache, lhs: [1, 1, 3, 1], rhs: [1, 2, 1, 1]\n");
    KeyValue all = cache.append(numbers(5), numbers(6));
    assertThat(values(all.k())).containsExactly(1, 5);
    assertThat(values(all.v())).containsExactly(2, 6);
  }

  @Test
  void keysAndValuesOfDifferentNumberAreRefused() {
    String message = "shape mismatch in kv_cache, lhs: [1, 1, 2, 1], rhs: [1, 1, 1, 1]\n";
    assertThatThrownBy(() -> new RotatingKvCache(2, 3).append(numbers(1, 2), numbers(1)))
        .hasMessageStartingWith(message);
    assertThatThrownBy(() -> new ConcatKvCache(2).append(numbers(1, 2), numbers(1)))
        .hasMessageStartingWith(message);
    assertThatThrownBy(() -> new ConcatKvCache(4).append(numbers(1), numbers(1)))
        .hasMessageStartingWith("shape mismatch in kv_cache");
  }

  /// A piece as long as the ring is given back as it is, in its order.
  @Test
  void positionsOfAPieceThatFillsTheRingAreThoseOfTheAppendedTensor() {
    RotatingCache cache = new RotatingCache(0, 4);
    cache.append(Tensor.arange(0f, 2f, CPU));
    int[] positions = cache.positions(4);
    Tensor all = cache.append(Tensor.arange(2f, 6f, CPU));
    assertThat(all.toVec1F32()).containsExactly(2, 3, 4, 5);
    assertThat(positions).containsExactly(2, 3, 4, 5);
  }

  @Test
  void aPieceLongerThanTheRingsIsThereForTheNextStep() {
    ScatteredCacheBuilder builder = new ScatteredCacheBuilder(2, 3, DType.F32, CPU);
    ScatteredKvCache cache = builder.makeCache(1, 1);
    IndicesAndMask first = builder.indicesAndMask(4, new boolean[] {true, false});
    Tensor piece = Tensor.cat(0, numbers(1, 2, 3, 4), numbers(0, 0, 0, 0));
    KeyValue seen = cache.append(piece, piece.neg(), first);
    assertThat(values(seen.k().get(0))).containsExactly(1, 2, 3, 4);
    IndicesAndMask second = builder.indicesAndMask(1, new boolean[] {true, true});
    Tensor next = Tensor.cat(0, numbers(5), numbers(6));
    KeyValue all = cache.append(next, next.neg(), second);
    assertThat(values(all.k().get(0))).containsExactly(4, 5, 3);
    assertThat(values(all.v().get(0))).containsExactly(-4, -5, -3);
    assertThat(values(second.mask().get(0))).containsExactly(0, 0, 0);
    assertThat(values(all.k().get(1))[0]).isEqualTo(6);
    float none = Float.NEGATIVE_INFINITY;
    assertThat(values(second.mask().get(1))).containsExactly(0, none, none);
    assertThatThrownBy(() -> cache.append(piece, piece, second))
        .hasMessageStartingWith("shape mismatch in kv_cache, lhs: [2, 1, 4, 1], rhs: [2, 1]\n");
  }

  @Test
  void attentionRefusesACacheThatGrowsAlongTheHeads() {
    VarBuilder vb = VarBuilder.zeros(DType.F32, CPU);
    MultiHeadAttention attention =
        MultiHeadAttention.multiHeadAttention(
            MultiHeadAttentionConfig.of(8, 4).withNumKvHeads(2), vb);
    Tensor x = Tensor.zeros(Shape.of(1, 1, 8), DType.F32, CPU);
    KvCache cache = new KvCache(1, 8);
    assertThatThrownBy(() -> attention.forward(x, MultiHeadAttention.causalAfter(cache), cache))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("attention: a cache that grows along dimension 1\n");
    assertThat(cache.currentSeqLen()).isZero();
  }
}
