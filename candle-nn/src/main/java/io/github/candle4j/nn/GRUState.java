package io.github.candle4j.nn;

import io.github.candle4j.core.Tensor;

/// The state of a [GRU].
///
/// @param h the hidden state, which is also the output, `[batch, hidden]`
public record GRUState(Tensor h) {}
