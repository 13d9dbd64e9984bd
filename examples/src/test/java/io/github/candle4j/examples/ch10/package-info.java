/// Tests of chapter 10.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch10;
