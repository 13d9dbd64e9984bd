/// Data for training: samples, batches of them in a seeded order, and the formats of well-known data sets.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.nn.data;
