package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Tensor;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Numbers that tell how good predictions are. [ConfusionMatrix] has more.
public final class Metrics {
  private Metrics() {}

  /// The share of rows whose largest logit is that of the label.
  ///
  /// - `logits` `[n, classes]`, any numbers; `labels` `[n]`, class ids of any integer dtype
  ///
  /// @throws CandleException if the shapes do not fit, there are no rows, or the labels are no integers
  public static double accuracy(Tensor logits, Tensor labels) {
    if (logits.rank() != 2) {
      throw CandleException.unexpectedRank("accuracy", 2, logits.shape());
    }
    if (labels.rank() != 1 || labels.dim(0) != logits.dim(0) || logits.elemCount() == 0) {
      throw CandleException.shapeMismatch(
          "accuracy",
          logits.shape(),
          labels.shape(),
          "logits [n, classes] want labels [n] of class ids, and one row or more");
    }
    if (!labels.dtype().isInt()) {
      throw CandleException.unsupportedDtype("accuracy", labels.dtype(), "class ids are integers");
    }
    Tensor predicted = logits.detach().argmax(1).toDtype(DType.I64);
    Tensor right = predicted.eq(labels.toDtype(DType.I64)).toDtype(DType.I64);
    return (double) right.sumAll().toScalarI64() / labels.dim(0);
  }

  /// The area under the ROC curve: how often a sample of class 1 has a higher score than one of class 0, a tie counting half.
  ///
  /// - `scores` `[n]`, floats; `labels` `[n]`, 0 or 1 of any integer dtype
  ///
  /// @throws CandleException if the shapes or dtypes do not fit, a score is NaN, a label is not 0 or 1, or one of the classes has no samples
  public static double auc(Tensor scores, Tensor labels) {
    if (scores.rank() != 1 || !scores.shape().equals(labels.shape())) {
      throw CandleException.shapeMismatch(
          "auc", scores.shape(), labels.shape(), "scores [n] want labels [n]");
    }
    if (!scores.dtype().isFloat()) {
      throw CandleException.unsupportedDtype("auc", scores.dtype(), "scores are floats");
    }
    double[] x = scores.detach().toDtype(DType.F64).toVec1F64();
    boolean[] positive = flags(labels);
    for (int i = 0; i < x.length; i++) {
      if (Double.isNaN(x[i])) {
        throw new CandleException(Kind.ARGUMENT, "auc", "auc: score " + i + " is NaN");
      }
    }
    long ones = IntStream.range(0, x.length).filter(i -> positive[i]).count();
    long zeros = x.length - ones;
    if (ones == 0 || zeros == 0) {
      throw new CandleException(
          Kind.ARGUMENT,
          "auc",
          "auc: wants samples of both classes, got "
              + zeros
              + " of class 0, "
              + ones
              + " of class 1");
    }
    // Mann and Whitney: the sum of the ranks, from 1, less the least it can be.
    return (rankSum(x, positive) - ones * (ones + 1) / 2.0) / ((double) ones * zeros);
  }

  private static boolean[] flags(Tensor labels) {
    if (!labels.dtype().isInt()) {
      throw CandleException.unsupportedDtype("auc", labels.dtype(), "labels are integers, 0 or 1");
    }
    long[] ids = labels.toDtype(DType.I64).toVec1I64();
    boolean[] flags = new boolean[ids.length];
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] != 0 && ids[i] != 1) {
        throw new CandleException(
            Kind.ARGUMENT, "auc", "auc: label " + i + " is " + ids[i] + ", it must be 0 or 1");
      }
      flags[i] = ids[i] == 1;
    }
    return flags;
  }

  /// The sum of the ranks, from 1, of the flagged ones; equal scores share the mean of their ranks. 0 and -0 are equal.
  private static double rankSum(double[] x, boolean[] flagged) {
    double[] all = DoubleStream.of(x).map(v -> v + 0.0).sorted().toArray();
    double[] some =
        IntStream.range(0, x.length)
            .filter(i -> flagged[i])
            .mapToDouble(i -> x[i] + 0.0)
            .sorted()
            .toArray();
    double sum = 0;
    int from = 0;
    int to = 0;
    for (double value : some) {
      while (all[from] < value) {
        from++;
      }
      while (to < all.length && all[to] <= value) {
        to++;
      }
      sum += (from + 1 + to) / 2.0;
    }
    return sum;
  }

  /// `e^loss` of a mean cross-entropy in nats: among how many equally likely tokens a model would be as unsure.
  ///
  /// @throws CandleException if the loss is negative or NaN
  public static double perplexity(double meanCrossEntropy) {
    if (!(meanCrossEntropy >= 0)) {
      throw new CandleException(
          Kind.ARGUMENT,
          "perplexity",
          "perplexity: a cross-entropy is 0 or more, got " + meanCrossEntropy);
    }
    return Math.exp(meanCrossEntropy);
  }
}
