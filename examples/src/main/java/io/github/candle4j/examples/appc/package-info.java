/// Appendix C, inference: what makes a trained model use less time and memory.
///
/// `Inference` has the four measurements, `Models` makes the model that they measure, `Bench` measures.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.appc;
