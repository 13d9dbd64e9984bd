/// Tests of chapter 13.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch13;
