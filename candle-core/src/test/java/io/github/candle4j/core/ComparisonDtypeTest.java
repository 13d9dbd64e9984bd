package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Comparison, choice, clamp and flags in every dtype, against the table of tools/oracles/selection.py.
class ComparisonDtypeTest {
  private static final Device CPU = Device.CPU;
  private static final Tensor A = Tensor.of(new float[] {1, 2, 3, 100, 7}, CPU);

  /// The last one is the largest of the five that every dtype holds exactly, F8E4M3 (3 bits of mantissa) too.
  private static final Tensor B = Tensor.of(new float[] {2, 2, 2, 99, 120}, CPU);

  private static final Map<CmpOp, byte[]> TABLE =
      Map.of(
          CmpOp.EQ, new byte[] {0, 1, 0, 0, 0},
          CmpOp.NE, new byte[] {1, 0, 1, 1, 1},
          CmpOp.LE, new byte[] {1, 1, 0, 0, 1},
          CmpOp.GE, new byte[] {0, 1, 1, 1, 0},
          CmpOp.LT, new byte[] {1, 0, 0, 0, 1},
          CmpOp.GT, new byte[] {0, 0, 1, 1, 0});

  private static Tensor b(DType dtype) {
    // 99 and 100 are one number in F8E4M3, whose steps are 8 there: 88 is smaller in all dtypes.
    return dtype == DType.F8E4M3
        ? Tensor.of(new float[] {2, 2, 2, 88, 120}, CPU).toDtype(dtype)
        : B.toDtype(dtype);
  }

  private static Tensor a(DType dtype) {
    return dtype == DType.F8E4M3
        ? Tensor.of(new float[] {1, 2, 3, 96, 7}, CPU).toDtype(dtype)
        : A.toDtype(dtype);
  }

  @Test
  void everyComparisonInEveryDtype() {
    for (DType dtype : DType.values()) {
      for (CmpOp op : CmpOp.values()) {
        Tensor y = a(dtype).cmp(b(dtype), op);
        assertThat(y.dtype()).isEqualTo(DType.U8);
        assertThat(y.toVec1U8()).as("%s %s", op, dtype).isEqualTo(TABLE.get(op));
      }
    }
  }

  @Test
  void namedComparisonsAreThoseOfCmp() {
    Map<CmpOp, Tensor> named =
        Map.of(
            CmpOp.EQ, A.eq(B),
            CmpOp.NE, A.ne(B),
            CmpOp.LE, A.le(B),
            CmpOp.GE, A.ge(B),
            CmpOp.LT, A.lt(B),
            CmpOp.GT, A.gt(B));
    named.forEach((op, y) -> assertThat(y.toVec1U8()).isEqualTo(TABLE.get(op)));
    assertThat(A.cmp(3, CmpOp.GE).toVec1U8()).containsExactly(0, 0, 1, 1, 1);
    assertThat(A.cmp(3, CmpOp.LT).toVec1U8()).containsExactly(1, 1, 0, 0, 0);
    Errors.of(() -> A.toDtype(DType.U32).cmp(0.5, CmpOp.EQ)).is(Kind.DTYPE, "eq");
    Errors.of(() -> A.cmp(B.toDtype(DType.F64), CmpOp.LE)).is(Kind.DTYPE, "cmp");
  }

  @Test
  void choiceAndClampInEveryDtype() {
    for (DType dtype : DType.values()) {
      Tensor a = a(dtype);
      Tensor b = b(dtype);
      float big = dtype == DType.F8E4M3 ? 96 : 100;
      assertThat(numbers(a.gt(b).whereCond(a, b))).containsExactly(2, 2, 3, big, 120);
      // 50 is no F8E4M3; 48 is.
      float top = dtype == DType.F8E4M3 ? 48 : 50;
      assertThat(numbers(a.clamp(2, top))).containsExactly(2, 2, 3, top, 7);
      Tensor low = Tensor.full(2f, Shape.of(5), CPU).toDtype(dtype);
      Tensor high = Tensor.full(top, Shape.of(5), CPU).toDtype(dtype);
      assertThat(numbers(a.clamp(low, high))).containsExactly(2, 2, 3, top, 7);
    }
  }

