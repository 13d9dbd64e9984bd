/// Chapter 11, the Elman network: a context that remembers what came before.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch11;
