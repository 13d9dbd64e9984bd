/// Chapter 9, the learning rate: how far is a step, and how does that change on the way?
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch09;
