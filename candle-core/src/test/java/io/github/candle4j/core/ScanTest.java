package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.op.Op;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Scans and products in every dtype, and those of integers that do not fit.
class ScanTest {
  private static final Device CPU = Device.CPU;

  @Test
  void sumsAndProductsInEveryDtype() {
    for (DType dtype : DType.values()) {
      Tensor x = Tensor.of(new float[][] {{1, 2, 3}, {2, 1, 2}}, CPU).toDtype(dtype);
      is(x.cumsum(1), new float[][] {{1, 3, 6}, {2, 3, 5}});
      is(x.cumsum(0), new float[][] {{1, 2, 3}, {3, 3, 5}});
      is(x.cumprod(1), new float[][] {{1, 2, 6}, {2, 2, 4}});
      is(x.cumprod(-2), new float[][] {{1, 2, 3}, {2, 2, 6}});
      is(x.t().cumsum(0).t(), new float[][] {{1, 3, 6}, {2, 3, 5}});
      is(x.prodKeepdim(1), new float[][] {{6}, {4}});
      assertThat(x.prodAll().toDtype(DType.F32).toScalarF32()).isEqualTo(24);
      assertThat(x.prod(0, 1).dtype()).isEqualTo(dtype);
      assertThat(x.prod(List.of(1)).dims()).containsExactly(2);
    }
  }

  private static void is(Tensor x, float[][] expected) {
    assertThat(x.toDtype(DType.F32).toVec2F32()).as(x.dtype().asStr()).isEqualTo(expected);
  }

  @Test
  void recurrencesByHand() {
    Tensor a = Tensor.of(new double[] {9, 2, 3}, CPU);
    Tensor b = Tensor.of(new double[] {1, 10, 100}, CPU);
    assertThat(Tensor.apply(new Op.Recurrence(0, false), a, b).toVec1F64())
        .containsExactly(1, 12, 136);
    assertThat(Tensor.apply(new Op.Recurrence(0, true), a, b).toVec1F64())
        .containsExactly(9 * 210 + 1, 210, 100);
    assertThat(Tensor.apply(new Op.CumSum(0, true), b).toVec1F64()).containsExactly(111, 110, 100);
  }

  @Test
  void linesWiderThanOneTask() {
    // Column j holds j in each of 5 rows: the sums are j, 2j, 3j, ..
    Tensor x = Tensor.arange(0f, 1500f, CPU).broadcastAs(2, 5, 1500);
    float[][][] sums = x.cumsum(1).toVec3F32();
    for (int j = 0; j < 1500; j++) {
      assertThat(sums[1][4][j]).isEqualTo(5f * j);
      assertThat(sums[0][1][j]).isEqualTo(2f * j);
    }
  }

  @Test
  void floatSumsDoNotDrift() {
    // Each step adds 0.1f exactly to a double; in float alone the last sum would be off by 0.4 %.
    float[] sums = Tensor.full(0.1f, Shape.of(1_000_000), CPU).cumsum(0).toVec1F32();
    assertThat(sums[999_999]).isEqualTo((float) (1e6 * 0.1f));
  }

  @Test
  void sumsThatDoNotFitNameTheCast() {
    Tensor u8 = Tensor.of(new byte[] {(byte) 200, 100}, CPU);
    Errors.of(() -> u8.cumsum(0))
        .is(Kind.ARGUMENT, "cumsum")
        .says("the sum 300 does not fit U8", "cast first: x.toDtype(DType.I64)");
    Errors.of(() -> u8.sum(0))
        .is(Kind.ARGUMENT, "sum")
        .says("the sum 300 does not fit U8", "cast first: x.toDtype(DType.I64)");
    Tensor i64 = Tensor.of(new long[] {1L << 62, 1L << 62}, CPU);
    Errors.of(() -> i64.cumsum(0))
        .is(Kind.ARGUMENT, "cumsum")
        .says("the sum does not fit I64", "cast first: x.toDtype(DType.F64)");
    assertThat(i64.neg().cumsum(0).toVec1I64()).containsExactly(-(1L << 62), Long.MIN_VALUE);
  }

  @Test
  void productsThatDoNotFitNameTheCast() {
    Tensor u8 = Tensor.of(new byte[] {20, 20}, CPU);
    Errors.of(() -> u8.prod(0))
        .is(Kind.ARGUMENT, "prod")
        .says("the product 400 does not fit U8", "cast first: x.toDtype(DType.I64)");
    Errors.of(() -> u8.cumprod(0))
        .is(Kind.ARGUMENT, "cumprod")
        .says("the product 400 does not fit U8", "cast first: x.toDtype(DType.I64)");
    Tensor i64 = Tensor.of(new long[] {1L << 32, 1L << 31}, CPU);
    Errors.of(() -> i64.prod(0))
        .is(Kind.ARGUMENT, "prod")
        .says("the product does not fit I64", "cast first: x.toDtype(DType.F64)");
    Errors.of(() -> i64.cumprod(0)).is(Kind.ARGUMENT, "cumprod");
    // -2^63 fits although 2^63 does not, and a zero makes any product fit.
    assertThat(product(1L << 32, 1L << 31, -1)).isEqualTo(Long.MIN_VALUE);
    assertThat(product(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    assertThat(product(Long.MAX_VALUE, -1)).isEqualTo(-Long.MAX_VALUE);
    assertThat(product(1L << 40, 1L << 40, 0)).isEqualTo(0);
    Errors.of(() -> product(Long.MIN_VALUE, -1)).is(Kind.ARGUMENT, "prod");
  }

  private static long product(long... x) {
    return Tensor.of(x, CPU).prod(0).toScalarI64();
  }

  @Test
  void dimensionsOutOfRangeAreNamed() {
    Tensor x = Tensor.zeros(Shape.of(2), DType.F32, CPU);
    Errors.of(() -> x.cumsum(1))
        .is(Kind.SHAPE, "cumsum")
        .says(
            "cumsum: dimension index 1 out of range for shape [2]",
            "dimensions go from 0 to 0, or from -1 (the last) to -1");
    Errors.of(() -> x.cumprod(-2)).is(Kind.SHAPE, "cumprod");
    Errors.of(() -> x.prod(0, 0))
        .is(Kind.SHAPE, "prod")
        .says("prod: duplicate dim index [0, 0] for shape [2]");
    Errors.of(() -> x.max(0, -1)).is(Kind.SHAPE, "max");
  }
}
