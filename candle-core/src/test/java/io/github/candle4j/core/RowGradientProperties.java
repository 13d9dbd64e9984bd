package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Gradients of functions of whole rows against central differences; see [GradCheck].
class RowGradientProperties {
  private static final int TRIES = 80;

  @Property(tries = TRIES)
  @GradientOf({Op.Softmax.class, Op.SoftmaxGrad.class})
  void softmaxAlongAnyDimension(
      @ForAll(supplier = Shapes.WithDimension.class) Shape shape, @ForAll long seed) {
    for (int dim = 0; dim < shape.rank(); dim++) {
      Points points = Points.mixed(seed);
      int d = dim;
      GradCheck.check(points.random(), xs -> Fused.softmax(xs.get(0), d), points.strided(shape));
    }
  }

  @Property(tries = TRIES)
  @GradientOf(Op.SoftmaxGrad.class)
  void derivativeOfTheDerivativeOfSoftmax(
      @ForAll(supplier = Shapes.WithDimension.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    GradCheck.check(
        points.random(),
        xs -> Tensor.apply(new Op.SoftmaxGrad(), xs.get(0), xs.get(1)),
        points.strided(shape),
        points.strided(shape));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.LogSoftmax.class)
  void logSoftmaxAlongAnyDimension(
      @ForAll(supplier = Shapes.WithDimension.class) Shape shape, @ForAll long seed) {
    for (int dim = 0; dim < shape.rank(); dim++) {
      Points points = Points.mixed(seed);
      int d = dim;
      GradCheck.check(points.random(), xs -> Fused.logSoftmax(xs.get(0), d), points.strided(shape));
    }
  }

  @Property(tries = TRIES)
  @GradientOf({Op.CrossEntropy.class, Op.CrossEntropyGrad.class})
  void crossEntropy(
      @ForAll @IntRange(min = 1, max = 5) int rows,
      @ForAll @IntRange(min = 1, max = 4) int classes,
      @ForAll long seed) {
    Points points = Points.mixed(seed);
    Tensor target = points.ids(Shape.of(rows), classes);
    GradCheck.check(
        points.random(),
        xs -> Fused.crossEntropy(xs.get(0), target),
        points.strided(Shape.of(rows, classes)));
  }
}
