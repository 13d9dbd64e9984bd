/// Tests of chapter 16.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch16;
