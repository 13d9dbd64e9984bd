package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// Losses of classes.
final class ClassLosses {
  private ClassLosses() {}

  static Tensor crossEntropy(Tensor inp, Tensor target, CrossEntropyConfig config) {
    String operation = "cross_entropy";
    Tensor x = LossInputs.wide(operation, inp);
    int dim = classDim(operation, x, config.dim());
    if (target.dtype().isFloat()) {
      LossInputs.same(operation, inp, target, "targets of floats are a probability for each class");
      return soft(x, target.toDtype(x.dtype()), dim, config).toDtype(inp.dtype());
    }
    Tensor logs = Ops.logSoftmax(x, dim);
    return ofIds(operation, logs, target, config).toDtype(inp.dtype());
  }

  static Tensor nll(Tensor inp, Tensor target, CrossEntropyConfig config) {
    if (config.labelSmoothing() != 0) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "nll",
          "nll: there is no label smoothing, got " + config.labelSmoothing(),
          "crossEntropy has it, and takes logits");
    }
    Tensor x = LossInputs.wide("nll", inp);
    return ofIds("nll", x, target, config).toDtype(inp.dtype());
  }

  /// `-w[y] x[y]` for log-probabilities x and class ids y; the mean is divided by the sum of the w[y].
  private static Tensor ofIds(
      String operation, Tensor logs, Tensor target, CrossEntropyConfig config) {
    int dim = classDim(operation, logs, config.dim());
    checkPlaces(operation, logs.shape(), target.shape(), dim);
    int classes = logs.dim(dim);
    ClassTargets ids = ClassTargets.of(operation, target, classes, config.ignoreIndex());
    double[] classWeights = classWeights(operation, config.weight(), classes);
    double[] weights = ids.weights(classWeights);
    Tensor picked = logs.gather(ids.tensor(logs).unsqueeze(dim), dim).squeeze(dim);
    Tensor losses = ids.keep(picked.neg().mul(ids.tensor(weights, logs)));
    double smoothing = config.labelSmoothing();
    if (smoothing > 0) {
      Tensor all = ids.keep(logs.broadcastMul(along(dim, classWeights, logs)).sum(dim));
      losses = losses.mul(1 - smoothing).add(all.mul(-smoothing / classes));
    }
    if (config.reduction() != Reduction.MEAN) {
      return config.reduction().of(operation, losses);
    }
    double total = Arrays.stream(weights).sum();
    if (total == 0) {
      throw Reduction.noLosses(
          operation,
          weights.length == 0
              ? "the batch is empty"
              : "all " + weights.length + " targets are ignored or have weight 0");
    }
    return losses.sumAll().div(total);
  }

  /// `-Σ w[c] t[c] log softmax(x)[c]` for probabilities t.
  private static Tensor soft(Tensor x, Tensor target, int dim, CrossEntropyConfig config) {
    if (config.ignoreIndex().isPresent()) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "cross_entropy",
          "cross_entropy: targets of floats have no class to ignore",
          "give a place that does not count the probability 0 for all classes");
    }
    int classes = x.dim(dim);
    double smoothing = config.labelSmoothing();
    Tensor t = smoothing == 0 ? target : target.affine(1 - smoothing, smoothing / classes);
    Tensor terms = Ops.logSoftmax(x, dim).mul(t);
    if (config.weight().isPresent()) {
      double[] weights = classWeights("cross_entropy", config.weight(), classes);
      terms = terms.broadcastMul(along(dim, weights, x));
    }
    return config.reduction().of("cross_entropy", terms.sum(dim).neg());
  }

  /// `1/C Σ max(0, margin - x[y] + x[c])^p` over the classes c other than y, times w[y].
  static Tensor multiMargin(Tensor inp, Tensor target, MultiMarginConfig config) {
    String operation = "multi_margin";
    Tensor x = LossInputs.wide(operation, inp);
    if (x.rank() != 2) {
      throw CandleException.unexpectedRank(operation, 2, x.shape());
    }
    checkPlaces(operation, x.shape(), target.shape(), 1);
    int classes = x.dim(1);
    ClassTargets ids = ClassTargets.of(operation, target, classes, OptionalLong.empty());
    Tensor places = ids.tensor(x).unsqueeze(1);
    Tensor distance = x.broadcastSub(x.gather(places, 1)).add(config.margin()).relu();
    if (config.p() == 2) {
      distance = distance.sqr();
    }
    Tensor others = distance.onesLike().scatter(places, x.zerosLike().narrow(1, 0, 1), 1);
    double[] weights = ids.weights(classWeights(operation, config.weight(), classes));
    Tensor losses = distance.mul(others).sum(1).div((double) classes).mul(ids.tensor(weights, x));
    return config.reduction().of(operation, losses).toDtype(inp.dtype());
  }

  /// Where the classes are; the only dimension of a tensor that has one.
  private static int classDim(String operation, Tensor x, int dim) {
    if (x.rank() == 0) {
      throw CandleException.withHint(
          Kind.SHAPE,
          operation,
          operation + ": a scalar has no classes",
          "give one number for each class, [.., classes]");
    }
    if (x.rank() == 1 && dim == 1) {
      return 0;
    }
    int position = dim < 0 ? dim + x.rank() : dim;
    if (position < 0 || position >= x.rank()) {
      throw CandleException.withHint(
          Kind.INDEX,
          operation,
          operation + ": dimension index " + dim + " out of range for shape " + x.shape(),
          "withDim(..) names the dimension of the classes");
    }
    return position;
  }

  private static void checkPlaces(String operation, Shape inp, Shape target, int dim) {
    Shape wanted = inp.without(dim);
    if (!wanted.equals(target)) {
      throw CandleException.shapeMismatch(
          operation,
          inp,
          target,
          "the classes are dimension "
              + dim
              + ", so the target of class ids is "
              + wanted
              + "; withDim(..) names another dimension");
    }
  }

  private static double[] classWeights(String operation, Optional<Tensor> weight, int classes) {
    if (weight.isPresent()) {
      return LossInputs.classWeights(operation, weight.get(), classes);
    }
    double[] ones = new double[classes];
    Arrays.fill(ones, 1);
    return ones;
  }

  /// Numbers that stand along one dimension and are the same along all others.
  private static Tensor along(int dim, double[] numbers, Tensor like) {
    int[] dims = new int[like.rank()];
    Arrays.fill(dims, 1);
    dims[dim] = numbers.length;
    return Tensor.fromVec(numbers, Shape.of(dims), like.device()).toDtype(like.dtype());
  }
}
