package io.github.candle4j.core;

import static io.github.candle4j.core.Numbers.assertIs;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Casts between all dtypes, and arithmetic of the small floats. The numbers are PyTorch's (tools/oracles/shapes.py) where
/// a dtype can hold them; what it cannot hold is cut as in Candle and Rust, where PyTorch leaves it undefined.
class CastTableTest {
  private static final Device CPU = Device.CPU;
  private static final double INF = Double.POSITIVE_INFINITY;

  @Test
  void everyPairOfDtypes() {
    double[] inside = {0, 1, 2, 3.75, 7.5, 15.5, 26.5, 120};
    for (DType from : DType.values()) {
      Tensor x = Tensor.of(inside, CPU).toDtype(from);
      for (DType to : DType.values()) {
        Tensor y = x.toDtype(to);
        assertThat(y.dtype()).isEqualTo(to);
        boolean f8 = from == DType.F8E4M3 || to == DType.F8E4M3;
        String expected =
            from.isInt()
                ? "0 1 2 3 7 15 26 120"
                : to.isInt()
                    ? from == DType.F8E4M3 ? "0 1 2 3 7 16 26 120" : "0 1 2 3 7 15 26 120"
                    : f8 ? "0 1 2 3.75 7.5 16 26 120" : "0 1 2 3.75 7.5 15.5 26.5 120";
        assertIs(y, x.shape(), expected);
      }
    }
  }

  @Test
  void whatIsOutsideOfAnIntegerDtypeBecomesItsEnd() {
    double[] outside = {-INF, -1e5, -1.9, Double.NaN, 1e5, INF};
    Map<DType, String> ends =
        Map.of(
            DType.U8, "0 0 0 0 255 255",
            DType.U32, "0 0 0 0 100000 4294967295",
            DType.I16, "-32768 -32768 -1 0 32767 32767",
            DType.I32, "-2147483648 -100000 -1 0 100000 2147483647",
            DType.I64, "-9223372036854775808 -100000 -1 0 100000 9223372036854775807");
    ends.forEach((to, expected) -> {
      for (DType from : List.of(DType.F32, DType.F64)) {
        assertIs(Tensor.of(outside, CPU).toDtype(from).toDtype(to), Shape.of(6), expected);
      }
      // The ends alone: 1e5 is not a BF16, and infinite as an F16.
      double[] rough = {-INF, Double.NaN, INF};
      String[] parts = expected.split(" ");
      for (DType from : List.of(DType.BF16, DType.F16)) {
        Tensor y = Tensor.of(rough, CPU).toDtype(from).toDtype(to);
        assertIs(y, Shape.of(3), parts[0] + " 0 " + parts[5]);
      }
    });
  }

  @Test
  void integersWrapAround() {
    long[] wide = {-1, 255, 256, 300, 32768, 65537, 1L << 31, (1L << 32) + 5, -(1L << 40) + 3};
    Tensor x = Tensor.of(wide, CPU);
    assertIs(x.toDtype(DType.U8), x.shape(), "255 255 0 44 0 1 0 5 3");
    assertIs(x.toDtype(DType.I16), x.shape(), "-1 255 256 300 -32768 1 0 5 3");
    assertIs(x.toDtype(DType.I32), x.shape(), "-1 255 256 300 32768 65537 -2147483648 5 3");
    assertIs(x.toDtype(DType.U32), x.shape(), "4294967295 255 256 300 32768 65537 2147483648 5 3");
    assertIs(
        x.toDtype(DType.F32),
        x.shape(),
        "-1 255 256 300 32768 65537 2147483648 4294967296 -1099511627776");
    assertIs(
        x.toDtype(DType.F16),
        x.shape(),
        "-1 255 256 300 32768 Infinity Infinity Infinity -Infinity");
    assertIs(
        x.toDtype(DType.BF16),
        x.shape(),
        "-1 255 256 300 32768 65536 2147483648 4294967296 -1099511627776");
    Tensor u32 = x.toDtype(DType.U32).narrow(0, 0, 1);
    assertIs(u32.toDtype(DType.I32), Shape.of(1), -1);
    assertIs(u32.toDtype(DType.I64), Shape.of(1), 4294967295.0);
    assertIs(u32.toDtype(DType.I16).toDtype(DType.U8), Shape.of(1), 255);
  }

