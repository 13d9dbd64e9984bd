/// Tensors with automatic differentiation: what users of the library call.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.core;
