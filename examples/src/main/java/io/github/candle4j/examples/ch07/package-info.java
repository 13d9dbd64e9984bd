/// Chapter 7: backpropagation from scratch.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch07;