  @Test
  void conditionsOfEveryIntegerDtype() {
    Tensor flags = Tensor.of(new int[] {0, 2, 0, 1, 5}, CPU);
    for (DType dtype : DType.values()) {
      Tensor condition = flags.toDtype(dtype);
      if (dtype.isInt()) {
        assertThat(numbers(condition.whereCond(A, B))).containsExactly(2, 2, 2, 100, 7);
      } else {
        Errors.of(() -> condition.whereCond(A, B)).is(Kind.DTYPE, "where_cond");
      }
    }
  }

  @Test
  void flagsAndReductionsInEveryDtype() {
    for (DType dtype : DType.values()) {
      Tensor x = Tensor.of(new float[][] {{0, 2, 1}, {0, 0, 0}, {1, 1, 4}}, CPU).toDtype(dtype);
      assertThat(x.any(1).toVec1U8()).containsExactly(1, 0, 1);
      assertThat(x.all(1).toVec1U8()).containsExactly(0, 0, 1);
      assertThat(x.anyKeepdim(0).toVec2U8()).isEqualTo(new byte[][] {{1, 1, 1}});
      assertThat(x.allKeepdim(0).toVec2U8()).isEqualTo(new byte[][] {{0, 0, 0}});
      assertThat(x.any(0, 1).toScalarU8()).isEqualTo((byte) 1);
      assertThat(x.anyAll().toScalarU8()).isEqualTo((byte) 1);
      assertThat(x.allAll().toScalarU8()).isEqualTo((byte) 0);
      assertThat(x.any(List.of(0)).dtype()).isEqualTo(DType.U8);
      assertThat(x.countNonzero(1).toVec1I64()).containsExactly(2, 0, 3);
      assertThat(x.countNonzero(List.of(0, -1)).toScalarI64()).isEqualTo(5);
      assertThat(x.countNonzeroKeepdim(0).toVec2I64()).isEqualTo(new long[][] {{1, 2, 2}});
      assertThat(x.countNonzeroKeepdim(List.of(1, 0)).toVec2I64()).isEqualTo(new long[][] {{5}});
      assertThat(x.countNonzeroAll().toScalarI64()).isEqualTo(5);
      assertThat(x.isNan().anyAll().toScalarU8()).isEqualTo((byte) 0);
      assertThat(x.isInf().anyAll().toScalarU8()).isEqualTo((byte) 0);
      assertThat(x.isFinite().allAll().toScalarU8()).isEqualTo((byte) 1);
      assertThat(x.max(0, 1).toDtype(DType.F32).toScalarF32()).isEqualTo(4);
      assertThat(x.min(List.of(1, 0)).toDtype(DType.F32).toScalarF32()).isEqualTo(0);
      assertThat(x.maxKeepdim(-1, 0).dims()).containsExactly(1, 1);
      assertThat(x.nonzero().dims()).containsExactly(5, 2);
    }
  }

  @Test
  void longsAreExact() {
    // As doubles all three are 2^53.
    long n = (1L << 53) + 1;
    Tensor x = Tensor.of(new long[] {n - 1, n, Long.MAX_VALUE}, CPU);
    assertThat(x.eq(n).toVec1U8()).containsExactly(0, 1, 0);
    assertThat(x.ne(n).toVec1U8()).containsExactly(1, 0, 1);
    assertThat(x.lt(n).toVec1U8()).containsExactly(1, 0, 0);
    assertThat(x.le(n - 1).toVec1U8()).containsExactly(1, 0, 0);
    assertThat(x.gt(n - 1).toVec1U8()).containsExactly(0, 1, 1);
    assertThat(x.ge(Long.MAX_VALUE).toVec1U8()).containsExactly(0, 0, 1);
    assertThat(x.cmp(n, CmpOp.GE).toVec1U8()).containsExactly(0, 1, 1);
    assertThat(x.maskedFill(x.eq(n), Long.MAX_VALUE - 1).toVec1I64())
        .containsExactly(n - 1, Long.MAX_VALUE - 1, Long.MAX_VALUE);
    assertThat(x.padWithValue(0, 1, 0, n).toVec1I64()).containsExactly(n, n - 1, n, Long.MAX_VALUE);
    x.narrow(0, 0, 2).constSet(-n);
    assertThat(x.toVec1I64()).containsExactly(-n, -n, Long.MAX_VALUE);
    Tensor floats = Tensor.of(new float[] {2, 3}, CPU);
    assertThat(floats.cmp(2L, CmpOp.EQ).toVec1U8()).containsExactly(1, 0);
    floats.constSet(7L);
    assertThat(floats.toVec1F32()).containsExactly(7, 7);
    Errors.of(() -> x.toDtype(DType.U8).cmp(256L, CmpOp.LE))
        .is(Kind.DTYPE, "le")
        .says(
            "unsupported dtype U8 for op le",
            "256.0 does not fit; cast first: x.toDtype(DType.I64)");
  }

