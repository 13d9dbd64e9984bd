package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Tensor;
import java.util.Optional;
import java.util.OptionalLong;

/// The settings of [Loss#crossEntropy(Tensor, Tensor, CrossEntropyConfig)] and of `nll`.
///
/// @param weight a weight for each class, `[classes]` of floats; a constant, even if it is a variable
/// @param ignoreIndex the class id of places that do not count
/// @param labelSmoothing which part of the target is spread evenly over all classes, from 0 to 1; arXiv 1512.00567
/// @param dim the dimension of the classes
/// @param reduction what becomes of the losses; the mean is weighted as the classes are
public record CrossEntropyConfig(
    Optional<Tensor> weight,
    OptionalLong ignoreIndex,
    double labelSmoothing,
    int dim,
    Reduction reduction) {
  /// Checks the range.
  ///
  /// @throws CandleException if the smoothing is not from 0 to 1
  public CrossEntropyConfig {
    Checks.check(
        labelSmoothing >= 0 && labelSmoothing <= 1,
        "cross_entropy",
        "labelSmoothing must be from 0 to 1",
        labelSmoothing);
  }

  /// No weights, nothing ignored or smoothed, classes in dimension 1, the mean.
  public static CrossEntropyConfig defaults() {
    return new CrossEntropyConfig(Optional.empty(), OptionalLong.empty(), 0, 1, Reduction.MEAN);
  }

  /// These settings with weights.
  public CrossEntropyConfig withWeight(Tensor value) {
    return new CrossEntropyConfig(Optional.of(value), ignoreIndex, labelSmoothing, dim, reduction);
  }

  /// These settings with an id that does not count; -100 is usual.
  public CrossEntropyConfig withIgnoreIndex(long value) {
    return new CrossEntropyConfig(weight, OptionalLong.of(value), labelSmoothing, dim, reduction);
  }

  /// These settings with another smoothing.
  public CrossEntropyConfig withLabelSmoothing(double value) {
    return new CrossEntropyConfig(weight, ignoreIndex, value, dim, reduction);
  }

  /// These settings with the classes in another dimension; -1 for `[batch, time, classes]`.
  public CrossEntropyConfig withDim(int value) {
    return new CrossEntropyConfig(weight, ignoreIndex, labelSmoothing, value, reduction);
  }

  /// These settings with another reduction.
  public CrossEntropyConfig withReduction(Reduction value) {
    return new CrossEntropyConfig(weight, ignoreIndex, labelSmoothing, dim, value);
  }
}
