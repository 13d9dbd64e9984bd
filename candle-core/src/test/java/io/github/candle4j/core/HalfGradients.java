package io.github.candle4j.core;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Compares gradients in F16 and BF16 with those in F64, at numbers that both dtypes hold.
final class HalfGradients {
  /// Roundings of a gradient, at most: a dozen in the rule, those of the results that it reads, and of the weight.
  private static final int ROUNDINGS = 16;

  private static final int DRAWS = 8;

  private HalfGradients() {}

  /// Compares the gradients of `Σ w f` at these points, rounded to `dtype`.
  ///
  /// A rule rounds each term of a gradient some times, with an error of at most u times its size; u is 2⁻¹¹ for F16 and 2⁻⁸
  /// for BF16. Terms of both signs may cancel, their errors do not: what counts is not the sum but the root of the squares
  /// of its terms. That is the size of the sum when the signs of the weights are drawn anew, and the largest one of some
  /// draws stands for it. Sums themselves are taken in F32, which adds nothing.
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
    double[] sizes = sizes(points.random(), f, w.toDtype(DType.F64), rounded);
    double unit = dtype == DType.F16 ? 0x1p-11 : 0x1p-8;
    for (int k = 0; k < at.length; k++) {
      double allowed = ROUNDINGS * unit * sizes[k];
      for (int i = 0; i < wide.get(k).length; i++) {
        if (!(Math.abs(narrow.get(k)[i] - wide.get(k)[i]) <= allowed)) {
          throw new AssertionError(
              narrow.get(k)[i] + " in " + dtype + ", " + wide.get(k)[i] + " in F64 ± " + allowed);
        }
      }
    }
  }

  /// The size of the largest sum of each input under several draws of signs, 1 at least.
  private static double[] sizes(Random random, GradCheck.Function f, Tensor w, Point... at) {
    double[] sizes = new double[at.length];
    Arrays.fill(sizes, 1);
    for (int draw = 0; draw < DRAWS; draw++) {
      Tensor signed = w.mul(GradCheck.weights(random, w.shape()).sign());
      List<double[]> gradients = FloatGradientProperties.gradients(f, at, signed);
      for (int k = 0; k < sizes.length; k++) {
        for (double g : gradients.get(k)) {
          sizes[k] = Math.max(sizes[k], Math.abs(g));
        }
      }
    }
    return sizes;
  }
}
