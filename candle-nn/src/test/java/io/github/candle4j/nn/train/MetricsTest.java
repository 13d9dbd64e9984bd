package io.github.candle4j.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.data.Errors;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Expected values are those of scikit-learn 1.9.1; tools/oracles/nn/metrics.py prints them.
class MetricsTest {
  private static final Device CPU = Device.CPU;
  private static final Offset<Double> NEAR = within(1e-12);
  private static final Tensor WANTED = Tensor.of(new int[] {0, 0, 1, 1, 1, 2, 2, 2, 2, 3}, CPU);
  private static final Tensor PREDICTED = Tensor.of(new int[] {0, 1, 1, 1, 2, 2, 2, 2, 0, 0}, CPU);
  private static final double[] SCORES = {0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.9, 0.2, 0.2};
  private static final Tensor FLAGS = Tensor.of(new int[] {0, 0, 1, 1, 0, 1, 1, 0, 1}, CPU);

  private static ConfusionMatrix matrix() {
    return ConfusionMatrix.of(PREDICTED, WANTED, 4);
  }

  @Test
  void countsHaveARowForEachTrueClass() {
    assertThat(matrix()).hasToString(" 1 1 0 0\n 0 2 1 0\n 1 0 3 0\n 1 0 0 0");
    assertThat(matrix().count(2, 0)).isEqualTo(1);
    assertThat(matrix().support(2)).isEqualTo(4);
    assertThat(matrix().total()).isEqualTo(10);
    assertThat(matrix().accuracy()).isCloseTo(0.6, NEAR);
  }

  @Test
  void aTableHasTheNamesOfTheClasses() {
    assertThat(matrix().table(List.of("cat", "dog", "fox", "horse")))
        .isEqualTo(
            """
                       cat    dog    fox  horse
            cat          1      1      0      0
            dog          0      2      1      0
            fox          1      0      3      0
            horse        1      0      0      0\
            """);
    Errors.of(() -> matrix().table(List.of("cat", "dog")))
        .is(Kind.ARGUMENT, "confusion_matrix")
        .says("confusion_matrix: wanted 4 names of classes, got 2");
  }

  @Test
  void precisionRecallAndF1AreThoseOfScikitLearn() {
    double[] precision = {1 / 3.0, 2 / 3.0, 0.75, 0};
    double[] recall = {0.5, 2 / 3.0, 0.75, 0};
    double[] f1 = {0.4, 2 / 3.0, 0.75, 0};
    for (int c = 0; c < 4; c++) {
      assertThat(matrix().precision(c)).isCloseTo(precision[c], NEAR);
      assertThat(matrix().recall(c)).isCloseTo(recall[c], NEAR);
      assertThat(matrix().f1(c)).isCloseTo(f1[c], NEAR);
    }
    assertThat(matrix().macroPrecision()).isCloseTo(0.4375, NEAR);
    assertThat(matrix().macroRecall()).isCloseTo(0.47916666666666663, NEAR);
    assertThat(matrix().macroF1()).isCloseTo(0.45416666666666666, NEAR);
    assertThat(matrix().microF1()).isCloseTo(0.6, NEAR);
  }

  @Test
  void countsOfBatchesAddUp() {
    ConfusionMatrix first =
        ConfusionMatrix.of(PREDICTED.narrow(0, 0, 4), WANTED.narrow(0, 0, 4), 4);
    ConfusionMatrix rest = ConfusionMatrix.of(PREDICTED.narrow(0, 4, 6), WANTED.narrow(0, 4, 6), 4);
    assertThat(first.plus(rest)).hasToString(matrix().toString());
    Errors.of(() -> first.plus(ConfusionMatrix.of(PREDICTED, WANTED, 5)))
        .is(Kind.SHAPE, "confusion_matrix")
        .says("confusion_matrix: 4 classes and 5 cannot be added");
  }

  @Test
  void idsThatAreNoClassesAreNamed() {
    Errors.of(() -> ConfusionMatrix.of(PREDICTED, WANTED, 3))
        .is(Kind.INDEX, "confusion_matrix")
        .says("confusion_matrix: label 9 is 3, classes are 0 to 2");
    Errors.of(() -> ConfusionMatrix.of(PREDICTED, WANTED.narrow(0, 0, 2), 4))
        .is(Kind.SHAPE, "confusion_matrix")
        .says(
            "shape mismatch in confusion_matrix, lhs: [10], rhs: [2]",
            "predictions are class ids, such as logits.argmax(1), one for each label");
    Errors.of(() -> ConfusionMatrix.of(PREDICTED.toDtype(DType.F32), WANTED, 4))
        .is(Kind.DTYPE, "confusion_matrix")
        .says(
            "unsupported dtype F32 for op confusion_matrix",
            "class ids are integers: use argmax(1) of logits");
    Errors.of(() -> matrix().precision(4))
        .says("confusion_matrix: there is no class 4, only 0 to 3");
    Errors.of(() -> ConfusionMatrix.of(PREDICTED, WANTED, 0))
        .says("confusion_matrix: there must be 1 class or more, got 0");
  }

