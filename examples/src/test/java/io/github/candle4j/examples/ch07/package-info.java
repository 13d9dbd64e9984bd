/// Tests of chapter 7.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch07;
