package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.UnaryOp;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntegerTest {
  private static final Device CPU = Device.CPU;
  private static final List<DType> SIGNED = List.of(DType.I16, DType.I32, DType.I64);

  @Test
  void signedIntegersHaveNegSqrAbsReluAndSign() {
    for (DType dtype : SIGNED) {
      Tensor x = Tensor.of(new long[] {-3, 0, 7}, CPU).toDtype(dtype);
      assertThat(longs(x.neg())).containsExactly(3, 0, -7);
      assertThat(longs(x.sqr())).containsExactly(9, 0, 49);
      assertThat(longs(x.abs())).containsExactly(3, 0, 7);
      assertThat(longs(x.relu())).containsExactly(0, 0, 7);
      assertThat(longs(x.sign())).containsExactly(-1, 0, 1);
      assertThat(longs(x.floor())).containsExactly(-3, 0, 7);
      assertThat(longs(x.round())).containsExactly(-3, 0, 7);
      assertThat(x.neg().dtype()).isEqualTo(dtype);
    }
  }

  @Test
  void negOfUnsignedIntegersIsAnError() {
    Tensor x = Tensor.of(new int[] {1, 2}, CPU);
    Errors.of(x::neg)
        .is(Kind.DTYPE, "neg")
        .says("unsupported dtype U32 for op neg\ncast first: x.toDtype(DType.I64).neg()");
  }

  @Test
  void functionsOfFloatsThrowForIntegersAndNameTheCast() {
    Tensor x = Tensor.of(new long[] {1, 2}, CPU);
    for (UnaryOp kind : UnaryOp.values()) {
      if (kind.domain() == UnaryOp.Domain.FLOATS) {
        String method = kind == UnaryOp.GELU_ERF ? "geluErf" : kind.text();
        Errors.of(() -> Tensor.apply(new Op.Unary(kind), x))
            .is(Kind.DTYPE, kind.text())
            .says(
                "unsupported dtype I64 for op "
                    + kind.text()
                    + "\ncast first: x.toDtype(DType.F32)."
                    + method
                    + "()");
      }
    }
  }

  @Test
  void otherOperationsOfFloatsThrowForIntegers() {
    Tensor x = Tensor.of(new long[][] {{1, 2}, {3, 4}}, CPU);
    String hint = "\ncast first: x.toDtype(DType.F32)";
    Errors.of(() -> x.powf(2)).says("unsupported dtype I64 for op powf" + hint);
    Errors.of(() -> x.elu(1)).says("unsupported dtype I64 for op elu" + hint);
    Errors.of(() -> Fused.softmax(x, 0)).says("unsupported dtype I64 for op softmax" + hint);
    Errors.of(() -> Fused.logSoftmax(x, 0)).says("unsupported dtype I64 for op log_softmax" + hint);
    Errors.of(() -> x.matmul(x)).says("unsupported dtype I64 for op matmul" + hint);
    Errors.of(() -> x.mean(0)).says("unsupported dtype I64 for op mean" + hint + ".mean(..)");
    Errors.of(x::norm).says("unsupported dtype I64 for op norm" + hint + ".norm()");
  }

  @Test
  void fractionsThrowInsteadOfBeingCut() {
    Tensor x = Tensor.of(new long[] {4, 5}, CPU);
    Errors.of(() -> x.add(0.5))
        .is(Kind.DTYPE, "add")
        .says(
            "unsupported dtype I64 for op add\n"
                + "0.5 is not an integer; cast first: x.toDtype(DType.F32)");
    Errors.of(() -> x.affine(1, 0.5))
        .is(Kind.DTYPE, "affine")
        .says(
            "unsupported dtype I64 for op affine\n"
                + "1.0 x + 0.5 is not an integer; cast first: x.toDtype(DType.F32)");
    String hint = " is not an integer; cast first: x.toDtype(DType.F32)";
    Errors.of(() -> x.div(2.5)).says("unsupported dtype I64 for op div\n2.5" + hint);
    Errors.of(() -> x.maximum(0.1)).says("unsupported dtype I64 for op maximum\n0.1" + hint);
    Errors.of(() -> x.eq(Double.NaN)).says("unsupported dtype I64 for op eq\nNaN" + hint);
    Errors.of(() -> x.constSet(1.5)).says("unsupported dtype I64 for op const_set\n1.5" + hint);
  }

  @Test
  void arithmeticWithWholeNumbersStaysInIntegers() {
    Tensor x = Tensor.of(new long[] {7, -7}, CPU);
    assertThat(x.div(2.0).toVec1I64()).containsExactly(3, -3);
    assertThat(x.affine(2, -1).toVec1I64()).containsExactly(13, -15);
    assertThat(x.maximum(0.0).toVec1I64()).containsExactly(7, 0);
    assertThat(x.lt(0.0).toVec1U8()).containsExactly(0, 1);
    assertThat(x.add(x).mul(x).toVec1I64()).containsExactly(98, 98);
  }

  @Test
  void numbersOutsideTheRangeOfTheDtypeThrow() {
    Tensor x = Tensor.of(new byte[] {1, -1}, CPU);
    for (double value : new double[] {-1, 256, Double.POSITIVE_INFINITY}) {
      Errors.of(() -> x.lt(value)).is(Kind.DTYPE, "lt");
      Errors.of(() -> x.maximum(value)).is(Kind.DTYPE, "maximum");
      Errors.of(() -> x.constSet(value)).is(Kind.DTYPE, "const_set");
    }
    assertThat(x.ge(255).toVec1U8()).containsExactly(0, 1);
    Errors.of(() -> x.gt(300))
        .says(
            "unsupported dtype U8 for op gt\n300.0 does not fit; cast first: x.toDtype(DType.I64)");
  }

  @Test
  void divisionByZeroThrows() {
    Tensor x = Tensor.of(new long[] {4, 5}, CPU);
    Tensor zero = Tensor.of(new long[] {1, 0}, CPU);
    Errors.of(() -> x.div(zero)).is(Kind.ARGUMENT, "div");
    Errors.of(() -> x.div(0)).is(Kind.ARGUMENT, "div");
    Errors.of(() -> x.toDtype(DType.U8).div(zero.toDtype(DType.U8))).is(Kind.ARGUMENT, "div");
  }

  @Test
  void resultsOfSmallIntegersWrapAround() {
    Tensor x = Tensor.of(new byte[] {(byte) 200, 3}, CPU);
    // 200 + 200 = 400 = 256 + 144; 3 - 5 = -2 = 254 - 256; 200² = 40000 = 156 · 256 + 64
    assertThat(longs(x.add(x))).containsExactly(144, 6);
    assertThat(longs(x.sub(5))).containsExactly(195, 254);
    assertThat(longs(x.sqr())).containsExactly(64, 9);
    assertThat(longs(x.add(-1))).containsExactly(199, 2);
    Tensor most = Tensor.of(new long[] {Integer.MAX_VALUE}, CPU).toDtype(DType.I32);
    assertThat(most.add(1).toVec1I32()).containsExactly(Integer.MIN_VALUE);
  }

  @Test
  void sumsAreExactInSixtyFourBits() {
    Tensor x = Tensor.of(new long[] {1L << 53, 1, 1, -(1L << 53)}, CPU);
    assertThat(x.sumAll().toScalarI64()).isEqualTo(2);
    Tensor bytes = Tensor.full((byte) 100, Shape.of(2), CPU);
    assertThat(longs(bytes.sum(0))).containsExactly(200);
  }

  @Test
  void sumsThatDoNotFitThrow() {
    Tensor bytes = Tensor.full((byte) 100, Shape.of(3), CPU);
    Errors.of(bytes::sumAll)
        .is(Kind.ARGUMENT, "sum")
        .says("the sum 300 does not fit U8\ncast first: x.toDtype(DType.I64)");
    Tensor longs = Tensor.full(Long.MAX_VALUE, Shape.of(2), CPU);
    Errors.of(longs::sumAll).says("the sum does not fit I64\ncast first: x.toDtype(DType.F64)");
    Tensor ints = Tensor.of(new long[] {Integer.MIN_VALUE, -1}, CPU).toDtype(DType.I32);
    Errors.of(() -> ints.sum(0))
        .says("the sum -2147483649 does not fit I32\ncast first: x.toDtype(DType.I64)");
  }

  private static long[] longs(Tensor x) {
    return x.flattenAll().toDtype(DType.I64).toVec1I64();
  }
}
