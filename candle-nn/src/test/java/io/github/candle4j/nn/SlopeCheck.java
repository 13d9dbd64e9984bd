package io.github.candle4j.nn;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.Random;
import java.util.function.UnaryOperator;

/// Compares `backward` with the slope along random directions d, in F64: with `F = Σ w f` for random weights w,
/// `Σ dF/dx d = (F(x + h d) - F(x - h d)) / 2h`.
///
/// The difference is off by `h² F'''/6`, where three times that is estimated by the difference for 2h, and by the rounding
/// of F over h; with h = 1e-5 the latter is 1e-11 times the number of terms, the allowance below. A whole gradient needs
/// two evaluations, whatever its size; the check of single elements is in candle-core.
final class SlopeCheck {
  private static final double H = 1e-5;
  private static final double ROUNDING = 1e-8;
  private static final double ROUGHEST = 1e-4;
  private static final int DIRECTIONS = 3;

  private SlopeCheck() {}

  static void check(Random random, UnaryOperator<Tensor> f, Tensor x) {
    Tensor w = weights(random, f.apply(x).shape());
    Var variable = Var.fromTensor(x);
    Tensor gradient = f.apply(variable).mul(w).sumAll().backward().get(variable).orElseThrow();
    for (int i = 0; i < DIRECTIONS; i++) {
      Tensor d = weights(random, x.shape());
      double slope = gradient.mul(d).sumAll().toScalarF64();
      double near = difference(f, w, x, d.mul(H));
      double far = difference(f, w, x, d.mul(2 * H)) / 2;
      double allowed = Math.abs(far - near) / H / 2 + ROUNDING;
      double expected = near / H / 2;
      if (!(allowed <= ROUGHEST * Math.max(1, Math.abs(expected)))) {
        throw new AssertionError("too rough to differentiate at " + x);
      }
      if (!(Math.abs(slope - expected) <= allowed)) {
        throw new AssertionError("slope " + slope + ", differences " + expected + " at " + x);
      }
    }
  }

  private static double difference(UnaryOperator<Tensor> f, Tensor w, Tensor x, Tensor step) {
    Tensor change = f.apply(x.add(step)).sub(f.apply(x.sub(step)));
    return change.mul(w).sumAll().toScalarF64();
  }

  /// Numbers of both signs between 0.5 and 1.5 in size.
  static Tensor weights(Random random, Shape shape) {
    double[] w = new double[Math.toIntExact(shape.elemCount())];
    java.util.Arrays.setAll(w, i -> (random.nextBoolean() ? 1 : -1) * (0.5 + random.nextDouble()));
    return Tensor.fromVec(w, shape, Device.CPU);
  }
}
