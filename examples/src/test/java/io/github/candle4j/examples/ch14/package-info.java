/// Tests of chapter 14.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch14;
