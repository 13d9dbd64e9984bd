package io.github.candle4j.nn;

import io.github.candle4j.core.Tensor;
import java.util.Map;

/// Something whose state belongs into a checkpoint, beside the variables of the model: an optimizer, a schedule, a data loader. What is
/// set to the state of another one of its kind goes on as that one would.
public interface Stateful {
  /// The state by names: tensors of its own, which later steps do not change. Whole numbers are scalars of I64.
  Map<String, Tensor> state();

  /// Goes on from a state that [#state] gave.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is not the state of such a thing
  void setState(Map<String, Tensor> state);
}
