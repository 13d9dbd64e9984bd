package io.github.candle4j.core;

/// The identity of a tensor; later tensors have larger numbers.
///
/// @param value the number, unique in this JVM
public record TensorId(long value) {}
