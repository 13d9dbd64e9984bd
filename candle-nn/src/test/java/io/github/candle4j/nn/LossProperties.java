package io.github.candle4j.nn;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Gradients of losses of random shapes and settings against differences along random directions; see [SlopeCheck].
class LossProperties {
  private static final int TRIES = 40;
  private static final Device CPU = Device.CPU;

  @Property(tries = TRIES)
  void classes(
      @ForAll @IntRange(min = 1, max = 4) int rows,
      @ForAll @IntRange(min = 2, max = 4) int classes,
      @ForAll Reduction reduction,
      @ForAll long seed) {
    Random random = new Random(seed);
    Tensor x = numbers(random, rows, 3, classes);
    Tensor ids =
        Tensor.fromVec(random.longs(rows * 3L, -1, classes).toArray(), Shape.of(rows, 3), CPU);
    boolean counts = Arrays.stream(ids.flattenAll().toVec1I64()).anyMatch(id -> id >= 0);
    Tensor weight = SlopeCheck.weights(random, Shape.of(classes)).abs();
    CrossEntropyConfig config =
        CrossEntropyConfig.defaults()
            .withDim(2)
            .withIgnoreIndex(-1)
            .withWeight(weight)
            .withReduction(counts ? reduction : Reduction.SUM);
    SlopeCheck.check(random, y -> Loss.nll(y, ids, config), x);
    CrossEntropyConfig smooth = config.withLabelSmoothing(random.nextDouble());
    SlopeCheck.check(random, y -> Loss.crossEntropy(y, ids, smooth), x);
    Tensor t = Ops.softmax(numbers(random, rows, 3, classes), 2);
    CrossEntropyConfig soft = CrossEntropyConfig.defaults().withDim(-1).withReduction(reduction);
    SlopeCheck.check(random, y -> Loss.crossEntropy(y, t, soft), x);
    SlopeCheck.check(random, p -> Loss.crossEntropy(x, p, soft), t);
  }

  @Property(tries = TRIES)
  void elements(
      @ForAll @IntRange(min = 1, max = 4) int rows,
      @ForAll Reduction reduction,
      @ForAll long seed) {
    Random random = new Random(seed);
    // Thirds of a step apart, so that no difference is on a border.
    Tensor x = numbers(random, rows, 3);
    Tensor wanted = numbers(random, rows, 3).add(0.34);
    BinaryCrossEntropyConfig bce =
        BinaryCrossEntropyConfig.defaults()
            .withReduction(reduction)
            .withPosWeight(SlopeCheck.weights(random, Shape.of(3)).abs());
    Tensor p = wanted.sigmoid();
    both(random, x, y -> Loss.mse(y, wanted, reduction), y -> Loss.mse(wanted, y, reduction));
    both(random, x, y -> Loss.l1(y, wanted, reduction), y -> Loss.l1(wanted, y, reduction));
    both(
        random,
        x,
        y -> Loss.huber(y, wanted, 0.9, reduction),
        y -> Loss.smoothL1(wanted, y, 1.1, reduction));
    both(
        random,
        x,
        y -> Loss.binaryCrossEntropyWithLogit(y, p, bce),
        y -> Loss.klDivLogTarget(y, wanted, reduction));
    SlopeCheck.check(random, t -> Loss.klDiv(x, t, reduction), p);
    SlopeCheck.check(random, t -> Loss.binaryCrossEntropyWithLogit(x, t, bce), p);
  }

  @Property(tries = TRIES)
  void margins(
      @ForAll @IntRange(min = 1, max = 4) int rows,
      @ForAll Reduction reduction,
      @ForAll long seed) {
    Random random = new Random(seed);
    Tensor x = numbers(random, rows, 3);
    Tensor other = numbers(random, rows, 3).add(0.34);
    Tensor third = numbers(random, rows, 3).add(0.67);
    Tensor signs = SlopeCheck.weights(random, Shape.of(rows)).sign();
    Tensor all = SlopeCheck.weights(random, Shape.of(rows, 3)).sign();
    MarginConfig margin = MarginConfig.of(1).withReduction(reduction);
    both(random, x, y -> Loss.hinge(y, all, margin), y -> Loss.hingeEmbedding(y, all, margin));
    MarginConfig cosine = MarginConfig.of(-1).withReduction(reduction);
    both(
        random,
        x,
        y -> Loss.cosineEmbedding(y, other, signs, cosine),
        y -> Loss.cosineEmbedding(other, y, signs, cosine));
    TripletMarginConfig triplet =
        TripletMarginConfig.defaults().withMargin(100).withReduction(reduction);
    both(
        random,
        x,
        y -> Loss.tripletMargin(y, other, third, triplet),
        y -> Loss.tripletMargin(other, third, y, triplet.withSwap(true)));
    Tensor ids = Tensor.of(random.longs(rows, 0, 3).toArray(), CPU);
    MultiMarginConfig multi =
        MultiMarginConfig.defaults().withP(2).withMargin(0.99).withReduction(reduction);
    SlopeCheck.check(random, y -> Loss.multiMargin(y, ids, multi), x);
  }

  private static void both(
      Random random, Tensor x, UnaryOperator<Tensor> first, UnaryOperator<Tensor> second) {
    SlopeCheck.check(random, first, x);
    SlopeCheck.check(random, second, x);
  }

  /// Whole numbers from -3 to 3, and up to a fifth more; further than 0.01 from a whole number.
  private static Tensor numbers(Random random, int... dims) {
    double[] x = new double[Math.toIntExact(Shape.of(dims).elemCount())];
    Arrays.setAll(x, i -> random.nextInt(-3, 4) + 0.01 + 0.1 * random.nextDouble());
    return Tensor.fromVec(x, Shape.of(dims), CPU);
  }
}
