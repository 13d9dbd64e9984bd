package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Gradients, and gradients of gradients, of elements moved and repeated, against central differences; see [GradCheck].
class RearrangingGradientProperties {
  private static final int TRIES = 40;

  @Property(tries = TRIES)
  @GradientOf(Op.Flip.class)
  void flipOfAnyDimensions(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    List<Integer> dims = new ArrayList<>();
    for (int d = 0; d < shape.rank(); d++) {
      dims.add(d);
    }
    Collections.shuffle(dims, points.random());
    int[] some =
        dims.subList(0, points.below(shape.rank() + 1)).stream().mapToInt(d -> d).toArray();
    check(points, shape, x -> x.flip(some));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Unfold.class)
  void unfoldWithAnyStep(
      @ForAll(supplier = Shapes.WithDimension.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    int dim = points.below(shape.rank());
    int size = points.below(shape.dim(dim) + 1);
    int step = 1 + points.below(3);
    check(points, shape, x -> x.unfold(dim, size, step));
  }

  @Property(tries = TRIES)
  void rollAndPadding(@ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    int dim = points.below(shape.rank());
    int left = points.below(3);
    int right = points.below(3);
    int inside = shape.dim(dim) - 1;
    check(points, shape, x -> x.roll(left - right, dim));
    check(points, shape, x -> x.padWithSame(dim, left, right));
    check(points, shape, x -> x.padWithValue(dim, left, right, 0.5));
    check(
        points, shape, x -> x.padWithReflect(dim, Math.min(left, inside), Math.min(right, inside)));
    check(points, shape, x -> x.repeatInterleave(left, dim));
  }

  @Property(tries = TRIES)
  void diagonalsAndTriangles(
      @ForAll @IntRange(max = 3) int rows,
      @ForAll @IntRange(max = 3) int columns,
      @ForAll @IntRange(min = -3, max = 3) int k,
      @ForAll long seed) {
    Points points = Points.mixed(seed);
    check(points, Shape.of(rows, columns), x -> x.diag(k));
    check(points, Shape.of(rows), x -> x.diag(k));
    check(points, Shape.of(2, rows, columns), x -> x.tril(k));
    check(points, Shape.of(rows, 2, columns), x -> x.triu(k));
    check(points, Shape.of(rows, 2, columns), x -> x.diagonal(k, 2, 0));
  }

  @Property(tries = TRIES)
  void pixels(@ForAll @IntRange(max = 2) int channels, @ForAll long seed) {
    Points points = Points.mixed(seed);
    check(points, Shape.of(channels * 4, 1, 2), x -> x.pixelShuffle(2));
    check(points, Shape.of(2, channels, 2, 4), x -> x.pixelUnshuffle(2));
  }

  @Property(tries = TRIES)
  void sumsOfProducts(
      @ForAll @IntRange(max = 3) int i, @ForAll @IntRange(max = 3) int j, @ForAll long seed) {
    Points points = Points.mixed(seed);
    GradCheck.Function f =
        xs -> Tensor.einsum("bij,jk,...kk->...bi", xs.get(0), xs.get(1), xs.get(2));
    Point[] at = {
      points.strided(Shape.of(2, i, j)),
      points.strided(Shape.of(j, 2)),
      points.strided(Shape.of(2, 2, 2))
    };
    GradCheck.check(points.random(), f, at);
    GradCheck.checkSecondOrder(points.random(), xs -> f.apply(xs).sqr(), at);
  }

  /// With weights of 1 and -1 every gradient is a small integer, the same in each dtype that can hold it.
  @Property(tries = TRIES)
  void smallFloatsHaveTheGradientsOfF64(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    int dim = points.below(shape.rank());
    int size = 1 + points.below(shape.dim(dim));
    List<UnaryOperator<Tensor>> moves =
        List.of(
            x -> x.flip(dim),
            x -> x.unfold(dim, size, 1),
            x -> x.padWithSame(dim, 2, 1),
            x -> x.padWithReflect(dim, size - 1, 0),
            x -> x.flattenAll().diag(1).triu(),
            x -> Tensor.einsum("i->", x.flattenAll()));
    Tensor values = points.plain(shape).base();
    for (UnaryOperator<Tensor> move : moves) {
      Shape result = move.apply(values).shape();
      Tensor signs = GradCheck.weights(points.random(), result).sign();
      double[] expected = gradient(move, values, signs);
      for (DType dtype : List.of(DType.F32, DType.F16, DType.BF16)) {
        double[] found = gradient(move, values.toDtype(dtype), signs.toDtype(dtype));
        if (!Arrays.equals(found, expected)) {
          throw new AssertionError(dtype + ": gradients differ from those in F64");
        }
      }
    }
  }

  private static double[] gradient(UnaryOperator<Tensor> f, Tensor at, Tensor w) {
    Var x = Var.fromTensor(at);
    Tensor gradient = f.apply(x).backward(w).get(x).orElseThrow();
    return gradient.toDtype(DType.F64).flattenAll().toVec1F64();
  }

  private static void check(Points points, Shape shape, UnaryOperator<Tensor> f) {
    Point at = points.strided(shape);
    GradCheck.check(points.random(), xs -> f.apply(xs.get(0)), at);
    GradCheck.checkSecondOrder(points.random(), xs -> f.apply(xs.get(0)).sqr(), at);
  }
}
