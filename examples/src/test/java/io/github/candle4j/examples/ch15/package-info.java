/// Tests of chapter 15.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch15;
