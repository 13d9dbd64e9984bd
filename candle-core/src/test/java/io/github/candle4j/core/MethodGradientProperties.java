package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// The gradient of every method of Tensor that returns tensors, also of those that are made of other operations, against
/// central differences; see [GradCheck]. Sizes and settings at random are tested where the operations are; here no method
/// may be forgotten.
class MethodGradientProperties {
  private static final Shape BLOCK = Shape.of(2, 3, 4);
  private static final Shape MATRIX = Shape.of(3, 4);
  private static final Shape SQUARE = Shape.of(4, 4);
  private static final Shape LINE = Shape.of(5);
  private static final Shape SIGNAL = Shape.of(2, 2, 6);
  private static final Shape PLANES = Shape.of(2, 4, 4, 5);

  private static final Set<Class<?>> RESULTS =
      Set.of(Tensor.class, List.class, SortResult.class, PoolResult.class);

  /// A function and the shapes of its arguments.
  private record Subject(GradCheck.Function f, boolean positive, Shape... shapes) {}

  private static final Map<String, Subject> SUBJECTS = new LinkedHashMap<>();

  /// Why a method has no gradient of its own.
  private static final Map<String, String> REASONS = new LinkedHashMap<>();

  static {
    elementwise();
    pairs();
    reductions();
    movement();
    selection();
    products();
    windows();
    because(
        "gives flags, positions or counts",
        "all allAll allKeepdim any anyAll anyKeepdim argSortLastDim argmax argmaxKeepdim argmin"
            + " argminKeepdim argsort broadcastEq broadcastGe broadcastGt broadcastLe broadcastLt"
            + " broadcastNe cmp countNonzero countNonzeroAll countNonzeroKeepdim eq ge gt isFinite"
            + " isInf isNan le logicalAnd logicalNot logicalOr logicalXor lt ne nonzero");
    because("makes a constant", "emptyLike onesLike randLike randnLike zerosLike");
    because("is there to cut the graph", "detach applyOp1NoBwd applyOp2NoBwd applyOp3NoBwd");
    because("runs code of the user, with the derivative that it brings", "apply applyT applyOp1");
    because("runs code of the user, with the derivative that it brings", "applyOp2 applyOp3");
    because("changes the gradient on purpose", "onGradient");
    because("lists what is there", "sortedNodes");
  }

  @Property(tries = 15)
  void everyMethod(@ForAll long seed) {
    each(seed, (points, f, at) -> GradCheck.check(points.random(), f, at));
  }

  @Property(tries = 15)
  void everyMethodInF32(@ForAll long seed) {
    each(seed, FloatGradientProperties::compare);
  }

  @Property(tries = 15)
  void everyMethodInF16(@ForAll long seed) {
    each(seed, (points, f, at) -> HalfGradients.compare(DType.F16, points, f, at));
  }

  @Property(tries = 15)
  void everyMethodInBF16(@ForAll long seed) {
    each(seed, (points, f, at) -> HalfGradients.compare(DType.BF16, points, f, at));
  }

  /// What is done with each method.
  interface Check {
    void run(Points points, GradCheck.Function f, Point... at);
  }

  /// Does it with every method that has a gradient.
  static void each(long seed, Check check) {
    SUBJECTS.forEach((name, subject) -> {
      Points points = subject.positive() ? Points.positive(seed) : Points.mixed(seed);
      Point[] at = Arrays.stream(subject.shapes()).map(points::strided).toArray(Point[]::new);
      try {
        check.run(points, subject.f(), at);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(name + ": " + e.getMessage(), e);
      }
    });
  }