  @Test
  void errorsNameTheMethodThatWasCalled() {
    Tensor two = Tensor.zeros(Shape.of(2), DType.F32, CPU);
    Tensor three = Tensor.zeros(Shape.of(3), DType.F32, CPU);
    Errors.of(() -> two.logicalAnd(three))
        .is(Kind.SHAPE, "logical_and")
        .says(
            "shape mismatch in logical_and, lhs: [2], rhs: [3]",
            "logical_and wants equal shapes; broadcastAs repeats sizes of 1");
    Errors.of(() -> two.logicalOr(three)).is(Kind.SHAPE, "logical_or");
    Errors.of(() -> two.logicalXor(three)).is(Kind.SHAPE, "logical_xor");
    Errors.of(() -> two.allClose(three)).is(Kind.SHAPE, "allclose");
    Errors.of(() -> two.maskedSelect(three)).is(Kind.SHAPE, "masked_select");
    Errors.of(() -> two.maskedSelect(two.reshape(2, 1)))
        .is(Kind.SHAPE, "masked_select")
        .says(
            "shape mismatch in masked_select, lhs: [2], rhs: [2, 1]",
            "the mask is broadcast to the shape of self, which stays");
    Errors.of(() -> two.maskedFill(three.gt(0), 1)).is(Kind.SHAPE, "masked_fill");
  }

  @Test
  void nanAndInfinityInEveryFloat() {
    Tensor x = Tensor.of(new float[] {1, Float.NaN, Float.POSITIVE_INFINITY}, CPU);
    for (DType dtype : List.of(DType.BF16, DType.F16, DType.F32, DType.F64)) {
      assertThat(x.toDtype(dtype).isNan().toVec1U8()).containsExactly(0, 1, 0);
      assertThat(x.toDtype(dtype).isInf().toVec1U8()).containsExactly(0, 0, 1);
      assertThat(x.toDtype(dtype).isFinite().toVec1U8()).containsExactly(1, 0, 0);
    }
    Tensor f8 = x.narrow(0, 0, 2).toDtype(DType.F8E4M3);
    assertThat(f8.isNan().toVec1U8()).containsExactly(0, 1);
    assertThat(f8.isInf().toVec1U8()).containsExactly(0, 0);
  }

  @Test
  void statisticsOfIntegersNameTheCast() {
    Tensor x = A.toDtype(DType.I64);
    Errors.of(() -> x.var(0))
        .is(Kind.DTYPE, "var")
        .says("unsupported dtype I64 for op var", "cast first: x.toDtype(DType.F32).var(..)");
    Errors.of(() -> x.stdPopulation(0)).is(Kind.DTYPE, "std");
    Errors.of(() -> x.logSumExp(0)).is(Kind.DTYPE, "log-sum-exp");
    Errors.of(x::norm)
        .is(Kind.DTYPE, "norm")
        .says("unsupported dtype I64 for op norm", "cast first: x.toDtype(DType.F32).norm()");
  }

  private static float[] numbers(Tensor x) {
    return x.toDtype(DType.F32).toVec1F32();
  }
}
