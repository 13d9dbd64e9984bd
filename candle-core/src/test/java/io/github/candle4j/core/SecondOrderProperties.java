package io.github.candle4j.core;

import io.github.candle4j.core.op.BinaryOp;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.UnaryOp;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Gradients of gradients against central differences of gradients; see [GradCheck].
class SecondOrderProperties {
  private static final int TRIES = 25;

  /// Their first derivative is constant from piece to piece.
  private static final EnumSet<UnaryOp> PIECEWISE_LINEAR =
      EnumSet.of(
          UnaryOp.ABS, UnaryOp.RELU, UnaryOp.SIGN, UnaryOp.FLOOR, UnaryOp.CEIL, UnaryOp.ROUND);

  @Property(tries = TRIES)
  void everySmoothUnaryFunction(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    for (UnaryOp kind : EnumSet.complementOf(PIECEWISE_LINEAR)) {
      check(Points.positive(seed), shape, x -> Tensor.apply(new Op.Unary(kind), x).sin());
    }
  }

  @Property(tries = TRIES)
  void everyBinaryFunction(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    for (BinaryOp kind : BinaryOp.values()) {
      Points points = Points.positive(seed);
      GradCheck.checkSecondOrder(
          points.random(),
          xs -> Tensor.apply(new Op.Binary(kind), xs.get(0), xs.get(1)).sqr(),
          points.strided(shape),
          points.strided(shape));
    }
  }

  @Property(tries = TRIES)
  void powersAndElu(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    check(Points.positive(seed), shape, x -> x.powf(2.5));
    check(Points.positive(seed), shape, x -> x.pow(x.sqr()));
    check(Points.mixed(seed), shape, x -> x.powf(3).affine(2, 1));
    check(Points.mixed(seed), shape, x -> x.elu(0.7).sqr());
  }

  @Property(tries = TRIES)
  void reductions(@ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    check(Points.mixed(seed), shape, x -> x.sum(0).sqr());
    check(Points.mixed(seed), shape, x -> x.mean(-1).tanh());
    check(Points.mixed(seed), shape, x -> x.max(0).sqr());
    check(Points.mixed(seed), shape, x -> x.logSumExp(0));
  }

  @Property(tries = TRIES)
  void softmaxAndItsLogarithm(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    check(Points.mixed(seed), shape, x -> Fused.softmax(x, 0));
    check(Points.mixed(seed), shape, x -> Fused.softmax(x, -1).log());
    check(Points.mixed(seed), shape, x -> Fused.logSoftmax(x, 0));
  }

  @Property(tries = TRIES)
  void crossEntropy(
      @ForAll @IntRange(min = 1, max = 4) int rows,
      @ForAll @IntRange(min = 1, max = 3) int classes,
      @ForAll long seed) {
    Points points = Points.mixed(seed);
    Tensor target = points.ids(Shape.of(rows), classes);
    check(points, Shape.of(rows, classes), x -> Fused.crossEntropy(x, target));
  }

  @Property(tries = TRIES)
  void products(@ForAll @IntRange(max = 3) int m, @ForAll long seed) {
    Points points = Points.mixed(seed);
    GradCheck.checkSecondOrder(
        points.random(),
        xs -> xs.get(0).broadcastMatmul(xs.get(1)).sqr(),
        points.strided(Shape.of(2, m, 3)),
        points.strided(Shape.of(3, 2)));
    GradCheck.checkSecondOrder(
        points.random(),
        xs -> Fused.linear(xs.get(0), xs.get(1), xs.get(2)).sqr(),
        points.strided(Shape.of(m, 3)),
        points.strided(Shape.of(2, 3)),
        points.strided(Shape.of(2)));
  }

  @Property(tries = TRIES)
  void movesAndIndexes(@ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    Tensor ids = points.ids(Shape.of(3), shape.dim(0));
    Tensor all = points.ids(shape, shape.dim(0));
    List<UnaryOperator<Tensor>> moves =
        List.of(
            x -> x.indexSelect(ids, 0),
            x -> x.gather(all, 0),
            x -> x.scatterAdd(all, x.exp(), 0),
            x -> x.scatter(all, x.exp(), 0),
            x -> x.sort(0, true).values(),
            x -> x.padWithZeros(0, 1, 2),
            x -> Tensor.cat(0, x, x.exp()),
            x -> x.unsqueeze(0).broadcastAs(Shape.of(2).extend(shape.dims())),
            x -> x.transpose(0, -1).flattenAll(),
            x -> x.gt(0).whereCond(x.exp(), x));
    for (UnaryOperator<Tensor> move : moves) {
      check(Points.mixed(seed), shape, x -> move.apply(x).sqr());
    }
  }

  private static void check(Points points, Shape shape, UnaryOperator<Tensor> f) {
    GradCheck.checkSecondOrder(points.random(), xs -> f.apply(xs.get(0)), points.strided(shape));
  }
}
