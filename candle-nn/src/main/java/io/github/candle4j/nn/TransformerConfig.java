package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;

/// How layers of a transformer are made.
///
/// @param dModel the size of an element
/// @param nhead the number of heads
/// @param dimFeedforward the size between the two linear layers
/// @param dropout the probability of dropout, in training
/// @param activation what stands between the two linear layers
/// @param layerNormEps what is added to variances
/// @param normFirst whether norms come before attention and linear layers instead of behind the sums
public record TransformerConfig(
    int dModel,
    int nhead,
    int dimFeedforward,
    double dropout,
    Activation activation,
    double layerNormEps,
    boolean normFirst) {
  private static final int FEEDFORWARD = 2048;

  /// Checks the ranges.
  ///
  /// @throws CandleException if a number is outside its range or the heads do not divide the elements
  public TransformerConfig {
    MultiHeadAttentionConfig.of(dModel, nhead).withDropout(dropout);
    if (dimFeedforward < 1 || !(layerNormEps > 0)) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          "transformer",
          "transformer: dimFeedforward " + dimFeedforward + ", layerNormEps " + layerNormEps,
          "both must be over 0");
    }
  }

  /// PyTorch's defaults: 2,048 elements between the linear layers, dropout 0.1, ReLU, eps 1e-5, norms behind the sums.
  ///
  /// @throws CandleException if the heads do not divide the elements
  public static TransformerConfig of(int dModel, int nhead) {
    return new TransformerConfig(dModel, nhead, FEEDFORWARD, 0.1, Activation.RELU, 1e-5, false);
  }

  /// This with another size between the linear layers.
  ///
  /// @throws CandleException if it is not over 0
  public TransformerConfig withDimFeedforward(int value) {
    return new TransformerConfig(
        dModel, nhead, value, dropout, activation, layerNormEps, normFirst);
  }

  /// This with another dropout.
  ///
  /// @throws CandleException if it is not 0 or more and below 1
  public TransformerConfig withDropout(double value) {
    return new TransformerConfig(
        dModel, nhead, dimFeedforward, value, activation, layerNormEps, normFirst);
  }

  /// This with another activation.
  public TransformerConfig withActivation(Activation value) {
    return new TransformerConfig(
        dModel, nhead, dimFeedforward, dropout, value, layerNormEps, normFirst);
  }

  /// This with norms before attention and linear layers, or behind the sums.
  public TransformerConfig withNormFirst(boolean value) {
    return new TransformerConfig(
        dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, value);
  }

  MultiHeadAttentionConfig attention() {
    return MultiHeadAttentionConfig.of(dModel, nhead).withDropout(dropout);
  }

  /// `64, 4 heads, 256 between, norm first`
  String text() {
    return dModel
        + ", "
        + nhead
        + " heads, "
        + dimFeedforward
        + " between"
        + (normFirst ? ", norm first" : "");
  }
}
