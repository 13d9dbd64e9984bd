/// Tests of the command line.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples;
