package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Gradients of operations that pick elements by index against central differences; see [GradCheck].
class IndexGradientProperties {
  private static final int TRIES = 80;

  @Property(tries = TRIES)
  @GradientOf(Op.IndexSelect.class)
  void indexSelect(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape,
      @ForAll @IntRange(max = 4) int count,
      @ForAll long seed) {
    Points points = Points.mixed(seed);
    int dim = points.below(shape.rank());
    Tensor ids = points.ids(Shape.of(count), shape.dim(dim));
    GradCheck.check(points.random(), xs -> xs.get(0).indexSelect(ids, dim), points.strided(shape));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.IndexAdd.class)
  void indexAdd(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape,
      @ForAll @IntRange(max = 4) int count,
      @ForAll long seed) {
    Points points = Points.mixed(seed);
    int dim = points.below(shape.rank());
    Tensor ids = points.ids(Shape.of(count), shape.dim(dim));
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).indexAdd(ids, xs.get(1), dim),
        points.strided(shape),
        points.strided(shape.with(dim, count)));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Gather.class)
  void gatherOfFewerOrMoreThanThereAre(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape,
      @ForAll @IntRange(max = 5) int count,
      @ForAll long seed) {
    Points points = Points.mixed(seed);
    int dim = points.below(shape.rank());
    Tensor ids = points.ids(smaller(points, shape).with(dim, count), shape.dim(dim));
    GradCheck.check(points.random(), xs -> xs.get(0).gather(ids, dim), points.strided(shape));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.ScatterAdd.class)
  void scatterAdd(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape,
      @ForAll @IntRange(max = 5) int count,
      @ForAll long seed) {
    Points points = Points.mixed(seed);
    int dim = points.below(shape.rank());
    Tensor ids = points.ids(smaller(points, shape).with(dim, count), shape.dim(dim));
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).scatterAdd(ids, xs.get(1), dim),
        points.strided(shape),
        points.strided(ids.shape()));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Scatter.class)
  void scatterWithIdsThatComeTwice(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape,
      @ForAll @IntRange(max = 5) int count,
      @ForAll long seed) {
    Points points = Points.mixed(seed);
    int dim = points.below(shape.rank());
    Tensor ids = points.ids(smaller(points, shape).with(dim, count), shape.dim(dim));
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).scatter(ids, xs.get(1), dim),
        points.strided(shape),
        points.strided(ids.shape()));
    GradCheck.checkSecondOrder(
        points.random(),
        xs -> xs.get(0).scatter(ids, xs.get(1).exp(), dim).sqr(),
        points.strided(shape),
        points.strided(ids.shape()));
  }

  @Property(tries = TRIES)
  void slicesReplaced(@ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    int dim = points.below(shape.rank());
    int start = points.below(shape.dim(dim));
    int length = points.below(shape.dim(dim) - start) + 1;
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).sliceScatter(xs.get(1), dim, start),
        points.strided(shape),
        points.strided(shape.with(dim, length)));
    Index[] ranges = new Index[shape.rank()];
    java.util.Arrays.fill(ranges, Index.all());
    ranges[0] = Index.at(-1);
    ranges[dim] = Index.range(start, start + length);
    Shape part = (dim == 0 ? shape : shape.with(0, 1)).with(dim, length);
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).sliceAssign(xs.get(1), ranges),
        points.strided(shape),
        points.strided(part));
  }

  @Property(tries = TRIES)
  void idsThatStandForNoneHaveNoGradient(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    Tensor ids = Tensor.of(new long[] {0, Long.MAX_VALUE}, Device.CPU);
    GradCheck.check(points.random(), xs -> xs.get(0).indexSelect(ids, 0), points.strided(shape));
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).indexAdd(ids, xs.get(1), 0),
        points.strided(shape),
        points.strided(shape.with(0, 2)));
    Tensor all = ids.reshape(2, 1).repeat(1, shape.arrayLength() / shape.dim(0));
    int[] flat = {shape.dim(0), -1};
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).reshape(flat).scatter(all, xs.get(1), 0),
        points.strided(shape),
        points.strided(all.shape()));
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).reshape(flat).scatterAdd(all, xs.get(1), 0),
        points.strided(shape),
        points.strided(all.shape()));
  }

  @Property(tries = TRIES)
  void embedding(
      @ForAll @IntRange(min = 1, max = 4) int rows,
      @ForAll @IntRange(max = 3) int width,
      @ForAll long seed) {
    Points points = Points.mixed(seed);
    Tensor ids = points.ids(Shape.of(5), rows);
    GradCheck.check(
        points.random(), xs -> xs.get(0).embedding(ids), points.strided(Shape.of(rows, width)));
  }

  /// A shape without larger sizes.
  private static Shape smaller(Points points, Shape shape) {
    int[] dims = shape.dims();
    for (int d = 0; d < dims.length; d++) {
      dims[d] -= points.below(2);
    }
    return Shape.of(dims);
  }
}
