package io.github.candle4j.core;

/// Chosen or ordered elements along a dimension, and where they were.
///
/// @param values the elements; gradients flow back to where they came from
/// @param indices their positions along the dimension, as U32, of the shape of the values
public record SortResult(Tensor values, Tensor indices) {}
