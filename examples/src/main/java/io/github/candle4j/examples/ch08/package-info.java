/// Chapter 8, activations: what stands between two layers, and what it does to gradients.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch08;
