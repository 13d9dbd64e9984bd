package io.github.candle4j.core;

import io.github.candle4j.core.backend.Census;
import io.github.candle4j.core.op.Op;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One operation that was run, as those who watch see it.
///
/// @param operation its name
/// @param kind what it did
/// @param nanos how long it took
/// @param result its result; for a change in place, the tensor that was changed
/// @param operands its operands; for a change in place, the tensor that was changed is the last
/// @param backwardOf the result whose derivative it is a part of
/// @param before for a change in place, what the operands were like before it, if anyone wanted to know
record Call(
    String operation,
    Result kind,
    long nanos,
    Tensor result,
    List<Tensor> operands,
    @Nullable Tensor backwardOf,
    List<Census> before) {
  /// What became of the elements.
  enum Result {
    NEW,
    VIEW,
    IN_PLACE
  }

  /// An operation that was recorded before.
  static Call recorded(Node node, Tensor y) {
    return new Call(
        node.op().text(), Result.NEW, 0, y, List.of(node.operands()), null, List.of());
  }

  /// The derivative of `y` at `dy`, if code of the user computes it; the result is not there yet.
  static @Nullable Call ofUser(Node node, Tensor y, Tensor dy) {
    return switch (node.op()) {
      case Op.OnGradient _ ->
          new Call("the function of on_gradient", Result.NEW, 0, dy, List.of(dy), y, List.of());
      // What is run again is made of operations.
      case Op.ByRule by when !by.name().equals(Recompute.NAME) -> {
        List<Tensor> operands = new ArrayList<>(List.of(node.operands()));
        operands.addAll(List.of(y, dy));
        yield new Call("bwd of " + by.name(), Result.NEW, 0, dy, operands, y, List.of());
      }
      default -> null;
    };
  }

  /// The same with another result.
  Call with(Tensor made) {
    return new Call(operation, kind, nanos, made, operands, backwardOf, before);
  }

  /// The bytes of the new elements, and of what was kept for the derivative.
  long bytes() {
    if (kind != Result.NEW) {
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

  /// What the operands are like, or were before a change in place.
  List<Census> operandCensuses() {
    return before.isEmpty() ? censuses(operands) : before;
  }

  static List<Census> censuses(List<Tensor> tensors) {
    return tensors.stream().map(x -> Census.of(x.looked())).toList();
  }
}
