package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.AttentionOptions;
import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import org.junit.jupiter.api.Test;

/// Attention against PyTorch's scaled_dot_product_attention (tools/oracles/nn/attention.py), and caches.
class AttentionTest {
  private static final Device CPU = Device.CPU;
  private static final AttentionOptions PLAIN = AttentionOptions.defaults();

  /// Two batches of q `[4, 3, 4]`, k and v `[2, 5, 4]`, one after the other.
  private static Tensor sdpa(Tensor x, AttentionOptions options) {
    Tensor q = x.narrow(1, 0, 48).reshape(2, 4, 3, 4);
    Tensor k = x.narrow(1, 48, 40).reshape(2, 2, 5, 4);
    Tensor v = x.narrow(1, 88, 40).reshape(2, 2, 5, 4);
    return Fused.attention(q, k, v, options);
  }

  @Test
  void attentionIsPyTorchs() {
    Tensor hidden = Oracle.of("sdpa_flags").get("hidden");
    Tensor mask = Oracle.of("sdpa_added").get("mask");
    LayerCheck.check("sdpa_plain", _ -> PLAIN.withScale(0.7), (o, x) -> sdpa(x, o));
    LayerCheck.check("sdpa_causal", _ -> PLAIN.withCausal(), (o, x) -> sdpa(x, o));
    LayerCheck.check("sdpa_flags", _ -> PLAIN.withMask(hidden), (o, x) -> sdpa(x, o));
    LayerCheck.check("sdpa_added", _ -> PLAIN.withMask(mask), (o, x) -> sdpa(x, o));
  }

  @Test
  void queriesThatSeeNothingGiveZeros() {
    Var x = Var.fromTensor(Tensor.randn(0.0, 1.0, Shape.of(1, 1, 2, 3), CPU));
    Tensor flags = Tensor.of(new byte[][] {{1, 1}, {0, 1}}, CPU);
    double inf = Double.NEGATIVE_INFINITY;
    Tensor added = Tensor.of(new double[][] {{inf, inf}, {0, inf}}, CPU);
    for (AttentionOptions options :
        new AttentionOptions[] {
          PLAIN.withMask(flags), PLAIN.withMask(added), PLAIN.withCausalOffset(-1)
        }) {
      Tensor y = Fused.attention(x, x, x, options);
      assertThat(y.i(0, 0, 0).toVec1F64()).containsOnly(0);
      assertThat(y.i(0, 0, 1).toVec1F64()).containsExactly(x.i(0, 0, 0).toVec1F64(), within(1e-15));
      Tensor g = y.sumAll().backward().get(x).orElseThrow();
      assertThat(g.isFinite().allAll().toScalarU8()).isEqualTo((byte) 1);
    }
  }

  @Test
  void causalAndAMaskHoldTogether() {
    Tensor x = Tensor.randn(0.0, 1.0, Shape.of(1, 1, 2, 3), CPU);
    Tensor flags = Tensor.of(new byte[] {1, 0}, CPU);
    Tensor y = Fused.attention(x, x, x, PLAIN.withMask(flags).withCausal());
    assertThat(y.i(0, 0, 0).toVec1F64()).containsOnly(0);
    assertThat(y.i(0, 0, 1).toVec1F64()).containsExactly(x.i(0, 0, 1).toVec1F64(), within(1e-15));
  }

  @Test
  void nothingAsksOrIsSeen() {
    Tensor x = Tensor.ones(Shape.of(2, 4, 3, 8), DType.F32, CPU);
    Tensor none = x.narrow(2, 0, 0);
    assertThat(Fused.attention(none, x, x, PLAIN.withCausal()).dims()).containsExactly(2, 4, 0, 8);
    Tensor blind = Fused.attention(x, none, none, PLAIN);
    assertThat(blind.dims()).containsExactly(2, 4, 3, 8);
    assertThat(blind.flattenAll().toVec1F32()).containsOnly(0);
  }

