package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import java.util.Optional;

/// How a new [ElmanRnn] is made.
///
/// @param wIhInit how the weight of the input gets its values
/// @param wHhInit how the weight of the state gets its values
/// @param bIhInit how the bias of the input gets its values, if there is one
/// @param bHhInit how the bias of the state gets its values, if there is one
/// @param layerIdx the number of the layer in the names of its parameters
/// @param direction which way it goes
/// @param relu whether the state goes through `max(x, 0)` instead of tanh
public record ElmanConfig(
    Init wIhInit,
    Init wHhInit,
    Optional<Init> bIhInit,
    Optional<Init> bHhInit,
    int layerIdx,
    Direction direction,
    boolean relu) {
  private static final ElmanConfig DEFAULTS =
      new ElmanConfig(
          Init.DEFAULT_KAIMING_UNIFORM,
          Init.DEFAULT_KAIMING_UNIFORM,
          Optional.of(Init.ZERO),
          Optional.of(Init.ZERO),
          0,
          Direction.FORWARD,
          false);

  /// Checks the number.
  ///
  /// @throws CandleException if the number of the layer is negative
  public ElmanConfig {
    if (layerIdx < 0) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT, "rnn", "rnn: layer " + layerIdx + " is negative");
    }
  }

  /// Weights by Kaiming's uniform distribution, biases of zeros, layer 0, forward.
  public static ElmanConfig defaults() {
    return DEFAULTS;
  }

  /// The same without biases.
  public static ElmanConfig defaultNoBias() {
    return DEFAULTS.withBiasInit(Optional.empty());
  }

  /// This with weights initialised so.
  public ElmanConfig withWeightInit(Init init) {
    return new ElmanConfig(init, init, bIhInit, bHhInit, layerIdx, direction, relu);
  }

  /// This with biases initialised so, or without biases.
  public ElmanConfig withBiasInit(Optional<Init> init) {
    return new ElmanConfig(wIhInit, wHhInit, init, init, layerIdx, direction, relu);
  }

  /// This with another number of the layer.
  ///
  /// @throws CandleException if it is negative
  public ElmanConfig withLayerIdx(int index) {
    return new ElmanConfig(wIhInit, wHhInit, bIhInit, bHhInit, index, direction, relu);
  }

  /// This in another direction.
  public ElmanConfig withDirection(Direction other) {
    return new ElmanConfig(wIhInit, wHhInit, bIhInit, bHhInit, layerIdx, other, relu);
  }

  /// This with `max(x, 0)` instead of tanh, or not.
  public ElmanConfig withRelu(boolean value) {
    return new ElmanConfig(wIhInit, wHhInit, bIhInit, bHhInit, layerIdx, direction, value);
  }

  /// The parameters of such a layer.
  RnnWeights weights(int inDim, int hiddenDim, VarBuilder vb) {
    String suffix = "_l" + layerIdx + direction.suffix();
    return RnnWeights.create(
        inDim, hiddenDim, new RnnWeights.Plan(1, wIhInit, wHhInit, bIhInit, bHhInit, suffix), vb);
  }
}
