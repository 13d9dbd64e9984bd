package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Derivatives of products that fit their dtype although products of some of the factors do not.
class ScanGradientTest {
  private static final Device CPU = Device.CPU;

  @Test
  void productsWhosePartsOverflowOrVanish() {
    product(DType.F32, 1e30, 1e30, 2, 1e-30, 1e-30);
    product(DType.F32, 1e-30, 1e-30, 2, 1e30, 1e30);
    product(DType.F16, 300, 300, 1, .003, .003);
    product(DType.BF16, 1e30, 1e30, 2, 1e-30, 1e-30);
    product(DType.F8E4M3, 32, 32, 1, 0.03125, 0.03125);
  }

  @Test
  void theGradientThatArrivesCountsBeforeRounding() {
    // The product of the others is 90,000, which F16 has not; a thousandth of it, 90, it has.
    Var x = Var.fromTensor(Tensor.of(new double[] {0.25, 300, 300}, CPU).toDtype(DType.F16));
    Tensor y = x.prodAll().mul(0.0009765625);
    assertThat(gradient(x, y)[0]).isEqualTo(87.875);
  }

  @Test
  void productsUpToEachPositionWhosePartsOverflowOrVanish() {
    productsUpTo(DType.F32, 1e-30, 1e-30, 1e30);
    productsUpTo(DType.F32, 1e-30, 1, 1e30, 1e30);
    productsUpTo(DType.F16, 1e-4, 1, 300, 300);
    productsUpTo(DType.F16, .003, .003, .003, 300, 300);
    productsUpTo(DType.BF16, 1e-30, 1e-30, 1e30, 1e30);
  }

  /// `dx[i]` is the product of all others.
  private static void product(DType dtype, double... values) {
    double[] x = rounded(dtype, values);
    double[] expected = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      expected[i] = productWithout(i, x.length - 1, x);
    }
    check(dtype, x, Tensor::prodAll, expected);
  }

  /// `dx[i]` is the sum of `Π x[j], j ≤ k, j ≠ i` over all `k ≥ i`.
  private static void productsUpTo(DType dtype, double... values) {
    double[] x = rounded(dtype, values);
    double[] expected = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      for (int k = i; k < x.length; k++) {
        expected[i] += productWithout(i, k, x);
      }
    }
    check(dtype, x, t -> t.cumprod(0).sumAll(), expected);
  }

  private static double productWithout(int i, int last, double... x) {
    double product = 1;
    for (int j = 0; j <= last; j++) {
      product *= j == i ? 1 : x[j];
    }
    return product;
  }

  private static void check(DType dtype, double[] at, UnaryOperator<Tensor> f, double... expected) {
    Var x = Var.fromTensor(Tensor.of(at, CPU).toDtype(dtype));
    assertThat(gradient(x, f.apply(x))).as(dtype.asStr()).isEqualTo(rounded(dtype, expected));
  }

  private static double[] gradient(Var x, Tensor y) {
    return y.backward().get(x).orElseThrow().toDtype(DType.F64).toVec1F64();
  }

  private static double[] rounded(DType dtype, double... values) {
    return Tensor.of(values, CPU).toDtype(dtype).toDtype(DType.F64).toVec1F64();
  }
}
