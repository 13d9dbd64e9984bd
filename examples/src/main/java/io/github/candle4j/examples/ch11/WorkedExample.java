package io.github.candle4j.examples.ch11;

import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.ElmanConfig;
import io.github.candle4j.nn.ElmanRnn;
import io.github.candle4j.nn.ElmanState;
import io.github.candle4j.nn.RnnWeights;
import java.util.Optional;

/// One step of a network of two inputs and three hidden units, with numbers to follow on paper.
final class WorkedExample {
  // @start region="numbers"
  static final Tensor X = Tensor.of(new float[][] {{0.5f, -0.3f}}, Device.CPU); // [1, 2]
  static final Tensor H = Tensor.of(new float[][] {{0.1f, 0.2f, -0.1f}}, Device.CPU); // [1, 3]
  static final Tensor W =
      Tensor.of(new float[][] {{0.1f, 0.2f}, {0.3f, 0.5f}, {0.4f, 0}}, Device.CPU); // [3, 2]
  static final Tensor U =
      Tensor.of(
          new float[][] {{0.1f, 0.2f, 0}, {0.1f, 0, 0.1f}, {0, 0.2f, 0.2f}}, Device.CPU); // [3, 3]

  // @end

  private WorkedExample() {}

  // @start region="step"
  static Tensor sums() {
    return X.matmul(W.t()).add(H.matmul(U.t())); // [1, 3]
  }

  static Tensor byHand() {
    return sums().tanh();
  }

  // @end

  static Tensor byLibrary() {
    ElmanRnn rnn =
        new ElmanRnn(
            new RnnWeights(W, U, Optional.empty(), Optional.empty()), ElmanConfig.defaultNoBias());
    return rnn.step(X, new ElmanState(H)).h();
  }
}
