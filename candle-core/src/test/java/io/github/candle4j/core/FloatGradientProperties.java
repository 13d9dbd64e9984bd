package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.op.BinaryOp;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.ReduceOp;
import io.github.candle4j.core.op.UnaryOp;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Gradients in F32 against those in F64, which central differences have checked.
class FloatGradientProperties {
  private static final int TRIES = 40;

  /// The rules are products and sums of a dozen numbers of the size of the gradient or of 1, each rounded to F32: a
  /// hundred units in the last place are far more than their sum, and far less than any mistake.
  private static final double TOLERANCE = 100 * Math.ulp(1f);

  @Property(tries = TRIES)
  void everyUnaryFunction(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    for (UnaryOp kind : UnaryOp.values()) {
      Points points = Points.positive(seed);
      compare(points, xs -> Tensor.apply(new Op.Unary(kind), xs.get(0)), points.strided(shape));
    }
  }

  @Property(tries = TRIES)
  void everyBinaryFunction(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    for (BinaryOp kind : BinaryOp.values()) {
      Points points = Points.positive(seed);
      compare(
          points,
          xs -> Tensor.apply(new Op.Binary(kind), xs.get(0), xs.get(1)),
          points.strided(shape),
          points.strided(shape));
    }
  }

  @Property(tries = TRIES)
  void reductionsAndRows(@ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    for (ReduceOp kind : ReduceOp.values()) {
      Points points = Points.mixed(seed);
      int[] dims = {points.below(shape.rank())};
      compare(
          points, xs -> Tensor.apply(new Op.Reduce(kind, dims), xs.get(0)), points.strided(shape));
    }
    List<GradCheck.Function> rows =
        List.of(
            xs -> Fused.softmax(xs.get(0), 0),
            xs -> Fused.logSoftmax(xs.get(0), -1),
            xs -> xs.get(0).logSumExp(0),
            xs -> xs.get(0).powf(3).elu(0.5).affine(2, 1));
    for (GradCheck.Function f : rows) {
      Points points = Points.mixed(seed);
      compare(points, f, points.strided(shape));
    }
  }

  @Property(tries = TRIES)
  void cellsRotationsAndAttention(@ForAll @IntRange(min = 1, max = 4) int rows, @ForAll long seed) {
    Points points = Points.mixed(seed);
    Point state = points.strided(Shape.of(rows, 2));
    compare(
        points,
        xs -> Fused.lstmCell(xs.get(0), xs.get(1)),
        points.strided(Shape.of(rows, 8)),
        state);
    compare(
        points,
        xs -> Fused.gruCell(xs.get(0), xs.get(1), xs.get(2)),
        points.strided(Shape.of(rows, 6)),
        points.strided(Shape.of(rows, 6)),
        state);
    Point x = points.strided(Shape.of(1, 2, rows, 4));
    Point angles = points.strided(Shape.of(rows, 2));
    compare(points, xs -> Fused.ropeI(xs.get(0), xs.get(1), xs.get(1)), x, angles);
    compare(points, xs -> Fused.causalSoftmax(xs.get(0), 1), points.strided(Shape.of(rows, 4)));
  }

  @Property(tries = TRIES)
  void indexesSortsAndScans(
      @ForAll(supplier = Shapes.NotEmpty.class) Shape shape, @ForAll long seed) {
    int dim = Points.mixed(seed).below(shape.rank());
    Tensor ids = Points.mixed(seed).ids(shape, shape.dim(dim));
    List<GradCheck.Function> functions =
        List.of(
            xs -> xs.get(0).gather(ids, dim),
            xs -> xs.get(0).scatter(ids, xs.get(0).exp(), dim),
            xs -> xs.get(0).scatterAdd(ids, xs.get(0).exp(), dim),
            xs -> xs.get(0).sort(dim, false).values(),
            xs -> xs.get(0).cumsum(dim),
            xs -> xs.get(0).cumprod(dim),
            xs -> xs.get(0).varPopulation(dim));
    for (GradCheck.Function f : functions) {
      Points points = Points.mixed(seed);
      compare(points, f, points.strided(shape));
    }
  }

