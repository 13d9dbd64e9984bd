package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Casts between dtypes; the numbers are those that Candle 0.11.1 gives (tools/oracles/candle).
class CastTest {
  private static final Device CPU = Device.CPU;
  private static final float[] FLOATS = {-3.7f, -2.5f, -0.5f, 0, 0.5f, 1.5f, 2.5f, 300.9f, 1e20f};

  @Test
  void floatsLoseTheirFractionAndStayInRange() {
    for (DType from : new DType[] {DType.F32, DType.F64}) {
      Tensor x = Tensor.of(FLOATS, CPU).toDtype(from);
      assertThat(longs(x, DType.U8)).containsExactly(0, 0, 0, 0, 0, 1, 2, 255, 255);
      assertThat(longs(x, DType.U32)).containsExactly(0, 0, 0, 0, 0, 1, 2, 300, 4294967295L);
      assertThat(longs(x, DType.I16)).containsExactly(-3, -2, 0, 0, 0, 1, 2, 300, 32767);
      assertThat(longs(x, DType.I32)).containsExactly(-3, -2, 0, 0, 0, 1, 2, 300, 2147483647);
      assertThat(longs(x, DType.I64)).containsExactly(-3, -2, 0, 0, 0, 1, 2, 300, Long.MAX_VALUE);
    }
  }

  @Test
  void nanBecomesZero() {
    for (DType to : DType.values()) {
      if (to.isInt()) {
        assertThat(longs(Tensor.of(new float[] {Float.NaN}, CPU), to)).containsExactly(0);
        assertThat(longs(Tensor.of(new double[] {Double.NaN}, CPU), to)).containsExactly(0);
      }
    }
  }

  @Test
  void integersKeepTheirLowBits() {
    Tensor x = Tensor.of(new long[] {-1, 300, 65537, Long.MAX_VALUE}, CPU);
    assertThat(longs(x, DType.U8)).containsExactly(255, 44, 1, 255);
    assertThat(longs(x, DType.I16)).containsExactly(-1, 300, 1, -1);
    assertThat(x.toDtype(DType.F32).toVec1F32()).containsExactly(-1f, 300f, 65537f, 9.223372e18f);
  }

  @Test
  void smallFloatsAreRoundedToNearest() {
    // F16 has 10 bits of fraction, BF16 7: 1 + 2⁻¹¹ and 1 + 2⁻⁸ are halfway and go to the even 1.
    Tensor x = Tensor.of(new float[] {1 + 0x1p-11f, 1 + 0x3p-11f, 1 + 0x1p-8f, 1 + 0x3p-8f}, CPU);
    assertThat(x.toDtype(DType.F16).toVec1F16())
        .containsExactly(1f, 1 + 0x1p-9f, 1 + 0x1p-8f, 1 + 0x3p-8f);
    assertThat(x.toDtype(DType.BF16).toVec1BF16()).containsExactly(1f, 1f, 1f, 1 + 0x1p-6f);
  }

  @Test
  void whatIsTooLargeForF16IsInfinite() {
    // 65504 is the largest F16, 65520 the middle between it and 2¹⁶.
    Tensor x = Tensor.of(new float[] {65504, 65519, 65520, -1e9f}, CPU);
    float inf = Float.POSITIVE_INFINITY;
    assertThat(x.toDtype(DType.F16).toVec1F16()).containsExactly(65504, 65504, inf, -inf);
  }

  @Test
  void whatIsTooLargeForF8IsTheLargest() {
    float[] x = {0.3f, 500, -1000, 0.001f, 17, Float.POSITIVE_INFINITY, Float.NaN, 0};
    Tensor y = Tensor.of(x, CPU).toDtype(DType.F8E4M3).toDtype(DType.F32);
    assertThat(y.toVec1F32())
        .containsExactly(0.3125f, 448, -448, 0.001953125f, 16, 448, Float.NaN, 0);
  }

  @Test
  void everyF16AndBf16SurvivesAWayThroughF32() {
    short[] bits = new short[1 << 16];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (short) i;
    }
    float[] halves = new float[bits.length];
    float[] brains = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      halves[i] = Float.float16ToFloat(bits[i]);
      brains[i] = Float.intBitsToFloat(bits[i] << 16);
    }
    assertThat(Tensor.of(halves, DType.F16, CPU).toDtype(DType.F32).toVec1F32()).isEqualTo(halves);
    assertThat(Tensor.of(brains, DType.BF16, CPU).toDtype(DType.F32).toVec1F32()).isEqualTo(brains);
  }

  @Test
  void integersOfAnyDtypeSurviveAWayThroughI64() {
    for (DType dtype : DType.values()) {
      Tensor x = Tensor.of(new long[] {0, 1, 100}, CPU).toDtype(dtype);
      assertThat(longs(x, DType.I64))
          .as(dtype.asStr())
          .containsExactly(0, 1, dtype == DType.F8E4M3 ? 96 : 100);
    }
  }

  @Test
  void bitsOfIntsAreTakenAsTheyAreWithAnExplicitU32() {
    Tensor x = Tensor.of(new int[] {-1, 7}, DType.U32, CPU);
    assertThat(longs(x, DType.I64)).containsExactly(4294967295L, 7);
    assertThat(x.toVec1U32()).containsExactly(-1, 7);
  }

  private static long[] longs(Tensor x, DType to) {
    return x.toDtype(to).toDtype(DType.I64).toVec1I64();
  }
}
