package io.github.candle4j.explaining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.TensorSummary;
import io.github.candle4j.core.Var;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SummaryTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  @ParameterizedTest
  @EnumSource
  void everyDtype(DType dtype) {
    // All of these are exact in F8E4M3 and in U8.
    Tensor x = Tensor.of(new float[][] {{1, 2}, {3, 6}}, dtype, Device.CPU);
    TensorSummary s = x.t().summary();
    assertThat(s.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(s.dtype()).isEqualTo(dtype);
    assertThat(s.count()).isEqualTo(4);
    assertThat(s.min()).isEqualTo(1);
    assertThat(s.max()).isEqualTo(6);
    assertThat(s.mean()).isEqualTo(3);
    // Σ (x - 3)² = 4 + 1 + 0 + 9
    assertThat(s.std()).isCloseTo(Math.sqrt(14 / 3.0), within(1e-15));
    assertThat(s.nanCount()).isZero();
    assertThat(s.infinityCount()).isZero();
    String end = dtype.isFloat() ? ", std 2.16, no NaN" : ", std 2.16";
    assertThat(s).hasToString("[2, 2] " + dtype + ": min 1, max 6, mean 3" + end);
  }

  @Test
  void nanIsLeftOutAndInfinitiesAreExtremes() {
    Tensor x = Tensor.of(new float[] {Float.NaN, -INFINITY, 1, Float.NaN, 4, INFINITY}, Device.CPU);
    assertThat(x.summary())
        .hasToString("[6] F32: min -inf, max inf, mean 2.5, std 2.121, 2 NaN, 2 infinite");
    assertThat(x.narrow(0, 0, 1).summary())
        .hasToString("[1] F32: min NaN, max NaN, mean NaN, 1 NaN");
  }

  @Test
  void emptyAndSingle() {
    Tensor none = Tensor.zeros(Shape.of(0, 3), DType.F32, Device.CPU);
    assertThat(none.summary()).hasToString("[0, 3] F32: no elements");
    assertThat(none.summary().mean()).isNaN();
    assertThat(Tensor.of(-2.5f, Device.CPU).summary())
        .hasToString("[] F32: min -2.5, max -2.5, mean -2.5, no NaN");
  }

  @Test
  void manyElementsFarFromZero() {
    // 1e9 ± 1 in turns: a sum of squares would have no digits left for the deviation.
    int n = 100_000;
    double[] data = new double[n];
    Arrays.setAll(data, i -> 1e9 + (i % 2 == 0 ? 1 : -1));
    TensorSummary s = Tensor.of(data, Device.CPU).summary();
    assertThat(s.mean()).isEqualTo(1e9);
    assertThat(s.std()).isCloseTo(Math.sqrt(n / (n - 1.0)), within(1e-9));
  }

  @Test
  void viewsAndVariables() {
    Var v = Var.fromVec(new float[] {0, 1, 2, 3, 4, 5}, Shape.of(2, 3), Device.CPU);
    assertThat(v.narrow(1, 1, 2).t().summary())
        .hasToString("[2, 2] F32: min 1, max 5, mean 3, std 1.826, no NaN");
    // √((4 + 1 + 1 + 4) / 3)
    assertThat(v.narrow(0, 1, 1).broadcastAs(1000, 3).summary().mean()).isEqualTo(4);
  }

  @Test
  void numbersHaveFourDigits() {
    double[] data = {123456, 12345.678, 12.345678, 0.12345678, 0.00012345, 0.000012345, 1234567.8};
    String[] expected = {
      "123456", "12346", "12.35", "0.1235", "0.0001235", "1.235e-05", "1.235e+06"
    };
    for (int i = 0; i < data.length; i++) {
      assertThat(Tensor.of(data[i], Device.CPU).summary().toString())
          .contains("mean " + expected[i] + ",");
    }
  }
}
