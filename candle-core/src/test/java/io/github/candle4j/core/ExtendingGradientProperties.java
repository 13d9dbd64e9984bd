package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Gradients of operations that users define and of functions that are run again, against central differences; see
/// [GradCheck].
class ExtendingGradientProperties {
  private static final int TRIES = 40;

  /// `sin a · b`, whose derivative is made of tensors and of the same kind of operation.
  private record SinTimes(double phase) implements CustomOp2 {
    @Override
    public String name() {
      return "sin-times";
    }

    @Override
    public CpuResult cpuFwd(CpuStorage s1, Layout l1, CpuStorage s2, Layout l2) {
      double[] a = ((CpuStorage.F64) s1).array();
      double[] b = ((CpuStorage.F64) s2).array();
      double[] y = new double[l1.shape().arrayLength()];
      StridedIndex at = l1.stridedIndex();
      StridedIndex bt = l2.stridedIndex();
      for (int i = 0; at.hasNext(); i++) {
        y[i] = Math.sin(a[at.nextInt()] + phase) * b[bt.nextInt()];
      }
      return new CpuResult(new CpuStorage.F64(y), l1.shape());
    }

    @Override
    public Gradients bwd(Tensor arg1, Tensor arg2, Tensor res, Tensor gradRes) {
      Tensor slope = arg1.applyOp2(arg2, new SinTimes(phase + Math.PI / 2));
      Tensor one = arg1.applyOp2(arg2.onesLike(), this);
      return new Gradients(Optional.of(gradRes.mul(slope)), Optional.of(gradRes.mul(one)));
    }
  }

  @Property(tries = TRIES)
  @GradientOf(Op.ByRule.class)
  void customOperations(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    Point[] at = {points.strided(shape), points.strided(shape)};
    check(points, xs -> xs.get(0).applyOp2(xs.get(1), new SinTimes(0.5)), at);
    check(
        points, xs -> xs.get(0).applyOp2(xs.get(0).sqr(), new SinTimes(0)), points.strided(shape));
  }

  @Property(tries = TRIES)
  void functionsThatAreRunAgain(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    Point[] at = {points.strided(shape), points.strided(shape)};
    // One tensor is handed in, the other captured.
    check(
        points,
        xs -> Recompute.run(in -> in.get(0).sin().mul(xs.get(1)).exp(), xs.get(0)).mul(xs.get(0)),
        at);
    check(
        points,
        xs ->
            Recompute.run(
                in -> Recompute.run(deep -> deep.get(0).tanh().mul(in.get(1)), in.get(0)).sqr(),
                xs),
        at);
  }

  @Property(tries = TRIES)
  @GradientOf(Op.OnGradient.class)
  void gradientsThatGoThroughAFunction(
      @ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    Tensor w = GradCheck.weights(points.random(), shape);
    Point at = points.strided(shape);
    GradCheck.Function halved = xs -> at.view().apply(xs.get(0)).mul(0.5);
    // The values are those of x / 2, the gradient is 1 halved on its way back.
    GradCheck.check(
        halved,
        (vars, weights) -> {
          Tensor y = at.view().apply(vars.get(0)).onGradient(g -> g.mul(0.5));
          return List.of(y.mul(weights).sumAll().backward().get(vars.get(0)));
        },
        List.of(at.base()),
        w);
  }

  private static void check(Points points, GradCheck.Function f, Point... at) {
    GradCheck.check(points.random(), xs -> f.apply(xs), at);
    GradCheck.checkSecondOrder(points.random(), xs -> f.apply(xs).sqr(), at);
  }
}
