package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;

/// How a new [StackedRnn] is made.
///
/// @param numLayers how many layers it has
/// @param bidirectional whether each layer goes both ways
/// @param dropout the probability with which an element between two layers is set to 0 in training
/// @param bias whether there are biases
public record StackedRnnConfig(int numLayers, boolean bidirectional, double dropout, boolean bias) {
  /// Checks the ranges.
  ///
  /// @throws CandleException if a number is outside its range
  public StackedRnnConfig {
    if (numLayers < 1) {
      throw new CandleException(
          Kind.ARGUMENT, "rnn", "rnn: numLayers must be 1 or more, got " + numLayers);
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new CandleException(
          Kind.ARGUMENT, "rnn", "rnn: dropout must be 0 or more and below 1, got " + dropout);
    }
  }

  /// One layer, forward, with biases.
  public static StackedRnnConfig defaults() {
    return new StackedRnnConfig(1, false, 0, true);
  }

  /// This with so many layers.
  ///
  /// @throws CandleException if there is none
  public StackedRnnConfig withNumLayers(int value) {
    return new StackedRnnConfig(value, bidirectional, dropout, bias);
  }

  /// This with layers that go both ways, or not.
  public StackedRnnConfig withBidirectional(boolean value) {
    return new StackedRnnConfig(numLayers, value, dropout, bias);
  }

  /// This with another dropout.
  ///
  /// @throws CandleException if it is not 0 or more and below 1
  public StackedRnnConfig withDropout(double value) {
    return new StackedRnnConfig(numLayers, bidirectional, value, bias);
  }

  /// This with biases, or without.
  public StackedRnnConfig withBias(boolean value) {
    return new StackedRnnConfig(numLayers, bidirectional, dropout, value);
  }
}