  @Test
  void dropoutKeepsTheMean() {
    CPU.setSeed(5);
    Tensor one = Tensor.ones(Shape.of(1, 1, 200, 1), DType.F64, CPU);
    Tensor y = Fused.attention(one, one, one, PLAIN.withDropout(0.25));
    // 200 weights of 1/200, kept with 3/4 and divided by it: the deviation of a row is
    // √((1/4)/(3/4)/200) = 0.04.
    assertThat(y.meanAll().toScalarF64()).isCloseTo(1, within(5 * 0.041 / Math.sqrt(200)));
    double deviation = y.sub(1).sqr().meanAll().sqrt().toScalarF64();
    assertThat(deviation).isCloseTo(0.041, within(0.01));
  }

  @Test
  void distancesOfAlibiAreTakenOff() {
    Tensor x = Tensor.zeros(Shape.of(1, 3, 2, 1), DType.F64, CPU);
    Tensor v = Tensor.of(new double[] {1, 10, 100}, CPU).reshape(1, 3, 1, 1).repeat(1, 1, 2, 1);
    Tensor y = Attention.flashAttn(x, x, v, 1, AttnMask.causal(), 8.0, null);
    // Two heads, slopes 2^-4 and 2^-8; the last query is 2, 1, 0 away.
    double[] slopes = {1 / 16.0, 1 / 256.0};
    for (int h = 0; h < 2; h++) {
      double a = Math.exp(-2 * slopes[h]);
      double b = Math.exp(-slopes[h]);
      assertThat(y.i(0, h, 2, 0).toScalarF64())
          .isCloseTo((a + 10 * b + 100) / (a + b + 1), within(1e-12));
    }
  }

