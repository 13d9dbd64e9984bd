package io.github.candle4j.core;

/// The state of a device's random numbers: the seed, and how many blocks of numbers have been drawn since it was set.
/// Setting a state again repeats the numbers that followed it.
///
/// @param seed the key of the generator
/// @param position the index of the next block of four 32-bit numbers
public record RngState(long seed, long position) {
  /// A state as [Device#rngState] gave it.
  ///
  /// @throws CandleException if the position is negative
  public RngState {
    if (position < 0) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT,
          "rng_state",
          "rng_state: the position must be 0 or more, got " + position);
    }
  }
}
