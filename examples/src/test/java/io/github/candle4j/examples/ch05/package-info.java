/// Tests of chapter 5.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch05;
