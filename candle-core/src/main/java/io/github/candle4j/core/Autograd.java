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
  ///
  /// The graph is not changed. A result is always younger than its operands, so going through the nodes from the
  /// youngest to the oldest visits every result before what it was made of.
  static GradStore backward(Tensor root, Tensor seed, boolean createGraph) {
    GradStore store = new GradStore();
    IdentityHashMap<Tensor, Gradient> gradients = new IdentityHashMap<>();
    gradients.put(root, new Gradient(seed));
    recording(
        createGraph,
        () -> {
          for (Tensor y : youngestFirst(root)) {
            Gradient gradient = gradients.remove(y);
            if (gradient != null) {
              visit(y, gradient.value(), gradients, store, createGraph);
            }
          }
          return store;
        });
    return store;
  }

  private static void visit(
      Tensor y,
      Tensor dy,
      IdentityHashMap<Tensor, Gradient> gradients,
      GradStore store,
      boolean createGraph) {
    if (y.isVariable()) {
      store.insert(y, dy);
    }
    Node node = y.node();
    if (node == null) {
      return;
    }
    node.checkUnchanged(y);
    @Nullable Tensor[] parts = GradientRules.of(node, y, dy);
    for (int i = 0; i < parts.length; i++) {
      Tensor part = parts[i];
      if (part != null) {
        Gradient known = gradients.putIfAbsent(node.operand(i), new Gradient(part));
        if (known != null) {
          known.add(part, createGraph);
        }
      }
    }
  }

  /// All tracked tensors that `root` depends on, itself included; found with a stack of its own, however deep.
  static List<Tensor> youngestFirst(Tensor root) {
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Tensor> found = new ArrayList<>();
    Deque<Tensor> open = new ArrayDeque<>();
    open.push(root);
    seen.add(root);
    while (!open.isEmpty()) {
      Tensor tensor = open.pop();
      found.add(tensor);
      Node node = tensor.node();
      if (node == null) {
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

  /// The gradient of one tensor while its contributions come in. The first one is kept as it is, since a rule may hand
  /// on the very tensor it was given; the second makes a sum that belongs to the walk, and later ones are added into it.
  private static final class Gradient {
    private Tensor value;
    private boolean owned;

    Gradient(Tensor first) {
      value = first;
    }

    Tensor value() {
      return value;
    }

    void add(Tensor next, boolean createGraph) {
      if (owned && !createGraph) {
        value.addInPlace(next);
      } else {
        value = value.add(next);
        owned = true;
      }
    }
  }
}
