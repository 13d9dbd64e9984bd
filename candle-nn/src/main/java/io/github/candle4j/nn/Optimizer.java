package io.github.candle4j.nn;

import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Tensor;

/// Changes variables by their gradients so that a loss gets smaller. Variables without a gradient stay as they are.
public interface Optimizer {
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

  /// Finds the gradients of a loss and makes one step.
  ///
  /// @throws io.github.candle4j.core.CandleException if the loss has no gradients
  default void backwardStep(Tensor loss) {
    step(loss.backward());
  }
}
