package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.D;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import org.junit.jupiter.api.Test;

/// The tests of Candle's cpu_flash_attn.rs.
class CandleFlashAttnTest {
  private static final Device CPU = Device.CPU;

  private static Tensor numbers(int... dims) {
    return Tensor.randn(0f, 1f, Shape.of(dims), CPU);
  }

  private static double scale(int d) {
    return 1 / Math.sqrt(d);
  }

  private static Tensor referenceSdpa(Tensor q, Tensor k, Tensor v, double scale) {
    return Ops.softmaxLastDim(q.mul(scale).matmul(k.t())).matmul(v);
  }

  private static Tensor referenceCausalSdpa(Tensor q, Tensor k, Tensor v, double scale) {
    Tensor mask = causalMask(q.dim(2), k.dim(2));
    return Ops.softmaxLastDim(q.mul(scale).matmul(k.t()).broadcastAdd(mask)).matmul(v);
  }

  private static Tensor causalMask(int queries, int keys) {
    float[] mask = new float[queries * keys];
    for (int i = 0; i < queries; i++) {
      for (int j = 0; j < keys; j++) {
        mask[i * keys + j] = j <= i + keys - queries ? 0 : Float.NEGATIVE_INFINITY;
      }
    }
    return Tensor.fromVec(mask, Shape.of(1, 1, queries, keys), CPU);
  }

  private static Tensor flash(Tensor q, Tensor k, Tensor v, AttnMask mask) {
    Tensor[] t = {q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2)};
    return Attention.flashAttn(t[0], t[1], t[2], scale(q.dim(3)), mask, null, null);
  }

  private static void assertClose(Tensor a, Tensor b, double tolerance) {
    assertThat(a.dims()).containsExactly(b.dims());
    assertThat((double) a.sub(b).abs().maxAll().toScalarF32()).isLessThan(tolerance);
  }

  private static Tensor repeated(Tensor x, int reps) {
    return x.repeatInterleave(reps, 1);
  }

  @Test
  void causalDecodeB1() {
    Tensor q = numbers(1, 4, 1, 16);
    Tensor k = numbers(1, 4, 32, 16);
    Tensor v = numbers(1, 4, 32, 16);
    Tensor out = flash(q, k, v, AttnMask.causalWithOffset(31));
    assertClose(out, referenceSdpa(q, k, v, scale(16)), 1e-5);
  }

  @Test
  void causalPrefillB1() {
    Tensor q = numbers(1, 4, 8, 16);
    Tensor k = numbers(1, 4, 8, 16);
    Tensor v = numbers(1, 4, 8, 16);
    Tensor out = flash(q, k, v, AttnMask.causal());
    assertClose(out, referenceCausalSdpa(q, k, v, scale(16)), 1e-5);
  }

  @Test
  void causalPrefillWithOffset() {
    Tensor q = numbers(1, 4, 4, 16);
    Tensor k = numbers(1, 4, 12, 16);
    Tensor v = numbers(1, 4, 12, 16);
    Tensor out = flash(q, k, v, AttnMask.causalWithOffset(8));
    assertClose(out, referenceCausalSdpa(q, k, v, scale(16)), 1e-5);
  }

  @Test
  void causalDecodeGqa() {
    Tensor q = numbers(1, 8, 1, 16);
    Tensor k = numbers(1, 2, 20, 16);
    Tensor v = numbers(1, 2, 20, 16);
    Tensor out = flash(q, k, v, AttnMask.causalWithOffset(19));
    assertClose(out, referenceSdpa(q, repeated(k, 4), repeated(v, 4), scale(16)), 1e-5);
  }

  @Test
  void standardNoMaskB1() {
    Tensor q = numbers(1, 4, 8, 16);
    Tensor k = numbers(1, 4, 8, 16);
    Tensor v = numbers(1, 4, 8, 16);
    Tensor out = flash(q, k, v, AttnMask.NONE);
    assertClose(out, referenceSdpa(q, k, v, scale(16)), 1e-5);
  }

  @Test
  void standardWithMaskB1() {
    Tensor q = numbers(1, 2, 4, 8);
    Tensor k = numbers(1, 2, 4, 8);
    Tensor v = numbers(1, 2, 4, 8);
    Tensor mask = causalMask(4, 4).squeeze(0);
    Tensor out = flash(q, k, v, new AttnMask.Mask(mask));
    assertClose(out, referenceCausalSdpa(q, k, v, scale(8)), 1e-4);
  }

  /// There is no kernel that reads keys and values side by side: they are two views of the cache.
  @Test
  void interleavedKvDecode() {
    Tensor q = numbers(1, 8, 1, 16);
    Tensor k = numbers(1, 2, 20, 16);
    Tensor v = numbers(1, 2, 20, 16);
    InterleavedKvCache cache = new InterleavedKvCache(16);
    cache.append(k.narrow(2, 0, 19), v.narrow(2, 0, 19));
    Tensor kv = cache.append(k.narrow(2, 19, 1), v.narrow(2, 19, 1)).unsqueeze(0);
    assertThat(cache.currentSeqLen()).isEqualTo(20);
    Tensor out =
        Attention.flashAttn(
            q.transpose(1, 2),
            kv.narrow(3, 0, 16),
            kv.narrow(D.MINUS1, 16, 16),
            scale(16),
            AttnMask.causalWithOffset(19));
    assertClose(out, referenceSdpa(q, repeated(k, 4), repeated(v, 4), scale(16)), 1e-5);
  }

  @Test
  void halfTypesAreComputedInF32() {
    Tensor q = numbers(1, 4, 8, 16);
    Tensor half = q.toDtype(DType.F16);
    Tensor out = flash(half, half, half, AttnMask.causal());
    assertThat(out.dtype()).isEqualTo(DType.F16);
    Tensor wide = half.toDtype(DType.F32);
    // One rounding to F16 of numbers below 4.
    assertClose(out.toDtype(DType.F32), referenceCausalSdpa(wide, wide, wide, scale(16)), 0x1p-9);
  }
}
