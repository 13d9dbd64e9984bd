package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Gradients of products of matrices against central differences; see [GradCheck].
class ProductGradientProperties {
  private static final int TRIES = 60;

  /// Sizes of the dimensions before the last two.
  @Provide
  static Arbitrary<Shape> batches() {
    return Shapes.ofRank(0, 2).filter(shape -> shape.elemCount() <= 6);
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Matmul.class)
  void matmul(
      @ForAll("batches") Shape batch,
      @ForAll @IntRange(max = 3) int m,
      @ForAll @IntRange(max = 3) int k,
      @ForAll long seed) {
    Points points = Points.mixed(seed);
    int n = points.below(4);
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).matmul(xs.get(1)),
        points.strided(batch.extend(m, k)),
        points.strided(batch.extend(k, n)));
  }

  @Property(tries = TRIES)
  void broadcastMatmul(
      @ForAll("batches") Shape batch,
      @ForAll @IntRange(min = 1, max = 3) int k,
      @ForAll long seed) {
    Points points = Points.mixed(seed);
    int[] fewer = batch.dims();
    for (int d = 0; d < fewer.length; d++) {
      fewer[d] = points.below(2) == 0 ? 1 : fewer[d];
    }
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).broadcastMatmul(xs.get(1)),
        points.strided(Shape.of(fewer).extend(2, k)),
        points.strided(batch.extend(k, 2)));
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).broadcastMatmul(xs.get(1)),
        points.strided(batch.extend(3, k)),
        points.strided(Shape.of(k, 2)));
  }

  @Property(tries = TRIES)
  void productOfATensorWithItsTranspose(
      @ForAll("batches") Shape batch, @ForAll @IntRange(max = 3) int m, @ForAll long seed) {
    Points points = Points.mixed(seed);
    GradCheck.check(
        points.random(), xs -> xs.get(0).matmul(xs.get(0).t()), points.strided(batch.extend(m, 2)));
  }

  @Property(tries = TRIES)
  void matrixByVectorAndScalarProduct(
      @ForAll @IntRange(max = 4) int m, @ForAll @IntRange(max = 4) int n, @ForAll long seed) {
    Points points = Points.mixed(seed);
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).mv(xs.get(1)),
        points.strided(Shape.of(m, n)),
        points.strided(Shape.of(n)));
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).dot(xs.get(1)),
        points.strided(Shape.of(n)),
        points.strided(Shape.of(n)));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Linear.class)
  void linearOfAnyRank(
      @ForAll("batches") Shape batch, @ForAll @IntRange(max = 3) int in, @ForAll long seed) {
    Points points = Points.mixed(seed);
    int out = points.below(4);
    Point x = points.strided(batch.extend(in));
    Point weight = points.strided(Shape.of(out, in));
    Point bias = points.strided(Shape.of(out));
    GradCheck.check(
        points.random(), xs -> Fused.linear(xs.get(0), xs.get(1), xs.get(2)), x, weight, bias);
    GradCheck.check(points.random(), xs -> Fused.linear(xs.get(0), xs.get(1)), x, weight);
  }

  @Property(tries = TRIES)
  void linearWithABatchOfRankThree(
      @ForAll @IntRange(max = 2) int a, @ForAll @IntRange(max = 2) int b, @ForAll long seed) {
    Points points = Points.mixed(seed);
    GradCheck.check(
        points.random(),
        xs -> Fused.linear(xs.get(0), xs.get(1), xs.get(2)),
        points.strided(Shape.of(a, b, 2, 3)),
        points.strided(Shape.of(2, 3)),
        points.strided(Shape.of(2)));
  }
}
