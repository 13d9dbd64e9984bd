package io.github.candle4j.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Compares gradients with central differences, in F64.
///
/// For a function f of tensors and fixed weights w of the shape of its result, the scalar `F = Σ w f` is differentiated
/// with respect to each element x of each input: by `backward`, and as `D(h) = (F(x + h) - F(x - h)) / 2h`.
///
/// How far the two may be apart follows from the two errors of D:
///
/// - Truncation. By Taylor's theorem `D(h) = F' + h² F'''/6 + O(h⁴)`. F''' is not known, but `D(2h)` has four times this
///   error, so `D(2h) - D(h) ≈ 3 · h² F'''/6`: the whole difference is allowed, three times the error that it estimates.
/// - Rounding. An element of f is computed with a few units in the last place of the numbers it is made from, which are
///   of the size `max(1, |f|)` here, and the sum of n of them adds as many again: F is off by at most
///   `e = (16 + n) ε Σ |w| max(1, |f|)` with ε = 2⁻⁵², and D by `2e / 2h = e / h`.
///
/// The sum `h² F'''/6 + e/h` is smallest for `h = (3 e / F''')^(1/3)`; with e and F''' of the sizes of ε and 1 this is
/// about `ε^(1/3) max(1, |x|)`, which is taken for h. D is then good to about `ε^(2/3)`, 4e-11, times the number of
/// terms. A point where the allowance is over [#ROUGHEST] (a kink, a pole) is an error: nothing would be checked there.
final class GradCheck {
  /// The largest allowance, absolute up to a derivative of 1 and relative above: a hundredth of an error of 1 %.
  private static final double ROUGHEST = 1e-4;

  private static final double EPSILON = Math.ulp(1.0);

  /// Units in the last place by which one element of the function may be off.
  private static final int ULPS = 16;

  private final Function f;
  private final List<Tensor> bases;
  private final double[] w;

  private GradCheck(Function f, List<Tensor> bases, double... w) {
    this.f = f;
    this.bases = bases;
    this.w = w;
  }

  /// A function of tensors.
  interface Function {
    Tensor apply(List<Tensor> xs);
  }

  /// Gradients of `Σ w f` with respect to each input, empty for those that have none.
  interface Gradients {
    List<Optional<Tensor>> of(List<Var> xs, Tensor w);
  }

  /// Checks what `backward` gives for a function at these points, with random weights.
  static void check(Random random, Function f, Point... points) {
    Function onBases = onBases(f, points);
    List<Tensor> bases = Arrays.stream(points).map(Point::base).toList();
    check(onBases, backward(onBases), bases, weights(random, onBases.apply(bases).shape()));
  }

  /// Checks the gradients of the gradients that `backward(true)` gives: the function looked at is the gradient of
  /// `Σ w f` with respect to all inputs, one after the other.
  static void checkSecondOrder(Random random, Function f, Point... points) {
    Function onBases = onBases(f, points);
    List<Tensor> bases = Arrays.stream(points).map(Point::base).toList();
    Tensor w = weights(random, onBases.apply(bases).shape());
    Function slopes = xs -> slopes(onBases, w, xs);
    check(slopes, backward(slopes), bases, weights(random, slopes.apply(bases).shape()));
  }

  /// Checks given gradients of a function at given inputs.
  static void check(Function f, Gradients gradients, List<Tensor> bases, Tensor w) {
    List<Var> vars = bases.stream().map(GradCheck::variable).toList();
    List<Optional<Tensor>> given = gradients.of(vars, w);
    double[] weights = w.flattenAll().toVec1F64();
    for (int k = 0; k < bases.size(); k++) {
      Shape shape = bases.get(k).shape();
      int input = k;
      Tensor gradient =
          given
              .get(k)
              .orElseThrow(() -> new AssertionError("no gradient of input " + input + " " + shape));
      if (!gradient.shape().equals(shape)) {
        throw new AssertionError(
            "gradient of shape " + gradient.shape() + " of input " + k + " " + shape);
      }
      new GradCheck(f, bases, weights).compare(k, gradient.flattenAll().toVec1F64());
    }
  }

  /// The gradients by `backward` of a function.
  static Gradients backward(Function f) {
    return (vars, w) -> {
      GradStore store = f.apply(List.copyOf(vars)).mul(w).sumAll().backward();
      return vars.stream().map(store::get).toList();
    };
  }

  /// Numbers of both signs between 0.5 and 1.5 in size.
  static Tensor weights(Random random, Shape shape) {
    double[] w = new double[shape.arrayLength()];
    Arrays.setAll(w, i -> (random.nextBoolean() ? 1 : -1) * (0.5 + random.nextDouble()));
    return Tensor.fromVec(w, shape, Device.CPU);
  }

  private static Var variable(Tensor base) {
    return Var.fromTensor(base);
  }

  private static Function onBases(Function f, Point... points) {
    return xs -> {
      List<Tensor> views = new ArrayList<>();
      for (int k = 0; k < points.length; k++) {
        views.add(points[k].view().apply(xs.get(k)));
      }
      return f.apply(views);
    };
  }

  private static Tensor slopes(Function f, Tensor w, List<Tensor> xs) {
    List<Var> vars = xs.stream().map(GradCheck::variable).toList();
    GradStore store = f.apply(List.copyOf(vars)).mul(w).sumAll().backward(true);
    return Tensor.cat(vars.stream().map(v -> store.get(v).orElseThrow().flattenAll()).toList(), 0);
  }

  private void compare(int k, double... gradient) {
    double[] x = bases.get(k).flattenAll().toVec1F64();
    for (int i = 0; i < x.length; i++) {
      double h = Math.cbrt(EPSILON) * Math.max(1, Math.abs(x[i]));
      double near = difference(k, x, i, h);
      double far = difference(k, x, i, 2 * h);
      double allowed = Math.abs(far - near) + rounding() / h;
      String place = "input " + k + " " + bases.get(k).shape() + ", element " + i + " = " + x[i];
      if (!(allowed <= ROUGHEST * Math.max(1, Math.abs(near)))) {
        throw new AssertionError(
            "too rough to differentiate, " + near + " or " + far + ", " + place);
      }
      if (!(Math.abs(gradient[i] - near) <= allowed)) {
        throw new AssertionError(
            "gradient " + gradient[i] + ", differences " + near + " ± " + allowed + ", " + place);
      }
    }
  }

  /// `(F(x + h) - F(x - h)) / 2h`, with the h that the rounded arguments really have.
  private double difference(int k, double[] x, int i, double h) {
    double up = x[i] + h;
    double down = x[i] - h;
    return (total(changed(k, x, i, up)) - total(changed(k, x, i, down))) / (up - down);
  }

  private List<Tensor> changed(int k, double[] x, int i, double value) {
    double[] copy = x.clone();
    copy[i] = value;
    List<Tensor> xs = new ArrayList<>(bases);
    xs.set(k, Tensor.fromVec(copy, bases.get(k).shape(), Device.CPU));
    return xs;
  }

  private double total(List<Tensor> xs) {
    double[] y = f.apply(xs).flattenAll().toVec1F64();
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += w[i] * y[i];
    }
    return sum;
  }

  private double rounding() {
    double[] y = f.apply(bases).flattenAll().toVec1F64();
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += Math.abs(w[i]) * Math.max(1, Math.abs(y[i]));
    }
    return (ULPS + y.length) * EPSILON * sum;
  }
}
