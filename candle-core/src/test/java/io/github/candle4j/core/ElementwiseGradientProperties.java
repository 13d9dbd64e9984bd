package io.github.candle4j.core;

import io.github.candle4j.core.op.BinaryOp;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.UnaryOp;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Gradients of elementwise operations against central differences; see [GradCheck].
class ElementwiseGradientProperties {
  private static final int TRIES = 40;
  private static final double[] EXPONENTS = {-1.5, -1, 0, 0.5, 1, 2, 3, 2.3};

  @Property(tries = TRIES)
  @GradientOf(Op.Unary.class)
  void everyUnaryFunction(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    for (UnaryOp kind : UnaryOp.values()) {
      Op op = new Op.Unary(kind);
      check(Points.positive(seed), shape, x -> Tensor.apply(op, x));
      if (!isNanBelowZero(op)) {
        check(Points.mixed(seed), shape, x -> Tensor.apply(op, x));
      }
    }
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Binary.class)
  void everyBinaryFunction(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    for (BinaryOp kind : BinaryOp.values()) {
      Points points = Points.mixed(seed);
      GradCheck.check(
          points.random(),
          xs -> Tensor.apply(new Op.Binary(kind), xs.get(0), xs.get(1)),
          points.strided(shape),
          points.strided(shape));
    }
  }

  @Property(tries = TRIES)
  void binaryFunctionOfATensorAndItself(
      @ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    for (BinaryOp kind : BinaryOp.values()) {
      check(Points.mixed(seed), shape, x -> Tensor.apply(new Op.Binary(kind), x, x));
    }
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Affine.class)
  void affine(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    check(Points.mixed(seed), shape, x -> x.affine(-1.75, 0.5));
    check(Points.mixed(seed), shape, x -> x.affine(0, 2));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Powf.class)
  void powf(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    for (double exponent : EXPONENTS) {
      check(Points.positive(seed), shape, x -> x.powf(exponent));
      if (exponent == Math.rint(exponent)) {
        check(Points.mixed(seed), shape, x -> x.powf(exponent));
      }
    }
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Elu.class)
  void elu(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    check(Points.mixed(seed), shape, x -> x.elu(1));
    check(Points.mixed(seed), shape, x -> x.elu(0.3));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Where.class)
  void where(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    Tensor condition = points.flags(shape);
    GradCheck.check(
        points.random(),
        xs -> condition.whereCond(xs.get(0), xs.get(1)),
        points.strided(shape),
        points.strided(shape));
  }

  @Property(tries = TRIES)
  @GradientOf({Op.Cast.class, Op.Contiguous.class})
  void castToTheSameDtypeAndCopies(
      @ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    check(Points.mixed(seed), shape, x -> Tensor.apply(new Op.Cast(DType.F64), x));
    check(Points.mixed(seed), shape, Tensor::contiguous);
    check(Points.mixed(seed), shape, Tensor::copy);
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Pow.class)
  void powerOfTwoTensors(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    Points points = Points.positive(seed);
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).pow(xs.get(1)),
        points.strided(shape),
        points.strided(shape));
    Tensor whole = Tensor.of(new double[] {-1, 0, 1, 2, 3}, Device.CPU);
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).broadcastPow(whole),
        Points.mixed(seed).strided(Shape.of(2, 5)));
  }

  @Property(tries = TRIES)
  void clampsToNumbersAndTensors(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    check(Points.mixed(seed), shape, x -> x.clamp(-1, 1.5));
    Points points = Points.mixed(seed);
    GradCheck.check(
        points.random(),
        xs -> xs.get(0).clamp(xs.get(1), xs.get(2)),
        points.plain(shape),
        points.plain(shape),
        points.strided(shape));
  }

  @Property(tries = TRIES)
  void arithmeticWithNumbers(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    check(
        Points.mixed(seed), shape, x -> x.add(1).mul(0.5).sub(2).div(1.5).maximum(-1.1).minimum(2));
  }

  @Property(tries = TRIES)
  void broadcastArithmetic(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    Points points = Points.positive(seed);
    int[] fewer = shape.dims();
    for (int d = 0; d < fewer.length; d++) {
      fewer[d] = points.below(2) == 0 ? 1 : fewer[d];
    }
    GradCheck.check(
        points.random(),
        xs -> {
          Tensor a = xs.get(0);
          Tensor b = xs.get(1);
          Tensor sum = b.broadcastAdd(a).mul(b.broadcastSub(a)).add(b.broadcastMul(a));
          return sum.add(b.broadcastDiv(a)).add(a.broadcastMaximum(b)).sub(a.broadcastMinimum(b));
        },
        points.strided(shape),
        points.plain(Shape.of(fewer)));
  }

  private static void check(Points points, Shape shape, UnaryOperator<Tensor> f) {
    GradCheck.check(points.random(), xs -> f.apply(xs.get(0)), points.strided(shape));
  }

  private static boolean isNanBelowZero(Op op) {
    return Double.isNaN(Tensor.apply(op, Tensor.of(-0.7, Device.CPU)).toScalarF64());
  }
}
