package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Numbers that a step in between would round, overflow or cut.
class RoundingTest {
  private static final Device CPU = Device.CPU;
  private static final long BEYOND_DOUBLE = (1L << 53) + 1;

  @Test
  void tiesOfSmallFloatsAreCountedBeyondTheirDigits() {
    // F16 counts to 2048, BF16 to 256, F8E4M3 to 16; one more is one step less for the gradient
    // 1/n.
    assertSharedGradient(DType.F16, 2049, 1 / 2049.0);
    assertSharedGradient(DType.BF16, 257, 1 / 257.0);
    assertSharedGradient(DType.F8E4M3, 17, 1 / 17.0);
    // The count alone is beyond the largest F16, 65504.
    assertSharedGradient(DType.F16, 1 << 17, 0x1p-17);
  }

  private static void assertSharedGradient(DType dtype, int count, double share) {
    Var x = Var.ones(Shape.of(count), dtype, CPU);
    float expected = Tensor.of(share, dtype, CPU).toDtype(DType.F32).toScalarF32();
    for (Tensor y : new Tensor[] {x.max(0), x.min(0)}) {
      Tensor gradient = y.backward().get(x).orElseThrow().toDtype(DType.F32);
      assertThat(gradient.minAll().toScalarF32()).as("%s", dtype).isEqualTo(expected);
      assertThat(gradient.maxAll().toScalarF32()).as("%s", dtype).isEqualTo(expected);
    }
  }

  @Test
  void einsumOfSmallFloatsRoundsOnce() {
    // 35 · 59 = 2065 is no F16: it would be 2064, and three times that 6192. 6195 is between 6192
    // and 6196.
    assertProduct(DType.F16, 6196, 35, 59, 3);
    // 5 · 53 = 265 is no BF16: it would be 264, and three times that 792. 795 is between 792 and
    // 796.
    assertProduct(DType.BF16, 796, 5, 53, 3);
  }

  private static void assertProduct(DType dtype, double expected, double... factors) {
    Var[] xs = new Var[factors.length];
    Arrays.setAll(xs, i -> scalar(factors[i], dtype));
    Tensor y = Tensor.einsum("i,i,i->i", xs);
    assertThat(y.dtype()).isEqualTo(dtype);
    assertThat(number(y)).isEqualTo(expected);
    Tensor gradient = y.backward().get(xs[0]).orElseThrow();
    assertThat(number(gradient)).isEqualTo(factors[1] * factors[2]);
  }

  @Test
  void einsumOfThreeSmallFloatsDoesNotOverflowInBetween() {
    // 256 · 512 is beyond F16, the product with 1/256 is not.
    Var a = scalar(256, DType.F16);
    Var b = scalar(512, DType.F16);
    Var c = scalar(0x1p-8, DType.F16);
    Tensor y = Tensor.einsum("i,i,i->i", a, b, c);
    assertThat(number(y)).isEqualTo(512);
    GradStore found = y.backward();
    assertThat(number(found.get(a).orElseThrow())).isEqualTo(2);
    assertThat(number(found.get(b).orElseThrow())).isEqualTo(1);
    assertThat(found.get(a).orElseThrow().dtype()).isEqualTo(DType.F16);
  }

  @Test
  void einsumOfTwoSmallFloatsDoesNotRoundASumBeforeTheProduct() {
    // 2048 + 1 = 2049 is no F16: it would be 2048, and three times that 6144. 6147 is between 6144
    // and 6148.
    Tensor a = Tensor.of(new float[][] {{2048, 1}}, DType.F16, CPU);
    Tensor b = Tensor.of(new float[] {3}, DType.F16, CPU);
    assertThat(number(Tensor.einsum("ij,i->i", a, b))).isEqualTo(6148);
    // The same where a size of 1 is repeated: Σ over j of a[i][j] b[i][0].
    assertThat(number(Tensor.einsum("ij,ij->i", a, b.unsqueeze(0)))).isEqualTo(6148);
  }

  @Test
  void linspaceAndRandOverASpanThatOverflows() {
    double most = Double.MAX_VALUE;
    assertThat(Tensor.linspace(-most, most, 5, CPU).toVec1F64())
        .containsExactly(-most, -most / 2, 0, most / 2, most);
    assertThat(Tensor.linspace(-most, most, 2, CPU).toVec1F64()).containsExactly(-most, most);
    assertThat(Tensor.linspace(most, -most, 3, CPU).toVec1F64()).containsExactly(most, 0, -most);
    double[] drawn = Tensor.rand(-most, most, Shape.of(1000), CPU).toVec1F64();
    assertThat(Arrays.stream(drawn)).allMatch(x -> x >= -most && x < most);
    // Of 1000 numbers 500 are expected in each half, with a deviation of 16.
    assertThat(Arrays.stream(drawn).filter(x -> x < 0).count()).isBetween(400L, 600L);
    assertThat(Arrays.stream(drawn).filter(x -> Math.abs(x) < most / 2).count())
        .isBetween(400L, 600L);
  }

  @Test
  void boundsAndStepsThatNoTensorHas() {
    Errors.of(() -> Tensor.rand(0, Double.POSITIVE_INFINITY, Shape.of(2), CPU))
        .is(Kind.ARGUMENT, "rand")
        .says("rand wants finite bounds, got low: 0.0, up: Infinity");
    Errors.of(() -> Tensor.linspace(0f, 1f, Integer.MAX_VALUE, CPU)).is(Kind.SHAPE, "shape");
  }

