/// Chapter 1, why: the smallest whole program, a network that learns to add; and what a matrix product costs in Java.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch01;
