/// Chapter 6, losses and optimizers: how wrong is a network, and how does it get better?
///
/// `LossesByHand` and `StepsByHand` write out the formulas and hold them against the library; `Regression` puts a line
/// through points.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.examples.ch06;
