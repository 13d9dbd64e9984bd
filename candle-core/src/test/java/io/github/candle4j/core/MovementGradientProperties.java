package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Gradients of views, copies and joins against central differences; see [GradCheck].
class MovementGradientProperties {
  private static final int TRIES = 60;

  @Property(tries = TRIES)
  @GradientOf(Op.Reshape.class)
  void reshape(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    check(Points.mixed(seed), shape, x -> x.reshape(-1));
    check(Points.mixed(seed), shape, x -> x.reshape(1, (int) x.elemCount(), 1));
    check(Points.mixed(seed), shape, x -> x.flattenFrom(0));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Permute.class)
  void permuteAndTranspose(
      @ForAll(supplier = Shapes.WithDimension.class) Shape shape, @ForAll long seed) {
    int rank = shape.rank();
    int[] turned = new int[rank];
    java.util.Arrays.setAll(turned, d -> (d + 1) % rank);
    check(Points.mixed(seed), shape, x -> x.permute(turned));
    check(Points.mixed(seed), shape, x -> x.transpose(0, -1));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Narrow.class)
  void narrow(@ForAll(supplier = Shapes.WithDimension.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    int dim = points.below(shape.rank());
    int start = points.below(shape.dim(dim) + 1);
    int length = points.below(shape.dim(dim) - start + 1);
    check(points, shape, x -> x.narrow(dim, start, length));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.BroadcastAs.class)
  void broadcastAs(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    int[] small = shape.dims();
    for (int d = 0; d < small.length; d++) {
      small[d] = points.below(2) == 0 ? 1 : small[d];
    }
    check(points, Shape.of(small), x -> x.broadcastAs(Shape.of(2).extend(shape.dims())));
  }

  @Property(tries = TRIES)
  @GradientOf({Op.Squeeze.class, Op.Unsqueeze.class})
  void squeezeAndUnsqueeze(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    int dim = points.below(shape.rank() + 1);
    check(points, shape, x -> x.unsqueeze(dim));
    int[] dims = shape.dims();
    for (int d = 0; d < dims.length; d++) {
      int[] withOne = dims.clone();
      withOne[d] = 1;
      int squeezed = d;
      check(points, Shape.of(withOne), x -> x.squeeze(squeezed));
    }
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Cat.class)
  void catOfDifferentSizes(
      @ForAll(supplier = Shapes.WithDimension.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    int dim = points.below(shape.rank());
    GradCheck.check(
        points.random(),
        xs -> Tensor.cat(xs, dim),
        points.strided(shape),
        points.strided(shape.with(dim, points.below(3))),
        points.strided(shape.with(dim, 1)));
  }

  @Property(tries = TRIES)
  void catOfATensorWithItself(
      @ForAll(supplier = Shapes.WithDimension.class) Shape shape, @ForAll long seed) {
    check(Points.mixed(seed), shape, x -> Tensor.cat(0, x, x, x));
    check(Points.mixed(seed), shape, x -> Tensor.stack(-1, x, x.neg()));
    check(Points.mixed(seed), shape, x -> x.repeat(2, 1));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.PadWithZeros.class)
  void padWithZeros(@ForAll(supplier = Shapes.WithDimension.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    int dim = points.below(shape.rank());
    int left = points.below(3);
    int right = points.below(3);
    check(points, shape, x -> x.padWithZeros(dim, left, right));
  }

  @Property(tries = TRIES)
  void indexesOfAnyKind(@ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    int position = points.below(shape.dim(0));
    int start = points.below(shape.dim(0));
    check(points, shape, x -> x.i(position));
    check(points, shape, x -> x.i(Index.newAxis(), Index.from(start)));
    check(points, shape, x -> x.get(-1));
  }

  @Property(tries = TRIES)
  void chunksUsedSeveralTimes(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    check(
        Points.mixed(seed),
        shape,
        x -> {
          List<Tensor> parts = new ArrayList<>();
          for (Tensor part : x.chunk(2, 0)) {
            parts.add(part.sqr());
            parts.add(part);
          }
          return Tensor.cat(parts, 0);
        });
  }

  private static void check(Points points, Shape shape, UnaryOperator<Tensor> f) {
    GradCheck.check(points.random(), xs -> f.apply(xs.get(0)), points.strided(shape));
  }
}
