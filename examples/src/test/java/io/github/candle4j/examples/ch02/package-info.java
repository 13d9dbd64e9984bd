/// Tests of chapter 2.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch02;
