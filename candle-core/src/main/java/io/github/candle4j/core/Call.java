package io.github.candle4j.core;

import io.github.candle4j.core.backend.Census;
import io.github.candle4j.core.backend.Operand;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One operation that was run, as those who watch see it.
///
/// @param what what was called
/// @param nanos how long it took
/// @param result its result; for a change in place, the tensor that was changed
/// @param operands its operands; for a change in place, the tensor that was changed is the last
/// @param backwardOf the result whose derivative it is a part of
/// @param before for a change in place, what the operands were like before it, if anyone wanted to know; nothing for those
///     that were finite, which costs less to find out
record Call(
    What what,
    long nanos,
    Tensor result,
    List<Tensor> operands,
    @Nullable Tensor backwardOf,
    List<Optional<Census>> before) {
  /// What was called.
  ///
  /// @param operation its name
  /// @param kind what it did
  /// @param number a number that the user gave it, if it is not finite; 0 otherwise
  record What(String operation, Result kind, double number) {
    static What of(Op op) {
      double number = 0;
      if (op instanceof Op.Affine(double mul, double add)) {
        number = Double.isFinite(mul) ? add : mul;
      }
      return new What(op.text(), op instanceof Op.View ? Result.VIEW : Result.NEW, number);
    }

    static What of(Update update) {
      double number = update instanceof Update.Fill(double value) ? value : 0;
      return new What(update.text(), Result.IN_PLACE, number);
    }

    static What made(String operation) {
      return new What(operation, Result.NEW, 0);
    }
  }

  /// What became of the elements.
  enum Result {
    NEW,
    VIEW,
    IN_PLACE
  }

  /// An operation that was recorded before.
  static Call recorded(Node node, Tensor y) {
    What what = What.of(node.op());
    return new Call(what, 0, y, List.of(node.operands()), null, List.of());
  }

  /// The derivative of `y` at `dy`, if code of the user computes it; the result is not there yet.
  static @Nullable Call ofUser(Node node, Tensor y, Tensor dy) {
    return switch (node.op()) {
      case Op.OnGradient _ ->
          new Call(What.made("the function of on_gradient"), 0, dy, List.of(dy), y, List.of());
      // What is run again is made of operations.
      case Op.ByRule by when !by.name().equals(Recompute.NAME) -> {
        List<Tensor> operands = new ArrayList<>(List.of(node.operands()));
        operands.addAll(List.of(y, dy));
        yield new Call(What.made("bwd of " + by.name()), 0, dy, operands, y, List.of());
      }
      default -> null;
    };
  }

  /// The same with another result.
  Call with(Tensor made) {
    return new Call(what, nanos, made, operands, backwardOf, before);
  }

  /// The bytes of the new elements, and of what was kept for the derivative.
  long bytes() {
    if (kind() != Result.NEW) {
      return 0;
    }
    long bytes = Origins.bytes(result);
    Node node = result.node();
    if (node != null) {
      for (Tensor saved : node.saved()) {
        bytes += Origins.bytes(saved);
      }
    }
    return bytes;
  }

  String operation() {
    return what.operation();
  }

  Result kind() {
    return what.kind();
  }

  /// What the operands are like, or were before a change in place; nothing for those that were finite then.
  List<Optional<Census>> operandCensuses() {
    return before.isEmpty()
        ? operands.stream().map(x -> Optional.of(Census.of(x.looked()))).toList()
        : before;
  }

  /// What the operands of a change in place are like.
  static List<Optional<Census>> unusual(List<Tensor> operands) {
    return operands.stream().map(x -> unusual(x.looked())).toList();
  }

  private static Optional<Census> unusual(Operand x) {
    return Census.allFinite(x) ? Optional.empty() : Optional.of(Census.of(x));
  }
}
