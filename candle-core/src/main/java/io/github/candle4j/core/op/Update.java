package io.github.candle4j.core.op;

import io.github.candle4j.core.OptimizerStep;

/// A change of a tensor in place: the few operations that write into a storage that exists.
public sealed interface Update {
  /// `target = source`; operand source.
  record Set() implements Update {}

  /// Every element of the target becomes this value.
  record Fill(double value) implements Update {}

  /// `target += source`; operand source.
  record Add() implements Update {}

  /// `source` written to the elements of the target that `ids` names, the last one where several are; operands ids, source.
  record ScatterSet(int dim) implements Update {}

  /// `source` added to the elements of the target that `ids` names; operands ids, source.
  record ScatterAddSet(int dim) implements Update {}

  /// One step of an optimizer; operands the gradient and what is remembered, which is changed too.
  record Step(OptimizerStep rule) implements Update {}

  /// The name by which traces and errors call the change.
  default String text() {
    return switch (this) {
      case Set _ -> "set";
      case Fill _ -> "const_set";
      case Add _ -> "add_set";
      case ScatterSet _ -> "scatter_set";
      case ScatterAddSet _ -> "scatter_add_set";
      case Step(var rule) -> rule.operation();
    };
  }
}
