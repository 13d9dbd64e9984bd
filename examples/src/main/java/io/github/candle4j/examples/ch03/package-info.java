/// Chapter 3, the parts of Java that programs with neural networks use.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch03;
