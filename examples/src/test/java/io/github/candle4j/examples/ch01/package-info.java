/// Tests of chapter 1.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch01;
