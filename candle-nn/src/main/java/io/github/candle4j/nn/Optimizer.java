package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Tensor;
import java.util.Map;

/// Changes variables by their gradients so that a loss gets smaller. Variables without a gradient stay as they are.
///
/// {@snippet :
/// Optimizer optimizer = AdamW.newLr(varmap.allVars(), 0.01);
/// optimizer.backwardStep(loss);
/// Map<String, Tensor> state = optimizer.state();
/// }
public interface Optimizer extends Stateful {
  /// One step with these gradients.
  ///
  /// @throws CandleException if a gradient does not fit its variable
  void step(GradStore grads);

  /// The learning rate.
  double learningRate();

  /// Sets the learning rate.
  ///
  /// @throws CandleException if it is negative or not a number
  void setLearningRate(double lr);

  /// All that the next steps depend on beside variables, gradients and settings, in order: copies, which later steps do not
  /// change. `lr` is an F64 scalar, numbers of steps are I64 scalars; what is remembered of variable `i` is named by its place,
  /// such as `0.step`, `0.exp_avg`. Nothing stands for a variable that has made no step yet.
  ///
  /// @throws CandleException if an optimizer of your own does not say what its state is
  @Override
  default Map<String, Tensor> state() {
    throw withoutState("state");
  }

  /// Goes on from a state, bit for bit, in an optimizer of the same variables and settings; the tensors are copied.
  ///
  /// @throws CandleException naming the entry that is missing, left over or does not fit its variable; nothing is changed then
  @Override
  default void setState(Map<String, Tensor> state) {
    throw withoutState("set_state");
  }

  private static CandleException withoutState(String operation) {
    return CandleException.withHint(
        CandleException.Kind.UNSUPPORTED,
        operation,
        operation + ": this optimizer does not say what its state is",
        "override state() and setState(..); without state, return Map.of() and do nothing");
  }

  /// Finds the gradients of a loss and makes one step.
  ///
  /// @throws CandleException if the loss has no gradients
  default void backwardStep(Tensor loss) {
    step(loss.backward());
  }
}
