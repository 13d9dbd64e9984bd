package io.github.candle4j.nn;

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
  /// @throws io.github.candle4j.core.CandleException if a gradient does not fit its variable
  void step(GradStore grads);

  /// The learning rate.
  double learningRate();

  /// Sets the learning rate.
  ///
  /// @throws io.github.candle4j.core.CandleException if it is negative or not a number
  void setLearningRate(double lr);

  /// All that the next steps depend on beside variables, gradients and settings, in order: copies, which later steps do not
  /// change. `lr` is an F64 scalar, numbers of steps are I64 scalars; what is remembered of variable `i` is named by its place,
  /// such as `0.step`, `0.exp_avg`. Nothing stands for a variable that has made no step yet.
  @Override
  Map<String, Tensor> state();

  /// Goes on from a state, bit for bit, in an optimizer of the same variables and settings; the tensors are copied.
  ///
  /// @throws io.github.candle4j.core.CandleException naming the entry that is missing, left over or does not fit its variable;
  ///     nothing is changed then
  @Override
  void setState(Map<String, Tensor> state);

  /// Finds the gradients of a loss and makes one step.
  ///
  /// @throws io.github.candle4j.core.CandleException if the loss has no gradients
  default void backwardStep(Tensor loss) {
    step(loss.backward());
  }
}
