package io.github.candle4j.nn.data;

import io.github.candle4j.core.Tensor;
import java.util.List;

/// What a model gets and what it should make of it: one sample, or a batch of them.
///
/// @param input what the model gets
/// @param target what is wanted, such as the id of a class
public record Example(Tensor input, Tensor target) {
  /// Samples as a batch: inputs and targets each stacked along a new first dimension.
  ///
  /// @throws io.github.candle4j.core.CandleException if there are none, or shapes or dtypes differ
  public static Example stack(List<Example> samples) {
    return new Example(
        Tensor.stack(samples.stream().map(Example::input).toList(), 0),
        Tensor.stack(samples.stream().map(Example::target).toList(), 0));
  }
}
