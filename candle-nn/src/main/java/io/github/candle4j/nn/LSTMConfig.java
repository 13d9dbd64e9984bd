package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import java.util.Optional;

/// How a new [LSTM] is made.
///
/// @param wIhInit how the weight of the input gets its values
/// @param wHhInit how the weight of the state gets its values
/// @param bIhInit how the bias of the input gets its values, if there is one
/// @param bHhInit how the bias of the state gets its values, if there is one
/// @param layerIdx the number of the layer in the names of its parameters
/// @param direction which way it goes
public record LSTMConfig(
    Init wIhInit,
    Init wHhInit,
    Optional<Init> bIhInit,
    Optional<Init> bHhInit,
    int layerIdx,
    Direction direction) {
  private static final LSTMConfig DEFAULTS =
      new LSTMConfig(
          Init.DEFAULT_KAIMING_UNIFORM,
          Init.DEFAULT_KAIMING_UNIFORM,
          Optional.of(Init.ZERO),
          Optional.of(Init.ZERO),
          0,
          Direction.FORWARD);

  /// Checks the number.
  ///
  /// @throws CandleException if the number of the layer is negative
  public LSTMConfig {
    if (layerIdx < 0) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT, "rnn", "rnn: layer " + layerIdx + " is negative");
    }
  }

  /// Weights by Kaiming's uniform distribution, biases of zeros, layer 0, forward.
  public static LSTMConfig defaults() {
    return DEFAULTS;
  }

  /// The same without biases.
  public static LSTMConfig defaultNoBias() {
    return DEFAULTS.withBiasInit(Optional.empty());
  }

  /// This with weights initialised so.
  public LSTMConfig withWeightInit(Init init) {
    return new LSTMConfig(init, init, bIhInit, bHhInit, layerIdx, direction);
  }

  /// This with biases initialised so, or without biases.
  public LSTMConfig withBiasInit(Optional<Init> init) {
    return new LSTMConfig(wIhInit, wHhInit, init, init, layerIdx, direction);
  }

  /// This with another number of the layer.
  ///
  /// @throws CandleException if it is negative
  public LSTMConfig withLayerIdx(int index) {
    return new LSTMConfig(wIhInit, wHhInit, bIhInit, bHhInit, index, direction);
  }

  /// This in another direction.
  public LSTMConfig withDirection(Direction other) {
    return new LSTMConfig(wIhInit, wHhInit, bIhInit, bHhInit, layerIdx, other);
  }

  /// The parameters of such a layer.
  RnnWeights weights(int inDim, int hiddenDim, VarBuilder vb) {
    String suffix = "_l" + layerIdx + direction.suffix();
    return RnnWeights.create(
        inDim, hiddenDim, new RnnWeights.Plan(4, wIhInit, wHhInit, bIhInit, bHhInit, suffix), vb);
  }
}