  @Example
  void everyMethodIsASubjectOrHasAReason() {
    Set<String> expected = new TreeSet<>(SUBJECTS.keySet());
    expected.addAll(REASONS.keySet());
    assertThat(expected).hasSize(SUBJECTS.size() + REASONS.size());
    Set<String> found = new TreeSet<>();
    for (Method method : Tensor.class.getMethods()) {
      boolean own = !Modifier.isStatic(method.getModifiers());
      if (own && RESULTS.contains(method.getReturnType())) {
        found.add(method.getName());
      }
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static void elementwise() {
    each("abs", Tensor::abs);
    each("affine", x -> x.affine(2, 1));
    each("ceil", Tensor::ceil);
    each("clamp", x -> x.clamp(-1, 1));
    each("cos", Tensor::cos);
    each("elu", x -> x.elu(1.5));
    each("erf", Tensor::erf);
    each("exp", Tensor::exp);
    each("floor", Tensor::floor);
    each("gelu", Tensor::gelu);
    each("geluErf", Tensor::geluErf);
    each("maskedFill", x -> x.maskedFill(x.gt(1), 3));
    each("neg", Tensor::neg);
    each("relu", Tensor::relu);
    each("round", Tensor::round);
    each("roundTo", x -> x.roundTo(0));
    each("sigmoid", Tensor::sigmoid);
    each("sign", Tensor::sign);
    each("silu", Tensor::silu);
    each("sin", Tensor::sin);
    each("sqr", Tensor::sqr);
    each("tanh", Tensor::tanh);
    each("toDevice", x -> x.toDevice(Device.CPU));
    each("toDtype", x -> x.toDtype(DType.F64).toDtype(x.dtype()));
    positive("log", Tensor::log);
    positive("powf", x -> x.powf(1.5));
    positive("recip", Tensor::recip);
    positive("sqrt", Tensor::sqrt);
  }

  private static void pairs() {
    pair("add", Tensor::add, BLOCK);
    pair("sub", Tensor::sub, BLOCK);
    pair("mul", Tensor::mul, BLOCK);
    pair("maximum", Tensor::maximum, BLOCK);
    pair("minimum", Tensor::minimum, BLOCK);
    pair("whereCond", (x, y) -> x.gt(0).whereCond(x.sqr(), y), BLOCK);
    positivePair("div", Tensor::div, BLOCK);
    positivePair("pow", Tensor::pow, BLOCK);
    pair("broadcastAdd", Tensor::broadcastAdd, Shape.of(3, 1));
    pair("broadcastSub", Tensor::broadcastSub, Shape.of(4));
    pair("broadcastMul", Tensor::broadcastMul, Shape.of(2, 1, 4));
    pair("broadcastMaximum", Tensor::broadcastMaximum, Shape.of());
    pair("broadcastMinimum", Tensor::broadcastMinimum, Shape.of(2, 3, 1));
    positivePair("broadcastDiv", Tensor::broadcastDiv, Shape.of(3, 1));
    positivePair("broadcastPow", Tensor::broadcastPow, Shape.of(4));
  }

  private static void reductions() {
    each("sum", x -> x.sum(0, 2));
    each("sumAll", Tensor::sumAll);
    each("sumKeepdim", x -> x.sumKeepdim(1));
    each("mean", x -> x.mean(1));
    each("meanAll", Tensor::meanAll);
    each("meanKeepdim", x -> x.meanKeepdim(0, 1));
    each("max", x -> x.max(1));
    each("maxAll", Tensor::maxAll);
    each("maxKeepdim", x -> x.maxKeepdim(2));
    each("min", x -> x.min(0));
    each("minAll", Tensor::minAll);
    each("minKeepdim", x -> x.minKeepdim(1));
    each("prod", x -> x.prod(1));
    each("prodAll", x -> x.narrow(2, 0, 1).prodAll());
    each("prodKeepdim", x -> x.prodKeepdim(0, 2));
    each("var", x -> x.var(2));
    each("varKeepdim", x -> x.varKeepdim(1));
    each("varPopulation", x -> x.varPopulation(0));
    each("varPopulationKeepdim", x -> x.varPopulationKeepdim(2));
    on(LINE, "std", x -> x.std(0));
    on(LINE, "stdKeepdim", x -> x.stdKeepdim(0));
    on(LINE, "stdPopulation", x -> x.stdPopulation(0));
    on(LINE, "stdPopulationKeepdim", x -> x.stdPopulationKeepdim(0));
    each("logSumExp", x -> x.logSumExp(1, 2));
    each("norm", Tensor::norm);
    each("cumsum", x -> x.cumsum(1));
    each("cumprod", x -> x.cumprod(2));
    each("median", x -> x.median(2).values());
    each("sort", x -> x.sort(1, false).values());
    each("sortLastDim", x -> x.sortLastDim(true).values());
    each("topk", x -> x.topk(2, 2, true).values());
  }

  private static void movement() {
    each("broadcastAs", x -> x.broadcastAs(2, 2, 3, 4));
    each("broadcastLeft", x -> x.broadcastLeft(2));
    each("chunk", x -> x.chunk(2, 1).get(0).sqr());
    each("contiguous", Tensor::contiguous);
    each("copy", Tensor::copy);
    on(SQUARE, "diag", x -> x.diag(1));
    each("diagonal", x -> x.diagonal(0, 1, 2));
    each("expand", x -> x.expand(2, 2, 3, 4));
    each("flatten", x -> x.flatten(0, 1));
    each("flattenAll", Tensor::flattenAll);
    each("flattenFrom", x -> x.flattenFrom(1));
    each("flattenTo", x -> x.flattenTo(1));
    each("flip", x -> x.flip(0, 2));
    each("forceContiguous", Tensor::forceContiguous);
    each("movedim", x -> x.movedim(0, 2));
    each("narrow", x -> x.narrow(2, 1, 2));
    each("padWithReflect", x -> x.padWithReflect(2, 2, 1));
    each("padWithSame", x -> x.padWithSame(1, 1, 2));
    each("padWithValue", x -> x.padWithValue(0, 1, 1, 5));
    each("padWithZeros", x -> x.padWithZeros(2, 1, 0));
    each("permute", x -> x.permute(2, 0, 1));
    on(PLANES, "pixelShuffle", x -> x.pixelShuffle(2));
    on(Shape.of(1, 2, 4, 6), "pixelUnshuffle", x -> x.pixelUnshuffle(2));
    each("repeat", x -> x.repeat(2, 1, 3));
    each("repeatInterleave", x -> x.repeatInterleave(2, 1));
    each("reshape", x -> x.reshape(4, -1));
    each("roll", x -> x.roll(1, 2));
    each("split", x -> x.split(2, 1, 3).get(1).sqr());
    each("squeeze", x -> x.narrow(1, 0, 1).squeeze(1));
    each("t", Tensor::t);
    each("transpose", x -> x.transpose(0, 2));
    on(SQUARE, "tril", x -> x.tril(1));
    on(SQUARE, "triu", x -> x.triu(-1));
    each("unfold", x -> x.unfold(2, 3, 1));
    each("unsqueeze", x -> x.unsqueeze(1));
  }

  private static void selection() {
    Tensor ids = Tensor.of(new int[] {1, 0, 1}, Device.CPU);
    Tensor places = Tensor.of(new int[][] {{2, 0, 1, 1}, {0, 0, 2, 1}}, Device.CPU);
    each("get", x -> x.get(1));
    each("getOnDim", x -> x.getOnDim(2, 3));
    each("i", x -> x.i(Index.all(), Index.at(1), Index.from(2)));
    each("indexSelect", x -> x.indexSelect(ids, 1));
    each("maskedSelect", x -> x.maskedSelect(x.gt(-3)));
    on(MATRIX, "embedding", x -> x.embedding(ids));
    on(MATRIX, "gather", x -> x.gather(places, 0));
    pair("indexAdd", (x, y) -> x.indexAdd(ids, y, 0), BLOCK.with(0, 3));
    two("scatter", (x, y) -> x.scatter(places, y, 0), MATRIX, Shape.of(2, 4));
    two("scatterAdd", (x, y) -> x.scatterAdd(places, y, 0), MATRIX, Shape.of(2, 4));
    pair(
        "sliceAssign",
        (x, y) -> x.sliceAssign(y, range(0, 2), range(1, 3), range(1, 2)),
        Shape.of(2, 2, 1));
    pair("sliceScatter", (x, y) -> x.sliceScatter(y, 2, 1), BLOCK.with(2, 2));
    pair("sliceScatter0", (x, y) -> x.sliceScatter0(y, 1), BLOCK.with(0, 1));
  }

  private static void products() {
    two("matmul", Tensor::matmul, BLOCK, Shape.of(2, 4, 3));
    two("broadcastMatmul", Tensor::broadcastMatmul, BLOCK, Shape.of(4, 2));
    two("mv", Tensor::mv, MATRIX, Shape.of(4));
    two("dot", Tensor::dot, LINE, LINE);
    two("outer", Tensor::outer, LINE, Shape.of(3));
  }

  private static void windows() {
    two("conv1d", (x, w) -> x.conv1d(w, 1, 2, 1, 1), SIGNAL, Shape.of(3, 2, 3));
    two(
        "convTranspose1d",
        (x, w) -> x.convTranspose1d(w, 1, 1, 2, 1, 1),
        SIGNAL,
        Shape.of(2, 2, 3));
    two("conv2d", (x, w) -> x.conv2d(w, 1, 1, 1, 2), PLANES, Shape.of(2, 2, 2, 3));
    two(
        "convTranspose2d",
        (x, w) -> x.convTranspose2d(w, 0, 0, 2, 1),
        PLANES,
        Shape.of(4, 1, 2, 2));
    on(SIGNAL, "avgPool1d", x -> x.avgPool1d(2));
    on(SIGNAL, "avgPool1dWithStride", x -> x.avgPool1dWithStride(3, 1));
    on(SIGNAL, "maxPool1d", x -> x.maxPool1d(2));
    on(SIGNAL, "maxPool1dWithStride", x -> x.maxPool1dWithStride(3, 2));
    on(PLANES, "avgPool2d", x -> x.avgPool2d(2));
    on(PLANES, "avgPool2dWithStride", x -> x.avgPool2dWithStride(3, 1));
    on(PLANES, "maxPool2d", x -> x.maxPool2d(2));
    on(PLANES, "maxPool2dWithStride", x -> x.maxPool2dWithStride(2, 1));
    on(PLANES, "maxPool2dWithIndices", x -> x.maxPool2dWithIndices(Pool2dParams.of(2)).values());
    on(SIGNAL, "interpolate1d", x -> x.interpolate1d(9));
    on(SIGNAL, "upsampleNearest1d", x -> x.upsampleNearest1d(4));
    on(PLANES, "interpolate2d", x -> x.interpolate2d(6, 7));
    on(PLANES, "upsampleNearest2d", x -> x.upsampleNearest2d(3, 10));
    on(PLANES, "upsampleBilinear2d", x -> x.upsampleBilinear2d(6, 3, true));
    on(PLANES, "upsampleBilinear2dWithScale", x -> x.upsampleBilinear2dWithScale(1.5, 2, false));
  }

  private static Index range(int start, int end) {
    return Index.range(start, end);
  }

  private static void each(String name, UnaryOperator<Tensor> f) {
    on(BLOCK, name, f);
  }

  private static void on(Shape shape, String name, UnaryOperator<Tensor> f) {
    SUBJECTS.put(name, new Subject(xs -> f.apply(xs.get(0)), false, shape));
  }

  private static void positive(String name, UnaryOperator<Tensor> f) {
    SUBJECTS.put(name, new Subject(xs -> f.apply(xs.get(0)), true, BLOCK));
  }

  private static void pair(String name, BinaryOperator<Tensor> f, Shape second) {
    two(name, f, BLOCK, second);
  }

  private static void positivePair(String name, BinaryOperator<Tensor> f, Shape second) {
    SUBJECTS.put(name, new Subject(xs -> f.apply(xs.get(0), xs.get(1)), true, BLOCK, second));
  }

  private static void two(String name, BinaryOperator<Tensor> f, Shape first, Shape second) {
    SUBJECTS.put(name, new Subject(xs -> f.apply(xs.get(0), xs.get(1)), false, first, second));
  }

  private static void because(String reason, String names) {
    for (String name : names.split(" ", -1)) {
      REASONS.put(name, reason);
    }
  }
}
