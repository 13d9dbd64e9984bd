package io.github.candle4j.nn;

import io.github.candle4j.core.Tensor;

/// The state of an [LSTM].
///
/// @param h the hidden state, which is also the output, `[batch, hidden]`
/// @param c the cell state, `[batch, hidden]`
public record LSTMState(Tensor h, Tensor c) {}
