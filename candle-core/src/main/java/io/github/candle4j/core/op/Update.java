package io.github.candle4j.core.op;

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

  /// One step of plain gradient descent, `target -= lr g`; operand g.
  record SgdStep(double lr) implements Update {}

  /// One step of AdamW; operands g, m, v, of which m and v are changed too. arXiv 1711.05101, algorithm 2.
  ///
  /// @param step the number of this step, from 1
  record AdamWStep(double lr, double beta1, double beta2, double eps, double weightDecay, long step)
      implements Update {}

  /// The name by which traces and errors call the change.
  default String text() {
    return switch (this) {
      case Set _ -> "set";
      case Fill _ -> "const_set";
      case Add _ -> "add_set";
      case ScatterSet _ -> "scatter_set";
      case ScatterAddSet _ -> "scatter_add_set";
      case SgdStep _ -> "sgd";
      case AdamWStep _ -> "adamw";
    };
  }
}
