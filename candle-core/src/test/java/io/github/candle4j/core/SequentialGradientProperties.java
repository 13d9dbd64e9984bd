package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Gradients of cells, rotations and attention against central differences; see [GradCheck].
class SequentialGradientProperties {
  private static final int TRIES = 40;

  @Property(tries = TRIES)
  @GradientOf({Op.LstmCell.class, Op.LstmCellGrad.class})
  void lstmCell(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int hidden,
      @ForAll long seed) {
    Points points = Points.mixed(seed);
    Point gates = points.strided(Shape.of(batch, 4 * hidden));
    Point c = points.strided(Shape.of(batch, hidden));
    GradCheck.Function f = xs -> Fused.lstmCell(xs.get(0), xs.get(1));
    GradCheck.check(points.random(), f, gates, c);
    GradCheck.check(points.random(), xs -> f.apply(xs).get(0), gates, c);
    GradCheck.checkSecondOrder(points.random(), f, gates, c);
  }

  @Property(tries = TRIES)
  @GradientOf({Op.GruCell.class, Op.GruCellGrad.class})
  void gruCell(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 3) int hidden,
      @ForAll long seed) {
    Points points = Points.mixed(seed);
    Point input = points.strided(Shape.of(batch, 3 * hidden));
    Point own = points.strided(Shape.of(batch, 3 * hidden));
    Point h = points.strided(Shape.of(batch, hidden));
    GradCheck.Function f = xs -> Fused.gruCell(xs.get(0), xs.get(1), xs.get(2));
    GradCheck.check(points.random(), f, input, own, h);
    GradCheck.checkSecondOrder(points.random(), f, input, own, h);
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Rope.class)
  void rotationsByElementsAndByAngles(
      @ForAll @IntRange(min = 1, max = 2) int batch,
      @ForAll @IntRange(min = 1, max = 3) int positions,
      @ForAll long seed) {
    Points points = Points.mixed(seed);
    int spare = points.below(2);
    Shape angles = Shape.of(positions + spare, 2);
    Shape own = Shape.of(batch, positions + spare, 2);
    for (Op.Rope op :
        new Op.Rope[] {
          new Op.Rope(false, 2, false), new Op.Rope(true, 2, true), new Op.Rope(false, 1, false)
        }) {
      Shape x =
          op.time() == 2 ? Shape.of(batch, 3, positions, 4) : Shape.of(batch, positions, 3, 4);
      GradCheck.Function f = xs -> Tensor.apply(op, xs.get(0), xs.get(1), xs.get(2));
      for (Shape of : new Shape[] {angles, own}) {
        Point at = points.strided(x);
        GradCheck.check(points.random(), f, at, points.strided(of), points.strided(of));
      }
    }
    GradCheck.checkSecondOrder(
        points.random(),
        xs -> Fused.rope(xs.get(0), xs.get(1), xs.get(2)).sqr(),
        points.plain(Shape.of(1, 2, positions, 4)),
        points.plain(angles),
        points.plain(angles));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.CausalSoftmax.class)
  void softmaxOfWhatCameBefore(
      @ForAll @IntRange(min = 1, max = 3) int queries,
      @ForAll @IntRange(min = 1, max = 4) int keys,
      @ForAll @IntRange(min = -2, max = 3) int offset,
      @ForAll long seed) {
    Points points = Points.mixed(seed);
    GradCheck.Function f = xs -> Fused.causalSoftmax(xs.get(0), offset);
    Point x = points.strided(Shape.of(2, queries, keys));
    GradCheck.check(points.random(), f, x);
    GradCheck.checkSecondOrder(points.random(), f, x);
  }

  @Property(tries = TRIES)
  void attentionOfAnyKind(
      @ForAll @IntRange(min = 1, max = 3) int queries,
      @ForAll @IntRange(min = 1, max = 3) int keys,
      @ForAll @IntRange(min = 1, max = 2) int groups,
      @ForAll long seed) {
    Points points = Points.mixed(seed);
    Shape scores = Shape.of(2, 1, queries, keys);
    Tensor flags = points.flags(scores);
    AttentionOptions plain = AttentionOptions.defaults();
    for (AttentionOptions options :
        new AttentionOptions[] {
          plain.withSoftcap(3),
          plain.withCausalOffset(keys - queries).withScale(0.3),
          plain.withMask(flags),
          plain.withMask(flags).withCausal()
        }) {
      GradCheck.check(
          points.random(),
          xs -> Fused.attention(xs.get(0), xs.get(1), xs.get(2), options),
          points.strided(Shape.of(2, 2, queries, 3)),
          points.strided(Shape.of(2, groups, keys, 3)),
          points.strided(Shape.of(2, groups, keys, 2)));
    }
    GradCheck.check(
        points.random(),
        xs -> Fused.attention(xs.get(0), xs.get(0), xs.get(0), plain.withMask(xs.get(1))),
        points.strided(Shape.of(2, 2, queries, 3)),
        points.strided(Shape.of(2, queries, queries)));
  }

  @Property(tries = TRIES)
  void partsOfATensorAddUp(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    int dim = points.below(shape.rank());
    GradCheck.check(
        points.random(),
        xs -> {
          Tensor x = xs.get(0);
          Tensor sum = x.narrow(dim, 0, 1).sqr();
          for (int i = 0; i < x.dim(dim); i++) {
            sum = sum.add(x.narrow(dim, i, 1).mul(i + 1));
          }
          return Tensor.cat(dim, sum, x.exp(), x.narrow(dim, 0, x.dim(dim)));
        },
        points.strided(shape));
  }
}
