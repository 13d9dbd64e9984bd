package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Gradients of normalisation, by rows, weights and biases, and of dropout against central differences; see [GradCheck].
class NormGradientProperties {
  private static final int TRIES = 40;

  /// Large enough that a row of one element, or of equal ones, has a slope that can be measured.
  private static final double EPS = 0.1;

  private static final List<GradCheck.Function> OF_ROWS =
      List.of(xs -> Fused.layerNorm(xs.get(0), EPS), xs -> Fused.rmsNorm(xs.get(0), EPS));
  private static final List<GradCheck.Function> WITH_WEIGHTS =
      List.of(
          xs -> Fused.layerNorm(xs.get(0), xs.get(1), EPS),
          xs -> Fused.rmsNorm(xs.get(0), xs.get(1), EPS));
  private static final GradCheck.Function WITH_ALL =
      xs -> Fused.layerNorm(xs.get(0), xs.get(1), xs.get(2), EPS);

  @Property(tries = TRIES)
  @GradientOf({Op.Norm.class, Op.NormGrad.class, Op.NormWeightGrad.class})
  void ofRowsWeightsAndBiases(
      @ForAll(supplier = Shapes.WithDimension.class) Shape shape, @ForAll long seed) {
    Shape row = Shape.of(shape.dim(-1));
    for (GradCheck.Function f : OF_ROWS) {
      Points points = Points.mixed(seed);
      GradCheck.check(points.random(), f, points.strided(shape));
    }
    for (GradCheck.Function f : WITH_WEIGHTS) {
      Points points = Points.mixed(seed);
      GradCheck.check(points.random(), f, points.strided(shape), points.strided(row));
    }
    Points points = Points.mixed(seed);
    GradCheck.check(
        points.random(), WITH_ALL, points.strided(shape), points.strided(row), points.strided(row));
  }

  @Property(tries = TRIES)
  void ofTheGradients(@ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    Shape row = Shape.of(shape.dim(-1));
    for (GradCheck.Function f : WITH_WEIGHTS) {
      Points points = Points.mixed(seed);
      GradCheck.checkSecondOrder(
          points.random(), xs -> f.apply(xs).sqr(), points.strided(shape), points.strided(row));
    }
    Points points = Points.mixed(seed);
    GradCheck.checkSecondOrder(
        points.random(),
        xs -> WITH_ALL.apply(xs).sqr(),
        points.strided(shape),
        points.strided(row),
        points.strided(row));
  }

  @Property(tries = TRIES)
  void inOtherDtypes(@ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    Shape row = Shape.of(shape.dim(-1));
    Points points = Points.mixed(seed);
    FloatGradientProperties.compare(
        points, WITH_ALL, points.strided(shape), points.strided(row), points.strided(row));
    // A view that repeats an element sums gradients that cancel whatever the weights are: nothing
    // to measure roundings by.
    for (DType half : new DType[] {DType.F16, DType.BF16}) {
      Points again = Points.mixed(seed);
      HalfGradients.compare(
          half, again, WITH_ALL, again.plain(shape), again.plain(row), again.plain(row));
    }
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Dropout.class)
  void dropout(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    Op dropout = new Op.Dropout(0.4, new RngState(seed, 3));
    GradCheck.check(points.random(), xs -> Tensor.apply(dropout, xs.get(0)), points.strided(shape));
    Points again = Points.mixed(seed);
    GradCheck.checkSecondOrder(
        again.random(), xs -> Tensor.apply(dropout, xs.get(0)).sqr(), again.strided(shape));
  }
}
