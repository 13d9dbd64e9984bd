package io.github.candle4j.nn;

import io.github.candle4j.core.Tensor;

/// Where the next elements of a [ScatteredKvCache] go, and what may be seen then.
///
/// @param indices the places, `[batch, queries]` of U32
/// @param mask what is added to the products of queries and keys, 0 or -inf, `[batch, 1, queries, context]`, or `[queries, queries]`
///     where there are more queries than places
public record IndicesAndMask(Tensor indices, Tensor mask) {}