  @Property(tries = TRIES)
  void products(
      @ForAll @IntRange(max = 5) int m, @ForAll @IntRange(max = 5) int k, @ForAll long seed) {
    Points points = Points.mixed(seed);
    compare(
        points,
        xs -> xs.get(0).matmul(xs.get(1)),
        points.strided(Shape.of(2, m, k)),
        points.strided(Shape.of(2, k, 3)));
    compare(
        points,
        xs -> Fused.linear(xs.get(0), xs.get(1), xs.get(2)),
        points.strided(Shape.of(m, k)),
        points.strided(Shape.of(3, k)),
        points.strided(Shape.of(3)));
  }

  @Property(tries = TRIES)
  void crossEntropy(
      @ForAll @IntRange(min = 1, max = 5) int rows,
      @ForAll @IntRange(min = 1, max = 5) int classes,
      @ForAll long seed) {
    Points points = Points.mixed(seed);
    Tensor target = points.ids(Shape.of(rows), classes);
    compare(
        points,
        xs -> Fused.crossEntropy(xs.get(0), target),
        points.strided(Shape.of(rows, classes)));
  }

  @Property(tries = TRIES)
  @GradientOf(Op.Cast.class)
  void castBetweenAnyTwoFloats(@ForAll(supplier = Shapes.class) Shape shape, @ForAll long seed) {
    Points points = Points.mixed(seed);
    Tensor values = points.plain(shape).base();
    Tensor w = GradCheck.weights(points.random(), shape);
    for (DType from : floats()) {
      for (DType to : floats()) {
        Var x = Var.fromTensor(values.toDtype(from));
        GradStore grads = x.toDtype(to).mul(w.toDtype(to)).sumAll().backward();
        // The derivative of a cast is 1: the weights come back, rounded to both dtypes.
        Tensor expected = w.toDtype(to).toDtype(from);
        assertThat(numbers(grads.get(x).orElseThrow())).isEqualTo(numbers(expected));
      }
    }
  }

  private static List<DType> floats() {
    return Arrays.stream(DType.values()).filter(DType::isFloat).toList();
  }

  /// Compares the gradients of `Σ w f` in F32 with those in F64.
  static void compare(Points points, GradCheck.Function f, Point... at) {
    Tensor w = GradCheck.weights(points.random(), apply(f, at, variables(at, DType.F64)).shape());
    List<double[]> wide = gradients(f, at, w);
    List<double[]> narrow = gradients(f, at, w.toDtype(DType.F32));
    for (int k = 0; k < at.length; k++) {
      for (int i = 0; i < wide.get(k).length; i++) {
        double expected = wide.get(k)[i];
        double allowed = TOLERANCE * Math.max(1, Math.abs(expected));
        if (!(Math.abs(narrow.get(k)[i] - expected) <= allowed)) {
          throw new AssertionError(narrow.get(k)[i] + " in F32, " + expected + " in F64");
        }
      }
    }
  }

  /// The gradients of `Σ w f` in the dtype of w.
  static List<double[]> gradients(GradCheck.Function f, Point[] at, Tensor w) {
    List<Var> vars = variables(at, w.dtype());
    GradStore grads = apply(f, at, vars).mul(w).sumAll().backward();
    return vars.stream().map(v -> numbers(grads.get(v).orElseThrow())).toList();
  }

  static List<Var> variables(Point[] at, DType dtype) {
    return Arrays.stream(at).map(p -> Var.fromTensor(p.base().toDtype(dtype))).toList();
  }

  static Tensor apply(GradCheck.Function f, Point[] at, List<Var> vars) {
    Tensor[] views = new Tensor[at.length];
    Arrays.setAll(views, k -> at[k].view().apply(vars.get(k)));
    return f.apply(List.of(views));
  }

  private static double[] numbers(Tensor x) {
    return x.flattenAll().toDtype(DType.F64).toVec1F64();
  }
}
