/// Chapter 2, history: the perceptron of 1958, what it cannot learn, and the second layer that can.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch02;
