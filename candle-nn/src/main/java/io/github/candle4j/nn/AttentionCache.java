package io.github.candle4j.nn;

import io.github.candle4j.core.Tensor;

/// Keeps the keys and values of positions that attention has seen, so that a sequence may be given piece by piece.
public sealed interface AttentionCache permits KvCache, ConcatKvCache {
  /// Adds keys and values, and gives all that are there.
  ///
  /// @throws io.github.candle4j.core.CandleException if shapes or dtypes do not fit
  KeyValue append(Tensor k, Tensor v);

  /// The dimension along which it grows.
  int dim();

  /// How many positions are there.
  int currentSeqLen();

  /// Empties it.
  void reset();
}
