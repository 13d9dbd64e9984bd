package io.github.candle4j.nn;

import io.github.candle4j.core.Tensor;

/// The keys and values that attention sees.
///
/// @param k the keys
/// @param v the values
public record KeyValue(Tensor k, Tensor v) {}
