/// Layers, losses, initialisers and optimizers, written with tensors.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.nn;
