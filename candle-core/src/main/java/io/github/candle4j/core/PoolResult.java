package io.github.candle4j.core;

/// What a max pool gives.
///
/// @param values the largest element of each window
/// @param indices its place within its channel, `row * width + column`, as U32
public record PoolResult(Tensor values, Tensor indices) {}
