package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Gradients of sorts, scans and products against central differences; see [GradCheck].
class OrderGradientProperties {
  private static final int TRIES = 40;

  @Property(tries = TRIES)
  void sortedAndChosenElements(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    int dim = points.below(shape.rank());
    int k = points.below(shape.dim(dim) + 1);
    List<UnaryOperator<Tensor>> choices =
        List.of(
            x -> x.sortLastDim(true).values(),
            x -> x.sort(dim, false).values(),
            x -> x.topk(k, dim, k % 2 == 0).values(),
            x -> x.median(dim).values());
    for (UnaryOperator<Tensor> choice : choices) {
      check(Points.mixed(seed), shape, choice);
    }
  }

  @Property(tries = TRIES)
  @GradientOf(Op.CumSum.class)
  void sumsUpToEachPosition(
      @ForAll(supplier = Shapes.WithDimension.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    int dim = points.below(shape.rank());
    check(Points.mixed(seed), shape, x -> x.cumsum(dim));
    check(Points.mixed(seed), shape, x -> Tensor.apply(new Op.CumSum(dim, true), x));
    checkSecondOrder(Points.mixed(seed), shape, x -> x.cumsum(dim).sqr());
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Recurrence.class)
  void recurrencesInBothDirections(
      @ForAll(supplier = Shapes.WithDimension.class) Shape shape, @ForAll long seed) {
    for (boolean reverse : new boolean[] {false, true}) {
      Points points = Points.mixed(seed);
      int dim = points.below(shape.rank());
      GradCheck.Function f =
          xs -> Tensor.apply(new Op.Recurrence(dim, reverse), xs.get(0), xs.get(1));
      Point a = points.strided(shape);
      Point b = points.strided(shape);
      GradCheck.check(points.random(), f, a, b);
      GradCheck.checkSecondOrder(points.random(), xs -> f.apply(xs).sqr(), a, b);
    }
  }

  @Property(tries = TRIES)
  void productsUpToEachPosition(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    int dim = Points.mixed(seed).below(shape.rank());
    checkWithZeros(seed, shape, x -> x.cumprod(dim));
  }

  @Property(tries = TRIES)
  void productsOfAnyDimensions(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    int dim = Points.mixed(seed).below(shape.rank());
    checkWithZeros(seed, shape, x -> x.prod(dim));
    checkWithZeros(seed, shape, Tensor::prodAll);
    if (shape.rank() > 1) {
      checkWithZeros(seed, shape, x -> x.prodKeepdim(-1, 0));
    }
  }

  @Property(tries = TRIES)
  void deviations(@ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    for (int dim = 0; dim < shape.rank(); dim++) {
      int d = dim;
      check(Points.mixed(seed), shape, x -> x.varPopulation(d));
      if (shape.dim(d) > 1) {
        // A plain point: elements that are one, as in a broadcast view, have a deviation of 0,
        // which has no slope.
        Points points = Points.mixed(seed);
        GradCheck.check(points.random(), xs -> xs.get(0).std(d), points.plain(shape));
        GradCheck.check(points.random(), xs -> xs.get(0).stdPopulation(d), points.plain(shape));
      }
    }
  }

  @Property(tries = TRIES)
  void largestOverSeveralDimensions(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    if (shape.rank() > 1) {
      check(Points.mixed(seed), shape, x -> x.max(0, -1));
      check(Points.mixed(seed), shape, x -> x.minKeepdim(-1, 0));
    }
  }

  @Property(tries = TRIES)
  void masks(@ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    Tensor mask = points.flags(shape);
    Tensor row = points.flags(Shape.of(shape.dim(-1)));
    check(points, shape, x -> x.maskedFill(mask, -3.5));
    check(points, shape, x -> x.maskedFill(row, 7));
    check(points, shape, x -> x.maskedSelect(mask).exp());
  }

  /// Checks first and second order where none, one or several of the factors are exactly 0: a constant is taken off. The
  /// factors are halved: a product of 24 that are 2.75 each, as in a broadcast view, is too steep for differences.
  private static void checkWithZeros(long seed, Shape shape, UnaryOperator<Tensor> f) {
    for (int zeros = 0; zeros <= 2; zeros++) {
      Points points = Points.mixed(seed);
      Point at = points.strided(shape);
      Tensor value = at.view().apply(at.base());
      Tensor flags = Tensor.zeros(shape, DType.U8, Device.CPU).flattenAll();
      for (int i = 0; i < zeros; i++) {
        int place = points.below(shape.arrayLength());
        flags.narrow(0, place, 1).oneSet();
      }
      Tensor off = flags.reshape(shape).whereCond(value, value.zerosLike());
      GradCheck.Function shiftedOff = xs -> f.apply(xs.get(0).sub(off).mul(0.5));
      GradCheck.check(points.random(), shiftedOff, at);
      GradCheck.checkSecondOrder(points.random(), shiftedOff, at);
    }
  }

  private static void check(Points points, Shape shape, UnaryOperator<Tensor> f) {
    GradCheck.check(points.random(), xs -> f.apply(xs.get(0)), points.strided(shape));
  }

  private static void checkSecondOrder(Points points, Shape shape, UnaryOperator<Tensor> f) {
    GradCheck.checkSecondOrder(points.random(), xs -> f.apply(xs.get(0)), points.strided(shape));
  }
}
