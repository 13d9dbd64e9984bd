package io.github.candle4j.core;

import io.github.candle4j.core.op.Frame;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.TypedShape;
import io.github.candle4j.core.op.WindowShapes;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Gradients of convolutions and of their gradients against central differences; see [GradCheck].
class ConvolutionGradientProperties {
  private static final int TRIES = 100;

  /// Elements of operands and results.
  private static final int MOST = 250;

  /// The same for gradients of gradients.
  private static final int FEW = 80;

  @Property(tries = TRIES)
  @GradientOf(Op.Conv2d.class)
  void convolution(@ForAll long seed) {
    Points points = Points.mixed(seed);
    ConvCase c = ConvCase.small(points.random(), MOST);
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).conv2d(xs.get(1), c.params()),
        points.strided(c.x()),
        points.strided(c.kernel()));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Conv2dInputGrad.class)
  void transposedConvolution(@ForAll long seed) {
    Points points = Points.mixed(seed);
    ConvCase.Transposed t = ConvCase.Transposed.small(points.random(), MOST);
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).convTranspose2d(xs.get(1), t.params()),
        points.strided(t.c().x()),
        points.strided(t.c().transposedKernel()));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Conv2dWeightGrad.class)
  void gradientOfTheKernel(@ForAll long seed) {
    Points points = Points.mixed(seed);
    ConvCase c = ConvCase.small(points.random(), MOST);
    Conv2dParams p = c.params();
    TypedShape x = new TypedShape(c.x(), DType.F64);
    TypedShape w = new TypedShape(c.kernel(), DType.F64);
    Frame frame = WindowShapes.convolution(x, w, p.groups(), p.height(), p.width());
    GradCheck.check(
        points.random(),
        xs -> Tensor.apply(new Op.Conv2dWeightGrad(frame, p.groups()), xs.get(0), xs.get(1)),
        points.strided(c.x()),
        points.strided(c.y()));
  }

  @Property(tries = TRIES / 2)
  void oneDimension(@ForAll long seed) {
    Points points = Points.mixed(seed);
    ConvCase c = ConvCase.small(points.random(), MOST);
    Conv2dParams p = c.params();
    Conv1dParams line =
        new Conv1dParams(
            p.left(), p.right(), p.same(), p.strideWidth(), p.dilationWidth(), p.groups());
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).conv1d(xs.get(1), line),
        points.strided(Shape.of(c.n(), c.groups() * c.ci(), c.width())),
        points.strided(Shape.of(c.groups() * c.co(), c.ci(), c.kw())));
  }

  @Property(tries = TRIES / 2)
  void oneDimensionTransposed(@ForAll long seed) {
    Points points = Points.mixed(seed);
    ConvCase c = ConvCase.small(points.random(), MOST);
    Conv2dParams p = c.params();
    int more = points.below(3);
    ConvTranspose1dParams line =
        new ConvTranspose1dParams(0, 0, more, p.strideWidth(), p.dilationWidth(), p.groups());
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).convTranspose1d(xs.get(1), line),
        points.strided(Shape.of(c.n(), c.groups() * c.ci(), c.width() + 1)),
        points.strided(Shape.of(c.groups() * c.ci(), c.co(), c.kw())));
  }

  /// The square makes the second derivatives depend on both operands.
  @Property(tries = 25)
  void secondOrder(@ForAll long seed) {
    Points points = Points.mixed(seed);
    ConvCase c = ConvCase.small(points.random(), FEW);
    GradCheck.checkSecondOrder(
        points.random(),
        xs -> xs.get(0).conv2d(xs.get(1), c.params()).sqr(),
        points.strided(c.x()),
        points.strided(c.kernel()));
  }

  @Property(tries = 25)
  void secondOrderOfTheTransposed(@ForAll long seed) {
    Points points = Points.mixed(seed);
    ConvCase.Transposed t = ConvCase.Transposed.small(points.random(), FEW);
    GradCheck.checkSecondOrder(
        points.random(),
        xs -> xs.get(0).convTranspose2d(xs.get(1), t.params()).sqr(),
        points.strided(t.c().x()),
        points.strided(t.c().transposedKernel()));
  }
}
