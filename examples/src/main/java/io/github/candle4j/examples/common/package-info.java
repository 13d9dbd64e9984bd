/// What the programs of several chapters share: options, the frame of a training run, pictures, data sets.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.common;
