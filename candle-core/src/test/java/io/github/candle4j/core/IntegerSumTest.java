package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.op.Op;
import org.junit.jupiter.api.Test;

/// Sums of integers at the ends of their range: exact or an error, never wrapped around.
class IntegerSumTest {
  private static final Device CPU = Device.CPU;
  private static final Tensor TWICE_THE_FIRST = Tensor.zeros(Shape.of(2), DType.U32, CPU);

  private static Tensor longs(long... x) {
    return Tensor.of(x, CPU);
  }

  @Test
  void addedElementsThatDoNotFitNameTheCast() {
    Tensor zeros = Tensor.zeros(Shape.of(3), DType.U8, CPU);
    Tensor src = longs(200, 100).toDtype(DType.U8);
    String[] message = {"the sum 300 does not fit U8", "cast first: x.toDtype(DType.I64)"};
    Errors.of(() -> zeros.scatterAdd(TWICE_THE_FIRST, src, 0))
        .is(Kind.ARGUMENT, "scatter-add")
        .says(message);
    Errors.of(() -> zeros.indexAdd(TWICE_THE_FIRST, src, 0))
        .is(Kind.ARGUMENT, "index-add")
        .says(message);
    Errors.of(() -> zeros.scatterAddSet(TWICE_THE_FIRST, src, 0))
        .is(Kind.ARGUMENT, "scatter-add-set")
        .says(message);
    assertThat(zeros.toVec1U8()).containsExactly(0, 0, 0);
    Tensor fits = longs(200, 55).toDtype(DType.U8);
    assertThat(zeros.scatterAdd(TWICE_THE_FIRST, fits, 0).toDtype(DType.I64).toVec1I64())
        .containsExactly(255, 0, 0);
  }

  @Test
  void addedElementsThatDoNotFitSixtyFourBits() {
    Tensor x = longs(Long.MAX_VALUE - 1, 7);
    Tensor src = longs(1, 1);
    String[] message = {"the sum does not fit I64", "cast first: x.toDtype(DType.F64)"};
    Errors.of(() -> x.scatterAdd(TWICE_THE_FIRST, src, 0)).says(message);
    Errors.of(() -> x.indexAdd(TWICE_THE_FIRST, src, 0)).says(message);
    Errors.of(() -> x.scatterAddSet(TWICE_THE_FIRST, src, 0)).says(message);
    assertThat(x.toVec1I64()).containsExactly(Long.MAX_VALUE - 1, 7);
    x.scatterAddSet(TWICE_THE_FIRST, longs(1, -3), 0);
    assertThat(x.toVec1I64()).containsExactly(Long.MAX_VALUE - 3, 7);
  }

  @Test
  void smallIntegersMayLeaveTheirRangeInBetween() {
    Tensor x = longs(30_000, 0).toDtype(DType.I16);
    Tensor src = longs(30_000, -30_000).toDtype(DType.I16);
    assertThat(x.scatterAdd(TWICE_THE_FIRST, src, 0).toVec1I16()).containsExactly(30_000, 0);
    assertThat(x.indexAdd(TWICE_THE_FIRST, src, 0).toVec1I16()).containsExactly(30_000, 0);
  }

  @Test
  void onlyTheWholeSumMustFit() {
    assertThat(longs(Long.MAX_VALUE, 1, -1).sumAll().toScalarI64()).isEqualTo(Long.MAX_VALUE);
    assertThat(longs(Long.MIN_VALUE, -1, 1).sumAll().toScalarI64()).isEqualTo(Long.MIN_VALUE);
    Tensor rows = Tensor.of(new long[][] {{Long.MAX_VALUE, -5}, {5, -5}, {-5, 5}}, CPU);
    assertThat(rows.sum(0).toVec1I64()).containsExactly(Long.MAX_VALUE, -5);
    Errors.of(() -> longs(Long.MIN_VALUE, -1).sumAll()).is(Kind.ARGUMENT, "sum");
    Errors.of(() -> longs(Long.MAX_VALUE, 1).sumAll()).is(Kind.ARGUMENT, "sum");
  }

  @Test
  void onlyTheWholeSumOfALongRowMustFit() {
    Shape half = Shape.of(2, 100_000);
    Tensor row =
        Tensor.cat(
            1, Tensor.full(Long.MAX_VALUE, half, CPU), Tensor.full(-Long.MAX_VALUE, half, CPU));
    assertThat(row.sum(1).toVec1I64()).containsExactly(0, 0);
    Tensor ends = Tensor.of(new long[][] {{Long.MAX_VALUE}, {Long.MIN_VALUE}}, CPU);
    assertThat(Tensor.cat(1, row, ends).sum(1).toVec1I64())
        .containsExactly(Long.MAX_VALUE, Long.MIN_VALUE);
    Tensor beyond = Tensor.of(new long[][] {{Long.MAX_VALUE, 1}, {0, 0}}, CPU);
    Errors.of(() -> Tensor.cat(1, row, beyond).sum(1))
        .is(Kind.ARGUMENT, "sum")
        .says("the sum does not fit I64", "cast first: x.toDtype(DType.F64)");
  }

  @Test
  void aProductMayFitOnlyTogetherWithWhatIsAdded() {
    // 2^62 · 2 - 1 is the largest I64, -2^62 · 2 - 1 one less than the smallest.
    Tensor b = longs(2, -1);
    assertThat(recurrence(longs(0, 1L << 62), b)).containsExactly(2, Long.MAX_VALUE);
    assertThat(recurrence(longs(0, -(1L << 62)), longs(2, 1)))
        .containsExactly(2, Long.MIN_VALUE + 1);
    assertThat(recurrence(longs(0, 5), longs(-7, 3))).containsExactly(-7, -32);
    Errors.of(() -> recurrence(longs(0, -(1L << 62)), b)).is(Kind.ARGUMENT, "cumprod");
    Errors.of(() -> recurrence(longs(0, 1L << 62), longs(2, 0))).is(Kind.ARGUMENT, "cumprod");
    Errors.of(() -> recurrence(longs(0, 1L << 62), longs(1L << 40, 0)))
        .is(Kind.ARGUMENT, "cumprod")
        .says("the product does not fit I64", "cast first: x.toDtype(DType.F64)");
  }

  private static long[] recurrence(Tensor a, Tensor b) {
    return Tensor.apply(new Op.Recurrence(0, false), a, b).toVec1I64();
  }
}
