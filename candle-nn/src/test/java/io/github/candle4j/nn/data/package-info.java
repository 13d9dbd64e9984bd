/// Tests of data loading.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.nn.data;
