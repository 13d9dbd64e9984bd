/// What is used where it is there. This package is for this library alone.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.nn.optional;
