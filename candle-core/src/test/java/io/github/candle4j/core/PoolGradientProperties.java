package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Gradients of pools and resizings against central differences; see [GradCheck].
class PoolGradientProperties {
  private static final int TRIES = 100;

  /// Settings, and sizes that fit them.
  private record PoolCase(Pool2dParams params, Shape shape) {
    static PoolCase of(Random random) {
      int kh = 1 + random.nextInt(3);
      int kw = 1 + random.nextInt(3);
      Pool2dParams params =
          Pool2dParams.of(kh, kw)
              .withStride(1 + random.nextInt(3), 1 + random.nextInt(3))
              .withPadding(random.nextInt(kh / 2 + 1), random.nextInt(kw / 2 + 1))
              .withCeilMode(random.nextBoolean())
              .withCountIncludePad(random.nextBoolean());
      Shape shape =
          Shape.of(
              random.nextInt(4), random.nextInt(3), kh + random.nextInt(4), kw + random.nextInt(4));
      return new PoolCase(params, shape);
    }

    Pool1dParams line() {
      return new Pool1dParams(
          params.kernelWidth(),
          params.strideWidth(),
          params.paddingWidth(),
          1,
          params.ceilMode(),
          params.countIncludePad());
    }

    /// With a dilation, and an input large enough for it.
    PoolCase dilated() {
      Shape larger = shape.with(2, shape.dim(2) + 2).with(3, shape.dim(3) + 4);
      return new PoolCase(params.withDilation(2, 3), larger);
    }
  }

  @Property(tries = TRIES)
  @GradientOf({Op.MaxPool2d.class, Op.MaxPoolScatter.class})
  void largest(@ForAll long seed) {
    Points points = Points.mixed(seed);
    PoolCase c = PoolCase.of(points.random());
    check(points, c.shape(), x -> x.maxPool2d(c.params()));
    PoolCase dilated = c.dilated();
    check(points, dilated.shape(), x -> x.maxPool2d(dilated.params()));
    check(points, c.shape().without(2), x -> x.maxPool1d(c.line()));
  }

  @Property(tries = 25)
  @GradientOf(Op.MaxPoolGather.class)
  void secondOrderOfTheLargest(@ForAll long seed) {
    Points points = Points.mixed(seed);
    PoolCase c = PoolCase.of(points.random());
    GradCheck.checkSecondOrder(
        points.random(), xs -> xs.get(0).maxPool2d(c.params()).powf(3), points.strided(c.shape()));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.AvgPool2d.class)
  void mean(@ForAll long seed) {
    Points points = Points.mixed(seed);
    PoolCase c = PoolCase.of(points.random());
    check(points, c.shape(), x -> x.avgPool2d(c.params()));
    check(points, c.shape().without(2), x -> x.avgPool1d(c.line()));
  }

  @Property(tries = 25)
  @GradientOf(Op.AvgPool2dGrad.class)
  void secondOrderOfTheMean(@ForAll long seed) {
    Points points = Points.mixed(seed);
    PoolCase c = PoolCase.of(points.random());
    GradCheck.checkSecondOrder(
        points.random(), xs -> xs.get(0).avgPool2d(c.params()).powf(3), points.strided(c.shape()));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Upsample.class)
  void otherSizes(@ForAll long seed) {
    Points points = Points.mixed(seed);
    Shape shape = image(points);
    int height = 1 + points.below(9);
    int width = 1 + points.below(9);
    boolean align = points.below(2) == 0;
    check(points, shape, x -> x.interpolate2d(height, width));
    check(points, shape.without(2), x -> x.interpolate1d(width));
    check(points, shape, x -> x.upsampleBilinear2d(height, width, align));
    double scale = 1 + points.random().nextDouble() * 2;
    check(points, shape, x -> x.upsampleBilinear2dWithScale(scale, 1 / scale + 0.5, align));
  }

  @Property(tries = 25)
  @GradientOf(Op.UpsampleGrad.class)
  void secondOrderOfOtherSizes(@ForAll long seed) {
    Points points = Points.mixed(seed);
    Shape shape = image(points);
    int height = 1 + points.below(6);
    int width = 1 + points.below(6);
    for (UnaryOperator<Tensor> f :
        List.<UnaryOperator<Tensor>>of(
            x -> x.interpolate2d(height, width), x -> x.upsampleBilinear2d(height, width, false))) {
      GradCheck.checkSecondOrder(
          points.random(), xs -> f.apply(xs.get(0)).powf(3), points.strided(shape));
    }
  }

  private static Shape image(Points points) {
    return Shape.of(points.below(3), points.below(3), 2 + points.below(4), 2 + points.below(4));
  }

  private static void check(Points points, Shape shape, UnaryOperator<Tensor> f) {
    GradCheck.check(points.random(), xs -> f.apply(xs.get(0)), points.strided(shape));
  }
}
