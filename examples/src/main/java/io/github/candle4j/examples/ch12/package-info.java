/// Chapter 12, the LSTM: gates that decide what is remembered, forgotten and told.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch12;
