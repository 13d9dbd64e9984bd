/// Chapter 4: tensors.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch04;
