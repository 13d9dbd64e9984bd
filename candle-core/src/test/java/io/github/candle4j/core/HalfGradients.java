package io.github.candle4j.core;

import java.util.Arrays;
import java.util.List;

/// Compares gradients in F16 and BF16 with those in F64, at numbers that both dtypes hold.
final class HalfGradients {
  /// Roundings of a gradient, at most: a dozen in the rule, those of the results that it reads, and of the weight.
  private static final int ROUNDINGS = 16;

  private HalfGradients() {}

  /// Compares the gradients of `Σ w f` at these points, rounded to `dtype`.
  ///
  /// A rule is products and sums of numbers of the size of the largest gradient of the operand, or of 1, each rounded with
  /// an error of at most u times its size; u is 2⁻¹¹ for F16 and 2⁻⁸ for BF16. Sums of many terms are taken in F32, where
  /// they add nothing to this.
  static void compare(DType dtype, Points points, GradCheck.Function f, Point... at) {
    Point[] rounded =
        Arrays.stream(at)
            .map(p -> new Point(p.base().toDtype(dtype).toDtype(DType.F64), p.view()))
            .toArray(Point[]::new);
    Shape shape =
        FloatGradientProperties.apply(
                f, rounded, FloatGradientProperties.variables(rounded, DType.F64))
            .shape();
    Tensor w = GradCheck.weights(points.random(), shape).toDtype(dtype);
    List<double[]> wide = FloatGradientProperties.gradients(f, rounded, w.toDtype(DType.F64));
    List<double[]> narrow = FloatGradientProperties.gradients(f, rounded, w);
    double unit = dtype == DType.F16 ? 0x1p-11 : 0x1p-8;
    for (int k = 0; k < at.length; k++) {
      double largest = Arrays.stream(wide.get(k)).map(Math::abs).max().orElse(0);
      double allowed = ROUNDINGS * unit * Math.max(1, largest);
      for (int i = 0; i < wide.get(k).length; i++) {
        if (!(Math.abs(narrow.get(k)[i] - wide.get(k)[i]) <= allowed)) {
          throw new AssertionError(
              narrow.get(k)[i] + " in " + dtype + ", " + wide.get(k)[i] + " in F64 ± " + allowed);
        }
      }
    }
  }
}
