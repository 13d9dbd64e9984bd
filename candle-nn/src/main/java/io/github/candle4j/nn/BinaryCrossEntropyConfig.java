package io.github.candle4j.nn;

import io.github.candle4j.core.Tensor;
import java.util.Optional;

/// The settings of [Loss#binaryCrossEntropyWithLogit(Tensor, Tensor, BinaryCrossEntropyConfig)].
///
/// @param weight what each loss is multiplied by, of a shape that can be broadcast to theirs; a constant
/// @param posWeight how much more the 1 of a target counts than the 0, such as one number for each class; a constant
/// @param reduction what becomes of the losses
public record BinaryCrossEntropyConfig(
    Optional<Tensor> weight, Optional<Tensor> posWeight, Reduction reduction) {
  /// No weights, the mean.
  public static BinaryCrossEntropyConfig defaults() {
    return new BinaryCrossEntropyConfig(Optional.empty(), Optional.empty(), Reduction.MEAN);
  }

  /// These settings with weights of the losses.
  public BinaryCrossEntropyConfig withWeight(Tensor value) {
    return new BinaryCrossEntropyConfig(Optional.of(value), posWeight, reduction);
  }

  /// These settings with weights of the 1 in a target.
  public BinaryCrossEntropyConfig withPosWeight(Tensor value) {
    return new BinaryCrossEntropyConfig(weight, Optional.of(value), reduction);
  }

  /// These settings with another reduction.
  public BinaryCrossEntropyConfig withReduction(Reduction value) {
    return new BinaryCrossEntropyConfig(weight, posWeight, value);
  }
}
