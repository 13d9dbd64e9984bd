package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What losses refuse, and what they do at the ends of their ranges.
class LossEdgesTest {
  private static final Device CPU = Device.CPU;
  private static final Tensor X = Tensor.of(new double[][] {{1, 2, 3}, {3, 1, 2}}, CPU);
  private static final Tensor IDS = Tensor.of(new int[] {2, 0}, CPU);
  private static final CrossEntropyConfig CONFIG = CrossEntropyConfig.defaults();

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(CandleException.class).hasMessage(message);
  }

  @Test
  void meanOfNothingIsAnErrorAndSumIsZero() {
    Tensor ignored = Tensor.of(new long[] {-100, -100}, CPU);
    CrossEntropyConfig ignoring = CONFIG.withIgnoreIndex(-100);
    assertRefused(
        () -> Loss.crossEntropy(X, ignored, ignoring),
        "cross_entropy: no losses to take the mean of, all 2 targets are ignored or have weight"
            + " 0\nleave such a batch out, or take Reduction.SUM, which gives 0");
    Var x = Var.fromTensor(X);
    Tensor sum = Loss.crossEntropy(x, ignored, ignoring.withReduction(Reduction.SUM));
    assertThat(sum.toScalarF64()).isZero();
    assertThat(sum.backward().get(x).orElseThrow().toVec2F64()[1]).containsOnly(0);
    assertThat(Loss.nll(x, ignored, ignoring.withReduction(Reduction.NONE)).toVec1F64())
        .containsExactly(0, 0);
    Tensor none = Tensor.zeros(Shape.of(0, 3), DType.F32, CPU);
    Tensor noIds = Tensor.zeros(Shape.of(0), DType.U32, CPU);
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> Loss.crossEntropy(none, noIds),
            () -> Loss.crossEntropy(none, noIds, CONFIG),
            () -> Loss.nll(none, noIds),
            () -> Loss.mse(none, none),
            () -> Loss.crossEntropy(none, none))) {
      assertThatThrownBy(call)
          .isInstanceOf(CandleException.class)
          .hasMessageContaining("no losses to take the mean of, the batch is empty");
    }
    assertThat(Loss.mse(none, none, Reduction.SUM).toScalarF32()).isZero();
  }

  @Test
  void ignoredPlacesMayHoldAnything() {
    Tensor x = Tensor.of(new double[][] {{1, 2}, {Double.NaN, Double.POSITIVE_INFINITY}}, CPU);
    Tensor ids = Tensor.of(new long[] {0, 7}, CPU);
    CrossEntropyConfig config = CONFIG.withIgnoreIndex(7).withLabelSmoothing(0.1);
    assertThat(Loss.crossEntropy(x, ids, config).toScalarF64())
        .isCloseTo(0.95 * 1.3132616875182228 + 0.05 * 0.31326168751822286, within(1e-12));
  }

  @Test
  void idsThatAreNoClassesThrowAndNameThePlace() {
    String hint = "\ntarget 1 is not a class: ids are 0 to 2, and what withIgnoreIndex(..) names";
    assertRefused(
        () -> Loss.nll(X, Tensor.of(new long[] {0, 3}, CPU)),
        "nll invalid index 3 with dim size 3" + hint);
    assertRefused(
        () -> Loss.crossEntropy(X, Tensor.of(new long[] {0, -100}, CPU), CONFIG),
        "cross_entropy invalid index -100 with dim size 3" + hint);
    // The id that gather reads as a row of zeros is no class either.
    assertRefused(
        () -> Loss.nll(X, Tensor.of(new long[] {0, Long.MAX_VALUE}, CPU)),
        "nll invalid index " + Long.MAX_VALUE + " with dim size 3" + hint);
    assertRefused(
        () -> Loss.nll(X, Tensor.of(new int[] {0, -1}, DType.U32, CPU)),
        "nll invalid index 4294967295 with dim size 3" + hint);
    assertThatThrownBy(() -> Loss.crossEntropy(X, Tensor.of(new int[] {0, -1}, DType.U32, CPU)))
        .isInstanceOf(CandleException.class)
        .hasMessageContaining("invalid index 4294967295");
    assertRefused(
        () -> Loss.multiMargin(X, Tensor.of(new long[] {0, 3}, CPU), MultiMarginConfig.defaults()),
        "multi_margin invalid index 3 with dim size 3" + hint);
    assertRefused(
        () -> Loss.nll(X, IDS.toDtype(DType.F64), CONFIG),
        "unsupported dtype F64 for op nll\nclass ids are integers: target.toDtype(DType.U32)");
  }

  @Test
  void integersAreNoLogits() {
    Tensor ints = X.toDtype(DType.I64);
    String hint = "\nlosses are of floats: x.toDtype(DType.F32)";
    assertRefused(() -> Loss.mse(ints, ints), "unsupported dtype I64 for op mse" + hint);
    assertRefused(() -> Loss.nll(ints, IDS, CONFIG), "unsupported dtype I64 for op nll" + hint);
    assertRefused(
        () -> Loss.binaryCrossEntropyWithLogit(ints, ints),
        "unsupported dtype I64 for op binary_cross_entropy_with_logit" + hint);
  }

  @Test
  void shapesThatDoNotFitThrow() {
    Tensor text = Tensor.zeros(Shape.of(2, 5, 3), DType.F64, CPU);
    Tensor ids = Tensor.zeros(Shape.of(2, 5), DType.U32, CPU);
    assertRefused(
        () -> Loss.crossEntropy(text, ids, CONFIG),
        "shape mismatch in cross_entropy, lhs: [2, 5, 3], rhs: [2, 5]\n"
            + "the classes are dimension 1, so the target of class ids is [2, 3]; withDim(..) names"
            + " another dimension");
    assertThat(Loss.crossEntropy(text, ids, CONFIG.withDim(-1)).toScalarF64())
        .isCloseTo(Math.log(3), within(1e-15));
    assertRefused(
        () -> Loss.crossEntropy(X, IDS, CONFIG.withDim(2)),
        "cross_entropy: dimension index 2 out of range for shape [2, 3]\n"
            + "withDim(..) names the dimension of the classes");
    assertRefused(
        () -> Loss.crossEntropy(X.get(0).get(0), IDS, CONFIG),
        "cross_entropy: a scalar has no classes\ngive one number for each class, [.., classes]");
    assertRefused(
        () -> Loss.crossEntropy(X, X.t(), CONFIG),
        "shape mismatch in cross_entropy, lhs: [2, 3], rhs: [3, 2]\n"
            + "targets of floats are a probability for each class");
    assertRefused(
        () -> Loss.crossEntropy(X, IDS, CONFIG.withWeight(Tensor.of(new double[] {1, 2}, CPU))),
        "shape mismatch in cross_entropy, lhs: [3], rhs: [2]\n"
            + "the weights are one number a class");
    assertRefused(
        () -> Loss.huber(X, X.toDtype(DType.F32), 1),
        "dtype mismatch in huber, lhs: F64, rhs: F32\n"
            + "cast one of them: toDtype(DType.F64) or toDtype(DType.F32)");
    assertRefused(
        () -> Loss.hinge(X, IDS, MarginConfig.of(1)),
        "shape mismatch in hinge, lhs: [2, 3], rhs: [2]\n"
            + "there is one target, 1 or -1, for each loss");
    assertRefused(
        () -> Loss.tripletMargin(X, X, X.t(), TripletMarginConfig.defaults()),
        "shape mismatch in triplet_margin, lhs: [2, 3], rhs: [3, 2]\n"
            + "anchor, positive and negative have one shape, [n, size]");
  }

  @Test
  void settingsOutsideTheirRangeThrow() {
    assertRefused(
        () -> CONFIG.withLabelSmoothing(1.5),
        "cross_entropy: labelSmoothing must be from 0 to 1, got 1.5");
    assertRefused(
        () -> Loss.nll(X, IDS, CONFIG.withLabelSmoothing(0.5)),
        "nll: there is no label smoothing, got 0.5\ncrossEntropy has it, and takes logits");
    assertRefused(
        () -> Loss.crossEntropy(X, X, CONFIG.withIgnoreIndex(0)),
        "cross_entropy: targets of floats have no class to ignore\n"
            + "give a place that does not count the probability 0 for all classes");
    Tensor negative = Tensor.of(new double[] {1, -1, 1}, CPU);
    assertRefused(
        () -> Loss.crossEntropy(X, IDS, CONFIG.withWeight(negative)),
        "cross_entropy: a weight must be 0 or more and finite, got -1.0");
    assertRefused(() -> Loss.huber(X, X, 0), "huber: delta must be above 0 and finite, got 0.0");
    assertRefused(
        () -> Loss.smoothL1(X, X, Double.NaN, Reduction.SUM),
        "smooth_l1: beta must be 0 or more and finite, got NaN");
    assertRefused(
        () -> MultiMarginConfig.defaults().withP(3), "multi_margin: p must be 1 or 2, got 3.0");
    assertRefused(
        () -> TripletMarginConfig.defaults().withP(0.5),
        "triplet_margin: p must be 1 or more and finite, got 0.5");
    assertRefused(
        () -> Loss.cosineEmbedding(X, X, Tensor.of(new long[] {1, 1}, CPU), MarginConfig.of(2)),
        "cosine_embedding: margin must be from -1 to 1, got 2.0");
    assertRefused(
        () -> Loss.hinge(X.get(0), Tensor.of(new long[] {1, 0, 1}, CPU), MarginConfig.of(1)),
        "hinge: a target must be 1 or -1, got 0.0\n"
            + "classes 0 and 1 become -1 and 1 by target.affine(2, -1)");
  }

  @Test
  void halfPrecisionIsComputedInF32AndRoundedOnce() {
    // 4,096 losses of 1 each: a sum in F16 would stop at 2,048.
    Tensor x = Tensor.zeros(Shape.of(4096), DType.F32, CPU);
    Tensor y = Tensor.ones(Shape.of(4096), DType.F32, CPU);
    for (DType dtype : List.of(DType.F16, DType.BF16)) {
      Tensor sum = Loss.mse(x.toDtype(dtype), y.toDtype(dtype), Reduction.SUM);
      assertThat(sum.dtype()).isEqualTo(dtype);
      assertThat(sum.toDtype(DType.F32).toScalarF32()).isEqualTo(4096);
      Tensor logits = X.toDtype(dtype);
      for (Tensor loss :
          List.of(
              Loss.crossEntropy(logits, IDS, CONFIG.withLabelSmoothing(0.1)),
              Loss.nll(logits, IDS),
              Loss.huber(logits, logits, 1),
              Loss.binaryCrossEntropyWithLogit(logits, logits),
              Loss.klDiv(logits, logits, Reduction.MEAN),
              Loss.multiMargin(logits, IDS, MultiMarginConfig.defaults()),
              Loss.tripletMargin(logits, logits, logits, TripletMarginConfig.defaults()))) {
        assertThat(loss.dtype()).isEqualTo(dtype);
        assertThat(loss.rank()).isZero();
      }
      // 1/2 (0.4076 + 0.4076)
      Tensor loss = Loss.crossEntropy(logits, IDS, CONFIG);
      assertThat(loss.toDtype(DType.F32).toScalarF32()).isCloseTo(0.4076f, within(2e-3f));
    }
  }

  @Test
  void logitsOfAnySizeGiveNumbers() {
    Tensor x = Tensor.of(new float[] {1e4f, -1e4f, 88, -88, 1e30f}, CPU);
    Tensor right = Tensor.of(new float[] {1, 0, 1, 0, 1}, CPU);
    BinaryCrossEntropyConfig none =
        BinaryCrossEntropyConfig.defaults().withReduction(Reduction.NONE);
    assertThat(Loss.binaryCrossEntropyWithLogit(x, right, none).toVec1F32())
        .containsExactly(new float[] {0, 0, 0, 0, 0}, within(1e-30f));
    assertThat(Loss.binaryCrossEntropyWithLogit(x, right.affine(-1, 1), none).toVec1F32())
        .containsExactly(1e4f, 1e4f, 88, 88, 1e30f);
    // log(1 + e^-20) and log(1 + e^-10), which differ from e^-20 and e^-10 by half of their
    // squares.
    Tensor sure = Tensor.of(new float[] {20, 10}, CPU);
    float[] losses = Loss.binaryCrossEntropyWithLogit(sure, sure.onesLike(), none).toVec1F32();
    assertThat(losses[0] / Math.exp(-20)).isCloseTo(1, within(1e-6));
    assertThat(losses[1] / (Math.exp(-10) - Math.exp(-20) / 2)).isCloseTo(1, within(1e-6));
  }
}
