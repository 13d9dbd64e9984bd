/// Tests of training.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.nn.train;
