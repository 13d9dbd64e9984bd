package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What [Fused#attention] is told beside queries, keys and values.
///
/// @param scale what the products of queries and keys are multiplied by; `1/√(size of a head)` if it is empty
/// @param causalOffset if it is there, query i sees the keys 0 to i + offset alone; the offset is the number of keys before those of
///     the first query
/// @param mask what is added to the products, if it is of floats; or flags, not 0 where a key is left out. Its shape is broadcast to
///     `[batch, heads, queries, keys]`
/// @param dropout the probability with which a weight is set to 0
/// @param softcap if it is over 0, products x are taken as `softcap tanh(x / softcap)`
public record AttentionOptions(
    OptionalDouble scale,
    OptionalInt causalOffset,
    Optional<Tensor> mask,
    double dropout,
    double softcap) {
  private static final AttentionOptions DEFAULTS =
      new AttentionOptions(OptionalDouble.empty(), OptionalInt.empty(), Optional.empty(), 0, 0);

  /// Checks the ranges.
  ///
  /// @throws CandleException if a number is outside its range
  public AttentionOptions {
    if (scale.isPresent() && !Double.isFinite(scale.getAsDouble())) {
      throw outside("the scale must be finite, got " + scale.getAsDouble());
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw outside("dropout must be 0 or more and below 1, got " + dropout);
    }
    if (!(softcap >= 0 && Double.isFinite(softcap))) {
      throw outside("softcap must be 0 or more and finite, got " + softcap);
    }
  }

  /// Scale `1/√(size of a head)`, no mask, no dropout.
  public static AttentionOptions defaults() {
    return DEFAULTS;
  }

  /// These options with another scale.
  ///
  /// @throws CandleException if it is not finite
  public AttentionOptions withScale(double value) {
    return new AttentionOptions(OptionalDouble.of(value), causalOffset, mask, dropout, softcap);
  }

  /// These options, with query i seeing the keys 0 to i alone.
  public AttentionOptions withCausal() {
    return withCausalOffset(0);
  }

  /// These options, with query i seeing the keys 0 to i + offset alone.
  public AttentionOptions withCausalOffset(int offset) {
    return new AttentionOptions(scale, OptionalInt.of(offset), mask, dropout, softcap);
  }

  /// These options with a mask: floats to add, or flags, not 0 where a key is left out.
  public AttentionOptions withMask(Tensor value) {
    return new AttentionOptions(scale, causalOffset, Optional.of(value), dropout, softcap);
  }

  /// These options with another dropout.
  ///
  /// @throws CandleException if it is not between 0 and 1
  public AttentionOptions withDropout(double value) {
    return new AttentionOptions(scale, causalOffset, mask, value, softcap);
  }

  /// These options with another softcap.
  ///
  /// @throws CandleException if it is negative or not finite
  public AttentionOptions withSoftcap(double value) {
    return new AttentionOptions(scale, causalOffset, mask, dropout, value);
  }

  private static CandleException outside(String message) {
    return new CandleException(Kind.ARGUMENT, "attention", "attention: " + message);
  }
}
