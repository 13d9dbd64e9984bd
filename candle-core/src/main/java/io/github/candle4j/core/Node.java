package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a tensor remembers of how it was made: the operation, its operands and what the forward pass saved.
final class Node {
  private final Op op;
  private final Tensor[] operands;
  private final Tensor[] saved;
  private final int[] versions;

  Node(Op op, Tensor[] operands, Tensor[] saved) {
    this.op = op;
    this.operands = operands;
    this.saved = saved;
    this.versions = new int[operands.length];
    for (int i = 0; i < operands.length; i++) {
      versions[i] = operands[i].storage().version();
    }
  }

  Op op() {
    return op;
  }

  Tensor[] operands() {
    return operands;
  }

  Tensor operand(int i) {
    return operands[i];
  }

  Tensor[] saved() {
    return saved;
  }

  Tensor saved(int i) {
    return saved[i];
  }

  /// The gradients of the operands, each computed only if its operand needs one; null for the others.
  @SafeVarargs
  final @Nullable Tensor[] gradients(Supplier<Tensor>... rules) {
    @Nullable Tensor[] result = new @Nullable Tensor[operands.length];
    for (int i = 0; i < rules.length; i++) {
      result[i] = operands[i].trackOp() ? rules[i].get() : null;
    }
    return result;
  }

  /// True if [#checkUnchanged] would throw.
  boolean isChanged(Tensor y) {
    boolean changed = y.looked().storage().version() != 0;
    for (int i = 0; i < operands.length; i++) {
      changed |= operands[i].looked().storage().version() != versions[i];
    }
    return changed && !(op instanceof Op.View);
  }

  /// Throws if an operand or the result `y` was changed in place since. A view needs only the shape of its operand;
  /// every other derivative may read the elements.
  void checkUnchanged(Tensor y) {
    if (op instanceof Op.View) {
      return;
    }
    if (y.storage().version() != 0) {
      throw changed("the result", y);
    }
    for (int i = 0; i < operands.length; i++) {
      if (operands[i].storage().version() != versions[i]) {
        throw changed("operand " + i, operands[i]);
      }
    }
  }

  private CandleException changed(String role, Tensor tensor) {
    return CandleException.withHint(
        CandleException.Kind.AUTOGRAD,
        "backward",
        "backward: "
            + role
            + " of "
            + op.text()
            + ", a tensor of shape "
            + tensor.shape()
            + ", was changed in place after it was used",
        "run the forward pass again after the change, or change a copy");
  }
}
