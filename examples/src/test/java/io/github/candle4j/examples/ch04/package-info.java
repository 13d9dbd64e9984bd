/// Tests of chapter 4.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch04;
