package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Recording of operations and the walk back over them.
final class Autograd {
  private static final ScopedValue<Boolean> RECORDING = ScopedValue.newInstance();

  private Autograd() {}

  /// True unless recording is off on the calling thread.
  static boolean isRecording() {
    return !RECORDING.isBound() || RECORDING.get();
  }

  /// Runs `body` with recording on or off.
  static <T> T recording(boolean on, Supplier<T> body) {
    return ScopedValue.where(RECORDING, on).call(body::get);
  }

  /// Runs `body` with recording on or off.
  static void recording(boolean on, Runnable body) {
    ScopedValue.where(RECORDING, on).run(body);
  }

  /// The node of a new result: null when nothing leads to a variable, or when the result has no derivative by nature.
  static @Nullable Node record(Op op, DType result, Tensor[] operands, Tensor[] saved) {
    if (!result.isFloat()) {
      return null;
    }
    for (Tensor operand : operands) {
      if (operand.trackOp()) {
        return isRecording() ? new Node(op, operands, saved) : null;
      }
    }
    return null;
  }

  /// The gradients of `root` with respect to the variables it depends on: `Σ seed · ∂root/∂v` for each variable v.
  static GradStore backward(Tensor root, Tensor seed, boolean createGraph) {
    Watch.backwardFrom(root);
    GradStore store = new GradStore();
    new GradientWalk(Set.of(), store::insert, createGraph).from(root, seed);
    return store;
  }

  /// The gradients of `root` with respect to these tensors, null for those that it does not depend on. What they were
  /// computed from themselves is not looked at.
  static @Nullable Tensor[] gradients(
      Tensor root, Tensor seed, Tensor[] leaves, boolean createGraph) {
    Set<Tensor> all = Collections.newSetFromMap(new IdentityHashMap<>());
    Collections.addAll(all, leaves);
    IdentityHashMap<Tensor, Tensor> found = new IdentityHashMap<>();
    new GradientWalk(all, found::put, createGraph).from(root, seed);
    @Nullable Tensor[] result = new @Nullable Tensor[leaves.length];
    for (int i = 0; i < leaves.length; i++) {
      // A tensor that is there twice gets its gradient once.
      result[i] = found.remove(leaves[i]);
    }
    return result;
  }

  /// Throws if the elements are integers.
  static void checkFloat(Tensor root) {
    if (root.dtype().isInt()) {
      throw CandleException.withHint(
          CandleException.Kind.AUTOGRAD,
          "backward",
          "backward of a tensor of dtype " + root.dtype() + ": only floats have gradients",
          "start from the loss, before any argmax, comparison or cast to integers");
    }
  }

  /// All tracked tensors that `root` depends on, itself included, but not what the leaves depend on; found with a stack of
  /// its own, however deep.
  ///
  /// A result is always younger than its operands, so this order has every result before what it was made of.
  static List<Tensor> youngestFirst(Tensor root, Set<Tensor> leaves) {
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Tensor> found = new ArrayList<>();
    Deque<Tensor> open = new ArrayDeque<>();
    open.push(root);
    seen.add(root);
    while (!open.isEmpty()) {
      Tensor tensor = open.pop();
      found.add(tensor);
      Node node = tensor.node();
      if (node == null || leaves.contains(tensor)) {
        continue;
      }
      for (Tensor operand : node.operands()) {
        if (operand.trackOp() && seen.add(operand)) {
          open.push(operand);
        }
      }
    }
    found.sort(Comparator.comparingLong((Tensor t) -> t.id().value()).reversed());
    return found;
  }
}
