package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The tests of Candle's varlen_flash_attention.rs for the form without a kernel of its own: against attention over a padded batch with
/// a mask.
class CandleVarlenTest {
  private static final Device CPU = Device.CPU;
  private static final int SIZE = 64;

  private final Random random = new Random(456);

  private Tensor numbers(int... dims) {
    double[] x = new double[Math.toIntExact(Shape.of(dims).elemCount())];
    Arrays.setAll(x, i -> random.nextDouble() * 2 - 1);
    return Tensor.fromVec(x, Shape.of(dims), CPU).toDtype(DType.F32);
  }

  /// What is asked for beside the sizes.
  private record Form(
      boolean causal,
      DType dtype,
      @Nullable Tensor slopes,
      @Nullable Integer left,
      boolean cpuFlash) {
    static Form of(boolean causal, DType dtype) {
      return new Form(causal, dtype, null, null, false);
    }

    static Form cpuFlash(boolean causal, DType dtype) {
      return new Form(causal, dtype, null, null, true);
    }

    Tensor forward(Tensor q, Tensor k, Tensor v, Tensor lengths) {
      double scale = 1 / Math.sqrt(SIZE);
      return cpuFlash
          ? Attention.flashAttnVarlenCpu(
              q, k, v, slopes, lengths, lengths, SIZE, SIZE, scale, causal, left, null)
          : VarlenAttention.flashAttnVarlenUnfused(
              q, k, v, slopes, lengths, lengths, SIZE, SIZE, scale, causal, left, null);
    }

    /// `[heads, SIZE, SIZE]`
    Tensor bias(int n, int heads) {
      float[] bias = new float[heads * SIZE * SIZE];
      for (int i = 0; i < bias.length; i++) {
        int key = i % SIZE;
        int query = i / SIZE % SIZE;
        boolean ahead = key > query && (causal || left != null);
        boolean behind = left != null && query - key > left;
        float slope = slopes == null ? 0 : slopes.get(i / SIZE / SIZE).toScalarF32();
        bias[i] = key >= n || ahead || behind ? -1e10f : -slope * Math.abs(query - key);
      }
      return Tensor.fromVec(bias, Shape.of(heads, SIZE, SIZE), CPU);
    }
  }

  private void check(int batch, int heads, int groups, Form form) {
    int[] lengths = new int[batch];
    Arrays.setAll(lengths, i -> random.nextInt(4, SIZE + 1));
    int total = Arrays.stream(lengths).sum();
    Tensor q = numbers(total, heads, SIZE).toDtype(form.dtype);
    Tensor k = numbers(total, groups, SIZE).toDtype(form.dtype);
    Tensor v = numbers(total, groups, SIZE).toDtype(form.dtype);
    Tensor ids = Tensor.of(lengths, CPU);
    double scale = 1 / Math.sqrt(SIZE);
    Tensor out = form.forward(q, k, v, ids);
    assertThat(out.dims()).containsExactly(total, heads, SIZE);
    Tensor wide = out.toDtype(DType.F32);
    int start = 0;
    for (int n : lengths) {
      Tensor scores = padded(q, start, n, heads).mul(scale).matmul(padded(k, start, n, heads).t());
      Tensor weights = Ops.softmaxLastDim(scores.broadcastAdd(form.bias(n, heads)));
      Tensor y = weights.matmul(padded(v, start, n, heads)).narrow(1, 0, n).transpose(0, 1);
      double difference = wide.narrow(0, start, n).sub(y).abs().maxAll().toScalarF32();
      assertThat(difference).isLessThan(form.dtype == DType.F32 ? 1e-5 : 5e-3);
      start += n;
    }
  }

  /// `[heads, SIZE, SIZE]`: the sequence, then zeros.
  private static Tensor padded(Tensor x, int start, int n, int heads) {
    Tensor part = x.narrow(0, start, n).toDtype(DType.F32).padWithZeros(0, 0, SIZE - n);
    return part.repeatInterleave(heads / x.dim(1), 1).transpose(0, 1).contiguous();
  }

  @Test
  void testPrefillNoncausalUnfusedF32() {
    check(4, 8, 8, Form.of(false, DType.F32));
  }

  @Test
  void testPrefillNoncausalUnfusedF16() {
    check(4, 8, 8, Form.of(false, DType.F16));
  }

  @Test
  void testPrefillCausalUnfusedF32() {
    check(4, 8, 8, Form.of(true, DType.F32));
  }

  @Test
  void testPrefillCausalUnfusedF16() {
    check(4, 8, 8, Form.of(true, DType.F16));
  }

  @Test
  void testPrefillGqaUnfusedF32() {
    check(3, 12, 4, Form.of(false, DType.F32));
  }

