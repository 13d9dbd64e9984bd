/// Tests of what the programs of several chapters share.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.common;
