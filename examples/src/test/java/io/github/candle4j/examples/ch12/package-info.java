@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch12;