  @Test
  void testPrefillGqaCausalUnfusedF32() {
    check(3, 12, 4, Form.of(true, DType.F32));
  }

  @Test
  void testPrefillNoncausalCpuFlashF32() {
    check(4, 8, 8, Form.cpuFlash(false, DType.F32));
  }

  @Test
  void testPrefillNoncausalCpuFlashF16() {
    check(4, 8, 8, Form.cpuFlash(false, DType.F16));
  }

  @Test
  void testPrefillCausalCpuFlashF32() {
    check(4, 8, 8, Form.cpuFlash(true, DType.F32));
  }

  @Test
  void testPrefillCausalCpuFlashF16() {
    check(4, 8, 8, Form.cpuFlash(true, DType.F16));
  }

  @Test
  void testPrefillGqaCpuFlashF32() {
    check(3, 12, 4, Form.cpuFlash(false, DType.F32));
  }

  @Test
  void testPrefillGqaCausalCpuFlashF32() {
    check(3, 12, 4, Form.cpuFlash(true, DType.F32));
  }

  @Test
  void testFusedVsUnfusedNoncausalF32() {
    checkForms(false, DType.F32);
  }

  @Test
  void testFusedVsUnfusedCausalF32() {
    checkForms(true, DType.F32);
  }

  @Test
  void testFusedVsUnfusedNoncausalF16() {
    checkForms(false, DType.F16);
  }

  @Test
  void testFusedVsUnfusedCausalF16() {
    checkForms(true, DType.F16);
  }

  private void checkForms(boolean causal, DType dtype) {
    Tensor lengths = Tensor.of(new int[] {5, 64, 17, 9}, CPU);
    Tensor q = numbers(95, 8, SIZE).toDtype(dtype);
    Tensor k = numbers(95, 8, SIZE).toDtype(dtype);
    Tensor v = numbers(95, 8, SIZE).toDtype(dtype);
    Tensor fused = Form.cpuFlash(causal, dtype).forward(q, k, v, lengths);
    Tensor unfused = Form.of(causal, dtype).forward(q, k, v, lengths);
    assertThat(fused.eq(unfused).allAll().toScalarU8()).isEqualTo((byte) 1);
  }

  @Test
  void windowsAndSlopesAreThoseOfThePaddedForm() {
    Tensor slopes = Tensor.of(new float[] {0.5f, 0.25f}, CPU);
    check(2, 2, 1, new Form(true, DType.F32, slopes, null, false));
    check(2, 2, 1, new Form(false, DType.F32, slopes, 3, false));
    check(2, 2, 2, new Form(false, DType.F32, null, 0, true));
  }

  @Test
  void lengthsThatDoNotFitThrow() {
    Tensor q = numbers(4, 2, SIZE);
    Tensor k = numbers(3, 2, SIZE);
    Tensor four = Tensor.of(new int[] {1, 3}, CPU);
    Tensor three = Tensor.of(new int[] {1, 2}, CPU);
    assertThatThrownBy(() ->
            Attention.flashAttnVarlenUnfused(q, k, k, null, four, three, 3, 2, 1, true, null, null))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith(
            "causal attention requires seq_len_k >= seq_len_q (got k=2, q=3) for batch index 1\n");
    assertThatThrownBy(() ->
            Attention.flashAttnVarlenUnfused(q, k, k, null, four, four, 3, 3, 1, false, null, null))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("lengths [1, 3] and [1, 3] for [4, 2, 64] and [3, 2, 64]\n");
  }

  @Test
  void slopesWindowsAndValuesThatDoNotFitThrow() {
    Tensor q = numbers(4, 2, SIZE);
    Tensor lengths = Tensor.of(new int[] {1, 3}, CPU);
    Tensor one = Tensor.of(new float[] {1}, CPU);
    assertThatThrownBy(() ->
            Attention.flashAttnVarlenCpu(
                q, q, q, one, lengths, lengths, 3, 3, 1, false, null, null))
        .hasMessageStartingWith("shape mismatch in flash_attn_varlen, lhs: [4, 2, 64], rhs: [1]\n");
    assertThatThrownBy(() ->
            Attention.flashAttnVarlenCpu(q, q, q, null, lengths, lengths, 3, 3, 1, false, -1, 0))
        .hasMessageStartingWith("flash_attn_varlen: a window of -1 keys back and 0 ahead\n");
    Tensor more = numbers(5, 2, SIZE);
    assertThatThrownBy(() ->
            Attention.flashAttnVarlenCpu(
                q, q, more, null, lengths, lengths, 3, 3, 1, false, null, null))
        .hasMessageStartingWith(
            "shape mismatch in flash_attn_varlen, lhs: [4, 2, 64], rhs: [5, 2, 64]\n");
  }
}