  @Test
  void smallFloatsAreRoundedToNearestEvenDownToTheSmallest() {
    Tensor x =
        Tensor.of(
            new float[] {
              1 + 0x1p-11f,
              1 + 3 * 0x1p-11f,
              0x1p-24f,
              0x1p-25f,
              1.5f * 0x1p-25f,
              3 * 0x1p-25f,
              65519,
              65520,
              0x1p-14f - 0x1p-25f,
              1 + 0x1p-8f,
              1 + 3 * 0x1p-8f,
              3.3895e38f,
              3.4e38f,
              1e-40f,
              -0f
            },
            CPU);
    assertIs(
        x.toDtype(DType.F16),
        x.shape(),
        "1 1.001953125 5.960464477539063e-08 0 5.960464477539063e-08 1.1920928955078125e-07 65504"
            + " Infinity 6.103515625e-05 1.00390625 1.01171875 Infinity Infinity 0 -0");
    assertIs(
        x.toDtype(DType.BF16),
        x.shape(),
        "1 1 5.960464477539063e-08 2.9802322387695312e-08 4.470348358154297e-08"
            + " 8.940696716308594e-08 65536 65536 6.103515625e-05 1 1.015625"
            + " 3.3895313892515355e+38 Infinity 9.183549615799121e-41 -0");
    float[] eighths = {0.3f, 17, 19, 448, 0x1p-9f, 0x1p-10f, 1.5f * 0x1p-10f, 3 * 0x1p-10f, -0f};
    assertIs(
        Tensor.of(eighths, CPU).toDtype(DType.F8E4M3),
        Shape.of(9),
        "0.3125 16 20 448 0.001953125 0 0.001953125 0.00390625 -0");
  }

  @Test
  void doublesAreRoundedOnceNotTwice() {
    // Just above a tie of F16 and BF16; by way of F32 it would become the tie itself, and go to the
    // even number below.
    double[] x = {1 + 0x1p-11 + 0x1p-40, -1 - 0x1p-11 - 0x1p-40, 65519.9999999, 0x1p-25 + 0x1p-70};
    assertIs(
        Tensor.of(x, CPU).toDtype(DType.F16),
        Shape.of(4),
        1 + 0x1p-10,
        -1 - 0x1p-10,
        65504,
        0x1p-24);
    double[] y = {1 + 0x1p-8 + 0x1p-40, 1 + 3 * 0x1p-8 - 0x1p-40, 1e300, -1e-300};
    assertIs(Tensor.of(y, CPU).toDtype(DType.BF16), Shape.of(4), 1 + 0x1p-7, 1 + 0x1p-7, INF, -0.0);
    double[] z = {17 + 0x1p-40, 19 - 0x1p-40, 0x1p-10 + 0x1p-60, 1e9};
    assertIs(Tensor.of(z, CPU).toDtype(DType.F8E4M3), Shape.of(4), 18, 18, 0x1p-9, 448);
  }

  @Test
  void halvesAreComputedInF32AndRoundedOnce() {
    float[] p = {0.1f, 1000, 3.3f, -7.77f, 65000};
    float[] q = {0.2f, 0.3f, -3.3f, 0.013f, 65000};
    Tensor a = Tensor.of(p, CPU).toDtype(DType.F16);
    Tensor b = Tensor.of(q, CPU).toDtype(DType.F16);
    assertIs(a.add(b), a.shape(), "0.2998046875 1000.5 0 -7.7578125 Infinity");
    assertIs(a.sub(b), a.shape(), "-0.0999755859375 999.5 6.6015625 -7.78125 0");
    assertIs(a.mul(b), a.shape(), "0.019989013671875 300 -10.8984375 -0.10101318359375 Infinity");
    assertIs(a.div(b), a.shape(), "0.5 3332 -1 -597.5 1");
    Tensor c = Tensor.of(p, CPU).toDtype(DType.BF16);
    Tensor d = Tensor.of(q, CPU).toDtype(DType.BF16);
    assertIs(c.add(d), c.shape(), "0.30078125 1000 0 -7.78125 130048");
    assertIs(c.sub(d), c.shape(), "-0.10009765625 1000 6.59375 -7.78125 0");
    assertIs(c.mul(d), c.shape(), "0.02001953125 300 -10.875 -0.10107421875 4227858432");
    assertIs(c.div(d), c.shape(), "0.5 3328 -1 -600 1");
  }
}
