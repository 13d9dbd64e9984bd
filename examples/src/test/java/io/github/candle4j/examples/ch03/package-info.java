/// Tests of chapter 3.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch03;
