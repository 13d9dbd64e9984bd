package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import org.jspecify.annotations.Nullable;

/// The derivative of an operation that core has run itself, by code of the user.
@FunctionalInterface
interface GradientRule extends Op.Rule {
  /// The gradients of the operands of `n`, null for those that need none.
  @Nullable Tensor[] gradients(Node n, Tensor y, Tensor dy);

  /// The rule that an operation carries.
  static GradientRule of(Op.Rule rule) {
    return (GradientRule) rule;
  }
}
