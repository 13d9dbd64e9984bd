package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;

/// How a new [MultiHeadAttention] is made.
///
/// @param embedDim the size of an element, which the heads divide among themselves
/// @param numHeads the number of heads
/// @param numKvHeads the number of heads of keys and values, which divides that of heads; fewer of them are shared
/// @param bias whether there are biases
/// @param dropout the probability with which a weight is set to 0 in training
public record MultiHeadAttentionConfig(
    int embedDim, int numHeads, int numKvHeads, boolean bias, double dropout) {
  /// Checks the ranges.
  ///
  /// @throws CandleException if a number is outside its range or one does not divide the other
  public MultiHeadAttentionConfig {
    check(
        embedDim > 0 && numHeads > 0 && embedDim % numHeads == 0,
        "attention: " + numHeads + " heads of " + embedDim + " elements",
        "the number of heads divides that of elements");
    check(
        numKvHeads > 0 && numHeads % numKvHeads == 0,
        "attention: " + numHeads + " heads of queries, " + numKvHeads + " of keys",
        "the heads of keys must divide those of queries");
    check(
        dropout >= 0 && dropout < 1,
        "attention: dropout must be 0 or more and below 1, got " + dropout,
        "0 is no dropout");
  }

  /// So many heads, each with keys and values of its own, with biases, without dropout.
  ///
  /// @throws CandleException if the heads do not divide the elements
  public static MultiHeadAttentionConfig of(int embedDim, int numHeads) {
    return new MultiHeadAttentionConfig(embedDim, numHeads, numHeads, true, 0);
  }

  /// This with another number of heads of keys and values.
  ///
  /// @throws CandleException if it does not divide the number of heads
  public MultiHeadAttentionConfig withNumKvHeads(int value) {
    return new MultiHeadAttentionConfig(embedDim, numHeads, value, bias, dropout);
  }

  /// This with biases, or without.
  public MultiHeadAttentionConfig withBias(boolean value) {
    return new MultiHeadAttentionConfig(embedDim, numHeads, numKvHeads, value, dropout);
  }

  /// This with another dropout.
  ///
  /// @throws CandleException if it is not 0 or more and below 1
  public MultiHeadAttentionConfig withDropout(double value) {
    return new MultiHeadAttentionConfig(embedDim, numHeads, numKvHeads, bias, value);
  }

  /// The size of a head.
  public int headDim() {
    return embedDim / numHeads;
  }

  /// The size of all keys of an element.
  int kvDim() {
    return numKvHeads * headDim();
  }

  private static void check(boolean holds, String message, String hint) {
    if (!holds) {
      throw CandleException.withHint(Kind.ARGUMENT, "attention", message, hint);
    }
  }
}