  @Test
  void longsBecomeBf16InOneRounding() {
    // BF16 has 8 digits: 257 · 2^40 is halfway between 256 · 2^40 and 258 · 2^40. As floats, with
    // 24 digits, the numbers
    // beside it would be it.
    long half = 257L << 40;
    Tensor x =
        Tensor.of(new long[] {half - 1, half, half + 1, -half - 1, Long.MAX_VALUE, half}, CPU);
    double unit = 0x1p40;
    assertThat(x.toDtype(DType.BF16).toDtype(DType.F64).toVec1F64())
        .containsExactly(256 * unit, 256 * unit, 258 * unit, -258 * unit, 0x1p63, 256 * unit);
    // 259 · 2^40 is halfway as well, and goes up to the even one.
    long next = 259L << 40;
    assertThat(
            Tensor.of(new long[] {next - 1, next, next + 1}, CPU)
                .toDtype(DType.BF16)
                .toDtype(DType.F64)
                .toVec1F64())
        .containsExactly(258 * unit, 260 * unit, 260 * unit);
  }

  @Test
  void longsStayExactInArithmeticWithANumber() {
    Tensor x = Tensor.of(new long[] {BEYOND_DOUBLE, -5}, CPU);
    assertThat(x.add(BEYOND_DOUBLE).toVec1I64())
        .containsExactly(2 * BEYOND_DOUBLE, BEYOND_DOUBLE - 5);
    assertThat(x.sub(BEYOND_DOUBLE).toVec1I64()).containsExactly(0, -5 - BEYOND_DOUBLE);
    assertThat(x.mul(BEYOND_DOUBLE).get(1).toScalarI64()).isEqualTo(-5 * BEYOND_DOUBLE);
    assertThat(x.div(BEYOND_DOUBLE).toVec1I64()).containsExactly(1, 0);
    assertThat(x.maximum(BEYOND_DOUBLE - 2).toVec1I64())
        .containsExactly(BEYOND_DOUBLE, BEYOND_DOUBLE - 2);
    assertThat(x.minimum(BEYOND_DOUBLE).toVec1I64()).containsExactly(BEYOND_DOUBLE, -5);
    assertThat(x.clamp(0, BEYOND_DOUBLE).toVec1I64()).containsExactly(BEYOND_DOUBLE, 0);
    assertThat(x.affine(2, BEYOND_DOUBLE).toVec1I64())
        .containsExactly(3 * BEYOND_DOUBLE, BEYOND_DOUBLE - 10);
    // The elements keep their digits with a double, too: it is a whole number, and all is computed
    // in 64 bits.
    assertThat(x.add(2.0).toVec1I64()).containsExactly(BEYOND_DOUBLE + 2, -3);
    assertThat(x.affine(3.0, 1.0).toVec1I64()).containsExactly(3 * BEYOND_DOUBLE + 1, -14);
  }

  @Test
  void sumsAndProductsOfLongsWrapAround() {
    Tensor x = Tensor.of(new long[] {Long.MAX_VALUE, 0}, CPU);
    assertThat(x.add(1).toVec1I64()).containsExactly(Long.MIN_VALUE, 1);
    // 0 - (-2^63) = 2^63 is -2^63 in 64 bits.
    assertThat(x.sub(Long.MIN_VALUE).toVec1I64()).containsExactly(-1, Long.MIN_VALUE);
    assertThat(x.sub(-0x1p63).toVec1I64()).containsExactly(-1, Long.MIN_VALUE);
    assertThat(x.mul(2).toVec1I64()).containsExactly(-2, 0);
    // The low 8 bits of 2^53 + 1 are 1.
    Tensor bytes = Tensor.of(new byte[] {7}, CPU);
    assertThat(bytes.add(BEYOND_DOUBLE).toVec1U8()).containsExactly(8);
  }

  @Test
  void numbersBeyondLongsThrowInsteadOfBeingCut() {
    Tensor x = Tensor.of(new long[] {1}, CPU);
    String hint = "1.0E19 does not fit; cast first: x.toDtype(DType.F64)";
    Errors.of(() -> x.add(1e19))
        .is(Kind.DTYPE, "add")
        .says("unsupported dtype I64 for op add", hint);
    Errors.of(() -> x.sub(1e19)).says("unsupported dtype I64 for op sub", hint);
    Errors.of(() -> x.mul(1e19)).says("unsupported dtype I64 for op mul", hint);
    Errors.of(() -> x.affine(1.0, 1e19)).says("unsupported dtype I64 for op affine", hint);
    Errors.of(() -> x.clamp(0.0, 1e19)).says("unsupported dtype I64 for op clamp", hint);
  }

  @Test
  void floatsTakeLongsAsNumbers() {
    Tensor x = Tensor.of(new float[] {1.5f, -2}, CPU);
    assertThat(x.add(2L).toVec1F32()).containsExactly(3.5f, 0);
    assertThat(x.sub(2L).toVec1F32()).containsExactly(-0.5f, -4);
    assertThat(x.sub(Long.MIN_VALUE).toVec1F32()).containsExactly(0x1p63f, 0x1p63f);
    assertThat(x.mul(2L).toVec1F32()).containsExactly(3, -4);
    assertThat(x.div(2L).toVec1F32()).containsExactly(0.75f, -1);
    assertThat(x.affine(2L, 1L).toVec1F32()).containsExactly(4, -3);
    assertThat(x.clamp(0L, 1L).toVec1F32()).containsExactly(1, 0);
  }

  private static Var scalar(double value, DType dtype) {
    return Var.fromTensor(Tensor.of(new double[] {value}, dtype, CPU));
  }

  private static double number(Tensor x) {
    return x.toDtype(DType.F64).reshape(Shape.of()).toScalarF64();
  }
}
