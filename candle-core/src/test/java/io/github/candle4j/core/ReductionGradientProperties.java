package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.ReduceOp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Gradients of reductions against central differences; see [GradCheck].
class ReductionGradientProperties {
  private static final int TRIES = 60;

  @Property(tries = TRIES)
  @GradientOf(Op.Reduce.class)
  void everyReductionOverAnyDimensions(
      @ForAll(supplier = Shapes.WithDimension.class) Shape shape, @ForAll long seed) {
    for (ReduceOp kind : ReduceOp.values()) {
      Points points = Points.mixed(seed);
      int[] dims = someDims(points, shape);
      if (kind == ReduceOp.SUM || noneEmpty(shape, dims)) {
        check(points, shape, x -> Tensor.apply(new Op.Reduce(kind, dims), x));
      }
    }
  }

  @Property(tries = TRIES)
  void sumsAndMeansOverSeveralDimensions(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    List<Integer> dims = Movement.list(someDims(Points.mixed(seed), shape));
    check(Points.mixed(seed), shape, x -> x.sum(dims));
    check(Points.mixed(seed), shape, x -> x.mean(dims));
    check(Points.mixed(seed), shape, x -> x.meanKeepdim(dims).exp());
  }

  @Property(tries = TRIES)
  void reductionsOfAllElements(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    check(Points.mixed(seed), shape, x -> x.sumAll().sin());
    check(Points.mixed(seed), shape, Tensor::meanAll);
    check(Points.mixed(seed), shape, Tensor::maxAll);
    check(Points.mixed(seed), shape, Tensor::minAll);
    check(Points.mixed(seed), shape, Tensor::norm);
  }

  @Property(tries = TRIES)
  void largestAndSmallestAlongADimension(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    int dim = Points.mixed(seed).below(shape.rank());
    check(Points.mixed(seed), shape, x -> x.max(dim));
    check(Points.mixed(seed), shape, x -> x.minKeepdim(dim));
  }

  @Property(tries = TRIES)
  void variance(@ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    for (int dim = 0; dim < shape.rank(); dim++) {
      int d = dim;
      if (shape.dim(d) > 1) {
        check(Points.mixed(seed), shape, x -> x.var(d));
        check(Points.mixed(seed), shape, x -> x.varKeepdim(d).add(1).sqrt());
      }
    }
  }

  @Property(tries = TRIES)
  void logSumExp(@ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    List<Integer> dims = Movement.list(someDims(Points.mixed(seed), shape));
    check(Points.mixed(seed), shape, x -> x.logSumExp(dims));
  }

  private static void check(Points points, Shape shape, UnaryOperator<Tensor> f) {
    GradCheck.check(points.random(), xs -> f.apply(xs.get(0)), points.strided(shape));
  }

  /// One dimension or more, in any order.
  private static int[] someDims(Points points, Shape shape) {
    List<Integer> all = new ArrayList<>(IntStream.range(0, shape.rank()).boxed().toList());
    java.util.Collections.shuffle(all, points.random());
    return all.stream().limit(1 + points.below(shape.rank())).mapToInt(d -> d).toArray();
  }

  private static boolean noneEmpty(Shape shape, int... dims) {
    return IntStream.of(dims).allMatch(d -> shape.dim(d) > 0);
  }
}
