package io.github.candle4j.examples.ch11;

import io.github.candle4j.core.Tensor;

/// A network that gets one number after the other, and what it remembers of those before.
interface Elman {
  /// What comes out of a step.
  ///
  /// @param output what it predicts, `[1, 1]`
  /// @param context what it remembers, `[1, hidden]`
  record Step(Tensor output, Tensor context) {}

  /// What it remembers before the first number.
  Tensor start();

  /// - `x` `[1, 1]`, `context` `[1, hidden]`
  Step step(Tensor x, Tensor context);
}