  @Test
  void distancesWantNumbersAndMasksOfFloats() {
    Tensor x = Tensor.ones(Shape.of(1, 2, 2, 2), DType.F32, CPU);
    AttnMask flags = new AttnMask.Mask(Tensor.zeros(Shape.of(2, 2), DType.U8, CPU));
    assertThatThrownBy(() -> Attention.flashAttn(x, x, x, 1, flags, 8.0, null))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "unsupported dtype U8 for op flash_attn\n"
                + "with maxBias a mask is of floats, -inf for what is left out");
    assertThatThrownBy(() -> Attention.flashAttn(x, x, x, 1, AttnMask.NONE, Double.NaN, null))
        .isInstanceOf(CandleException.class)
        .hasMessage("flash_attn: maxBias must be finite, got NaN");
  }

  @Test
  void shapesThatDoNotFitThrow() {
    Tensor q = Tensor.zeros(Shape.of(2, 4, 3, 8), DType.F32, CPU);
    Tensor k = Tensor.zeros(Shape.of(2, 3, 5, 8), DType.F32, CPU);
    assertThatThrownBy(() -> Fused.attention(q, k, k, PLAIN))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "attention: 4 heads of queries, 3 of keys\n"
                + "the heads of keys must divide those of queries");
    assertThatThrownBy(() -> Fused.attention(q, k.narrow(3, 0, 4), k, PLAIN))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith(
            "shape mismatch in attention, lhs: [2, 4, 3, 8], rhs: [2, 3, 5, 4]");
    assertThatThrownBy(() -> Fused.attention(q, q, q.narrow(2, 0, 2), PLAIN))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith(
            "shape mismatch in attention, lhs: [2, 4, 3, 8], rhs: [2, 4, 2, 8]");
    assertThatThrownBy(() -> Fused.attention(q, q, q.toDtype(DType.F64), PLAIN))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("dtype mismatch in attention, lhs: F32, rhs: F64\n");
    assertThatThrownBy(() -> Fused.attention(q, q, q, PLAIN.withMask(q.get(0))))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "shape mismatch in attention, lhs: [2, 4, 3, 8], rhs: [4, 3, 8]\n"
                + "a mask is broadcast to [batch, heads, queries, keys], here [2, 4, 3, 3]");
    assertThatThrownBy(() -> PLAIN.withDropout(1.5))
        .isInstanceOf(CandleException.class)
        .hasMessage("attention: dropout must be 0 or more and below 1, got 1.5");
    assertThatThrownBy(() -> PLAIN.withScale(Double.NaN))
        .isInstanceOf(CandleException.class)
        .hasMessage("attention: the scale must be finite, got NaN");
    assertThatThrownBy(() -> PLAIN.withSoftcap(-1))
        .isInstanceOf(CandleException.class)
        .hasMessage("attention: softcap must be 0 or more and finite, got -1.0");
  }

  @Test
  void cachesGrowBeyondTheirRoom() {
    KvCache cache = new KvCache(1, 2);
    ConcatKvCache joined = new ConcatKvCache(1);
    for (int n : new int[] {1, 5, 2}) {
      Tensor x = Tensor.randn(0f, 1f, Shape.of(2, n, 3), CPU);
      KeyValue a = cache.append(x, x.mul(2));
      KeyValue b = joined.append(x, x.mul(2));
      assertThat(a.k().flattenAll().toVec1F32()).isEqualTo(b.k().flattenAll().toVec1F32());
      assertThat(a.v().flattenAll().toVec1F32()).isEqualTo(b.v().flattenAll().toVec1F32());
    }
    assertThat(cache).hasToString("KvCache(8 of 8 along dimension 1)");
    assertThat(joined).hasToString("ConcatKvCache(8 along dimension 1)");
    Tensor other = Tensor.zeros(Shape.of(3, 1, 3), DType.F32, CPU);
    assertThatThrownBy(() -> cache.append(other, other)).isInstanceOf(CandleException.class);
    Tensor two = Tensor.zeros(Shape.of(2, 2, 3), DType.F32, CPU);
    assertThatThrownBy(() -> cache.append(two, two.narrow(1, 0, 1)))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "shape mismatch in kv_cache, lhs: [2, 2, 3], rhs: [2, 1, 3]\n"
                + "keys and values are as many along dimension 1");
    assertThat(cache.currentSeqLen()).isEqualTo(8);
  }

  @Test
  void gradientsAreKeptOrRefusedButNotLost() {
    Var x = Var.of(new float[][] {{1, 2}}, CPU);
    ConcatKvCache joined = new ConcatKvCache(0);
    joined.append(x, x);
    Tensor all = joined.append(x.mul(3), x).k();
    assertThat(all.sumAll().backward().get(x).orElseThrow().toVec2F32()[0]).containsExactly(4, 4);
    Cache cache = new Cache(0, 4);
    assertThatThrownBy(() -> cache.append(x))
        .isInstanceOf(CandleException.class)
        .hasMessageContaining("noGrad");
    Tensor.noGrad(() -> cache.append(x));
    assertThat(cache.currentSeqLen()).isEqualTo(1);
  }

  @Test
  void scatteredCachesWriteWhereTheBuilderSays() {
    ScatteredCacheBuilder builder = new ScatteredCacheBuilder(2, 3, DType.F32, CPU);
    ScatteredKvCache cache = builder.makeCache(1, 1);
    Tensor x = Tensor.of(new float[] {1, 2}, CPU).reshape(2, 1, 1, 1);
    cache.append(x, x, builder.indicesAndMask(1, new boolean[] {true, true}));
    KeyValue all =
        cache.append(x.mul(10), x, builder.indicesAndMask(1, new boolean[] {true, true}));
    assertThat(all.k().flattenAll().toVec1F32()).containsExactly(1, 10, 0, 2, 20, 0);
    assertThat(builder.positions()).containsExactly(2, 2);
    builder.resetBatchIndex(1);
    assertThat(builder.positions()).containsExactly(2, 0);
    IndicesAndMask many = builder.indicesAndMask(4, new boolean[] {true, false});
    assertThat(many.indices().toVec2U32()[0]).containsExactly(2, 0, 1, 2);
    assertThat(many.mask().dims()).containsExactly(4, 4);
    assertThatThrownBy(() -> builder.resetBatchIndex(2))
        .isInstanceOf(CandleException.class)
        .hasMessage("kv_cache: no sequence 2\nthere are 2, from 0 on");
    assertThatThrownBy(() -> builder.indicesAndMask(1, new boolean[] {true}))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("kv_cache: 1 flags for 2 sequences of 1\n");
    assertThatThrownBy(() -> new Cache(0, 0))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("kv_cache: dimension 0, room for 0\n");
  }
}
