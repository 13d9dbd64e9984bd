/// Measurements of the library beside its peers.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.benchmarks;