  @Test
  void accuracyCountsTheLargestLogits() {
    Tensor logits = Tensor.of(new float[][] {{1, 2, 0}, {3, -1, 2}, {0, 0.5f, 1}, {9, 8, 7}}, CPU);
    for (DType dtype : DType.values()) {
      if (dtype.isInt()) {
        Tensor labels = Tensor.of(new int[] {1, 2, 2, 0}, CPU).toDtype(dtype);
        assertThat(Metrics.accuracy(logits, labels)).isEqualTo(0.75);
      }
    }
    Errors.of(() -> Metrics.accuracy(logits, Tensor.of(new int[] {1}, CPU)))
        .is(Kind.SHAPE, "accuracy")
        .says(
            "shape mismatch in accuracy, lhs: [4, 3], rhs: [1]",
            "logits [n, classes] want labels [n] of class ids, and one row or more");
    Errors.of(() -> Metrics.accuracy(logits, Tensor.of(new float[4], CPU)))
        .says("unsupported dtype F32 for op accuracy", "class ids are integers");
  }

  @Test
  void aucCountsTiesHalf() {
    assertThat(Metrics.auc(Tensor.of(SCORES, CPU), FLAGS)).isCloseTo(0.725, NEAR);
    Tensor sorted = Tensor.of(new float[] {-3, -0.0f, 0, 1}, CPU);
    assertThat(Metrics.auc(sorted, Tensor.of(new int[] {0, 0, 1, 1}, CPU))).isEqualTo(0.875);
    assertThat(Metrics.auc(sorted, Tensor.of(new int[] {1, 1, 0, 0}, CPU))).isEqualTo(0.125);
  }

  @Test
  void aucNeedsBothClasses() {
    Tensor scores = Tensor.of(new double[] {1, Double.NaN}, CPU);
    Errors.of(() -> Metrics.auc(scores, Tensor.of(new int[] {0, 1}, CPU)))
        .is(Kind.ARGUMENT, "auc")
        .says("auc: score 1 is NaN");
    Tensor fine = Tensor.of(new double[] {1, 2}, CPU);
    Errors.of(() -> Metrics.auc(fine, Tensor.of(new int[] {1, 1}, CPU)))
        .says("auc: wants samples of both classes, got 0 of class 0, 2 of class 1");
    Errors.of(() -> Metrics.auc(fine, Tensor.of(new int[] {1, 2}, CPU)))
        .says("auc: label 1 is 2, it must be 0 or 1");
  }

  @Test
  void perplexityIsThatOfTheTokensThatAreLeft() {
    assertThat(Metrics.perplexity(Math.log(65))).isCloseTo(65, NEAR);
    assertThat(Metrics.perplexity(0)).isEqualTo(1);
    Errors.of(() -> Metrics.perplexity(-1))
        .is(Kind.ARGUMENT, "perplexity")
        .says("perplexity: a cross-entropy is 0 or more, got -1.0");
  }

  @Test
  void meansAreWeightedByTheSamplesOfBatches() {
    RunningMean mean = new RunningMean();
    assertThat(mean.value()).isNaN();
    mean.add(1, 64);
    mean.add(4, 32);
    mean.add(Double.NaN, 0);
    assertThat(mean.value()).isEqualTo(2);
    Errors.of(() -> mean.add(1, -1)).says("mean: the number of samples must be 0 or more, got -1");
  }

  @Test
  void patienceEndsWithoutBetterValues() {
    EarlyStopping stopping = new EarlyStopping(2, 0.1, Better.LOWER);
    assertThat(stopping.update(1)).isTrue();
    assertThat(stopping.update(0.95)).isFalse();
    assertThat(stopping.isOver()).isFalse();
    assertThat(stopping.update(0.8)).isTrue();
    stopping.update(Double.NaN);
    EarlyStopping other = new EarlyStopping(2, 0.1, Better.LOWER);
    other.setState(stopping.state());
    for (EarlyStopping s : new EarlyStopping[] {stopping, other}) {
      assertThat(s.isOver()).isFalse();
      s.update(0.75);
      assertThat(s.isOver()).isTrue();
      assertThat(s.best()).isEqualTo(0.8);
      assertThat(s).hasToString("EarlyStopping(best 0.8, 2 of 2 without a better one)");
    }
    EarlyStopping higher = new EarlyStopping(1, 0, Better.HIGHER);
    assertThat(higher.update(0.5)).isTrue();
    assertThat(higher.update(0.6)).isTrue();
    assertThat(higher.update(0.6)).isFalse();
    assertThat(higher.isOver()).isTrue();
  }

  @Test
  void patienceThatMeansNothingIsRefused() {
    Errors.of(() -> new EarlyStopping(0, 0, Better.LOWER))
        .is(Kind.ARGUMENT, "early_stopping")
        .says("early_stopping: patience must be 1 or more, got 0");
    Errors.of(() -> new EarlyStopping(1, Double.NaN, Better.LOWER))
        .says("early_stopping: the margin must be 0 or more and finite, got NaN");
    Errors.of(() ->
            new EarlyStopping(1, 0, Better.LOWER).setState(Map.of("best", Tensor.of(1L, CPU))))
        .is(Kind.NAME, "set_state")
        .says(
            "set_state: early stopping has 'best', a scalar of F64, and 'waited', one of I64, got"
                + " [best]");
  }
}
