package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.storage.Storage;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// One walk back over the graph, which it does not change: from a result to variables and to given leaves, where it
/// stops.
final class GradientWalk {
  private final IdentityHashMap<Tensor, Gradient> gradients = new IdentityHashMap<>();
  private final Set<Storage> given = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Tensor> leaves;
  private final BiConsumer<Tensor, Tensor> found;
  private final boolean createGraph;

  /// @param leaves a set by identity
  /// @param found is told each variable or leaf with its gradient
  GradientWalk(Set<Tensor> leaves, BiConsumer<Tensor, Tensor> found, boolean createGraph) {
    this.leaves = leaves;
    this.found = found;
    this.createGraph = createGraph;
  }

  void from(Tensor root, Tensor seed) {
    gradients.put(root, new Gradient(seed));
    given.add(seed.storage());
    Autograd.recording(
        createGraph,
        () -> {
          for (Tensor y : Autograd.youngestFirst(root, leaves)) {
            Gradient gradient = gradients.remove(y);
            if (gradient != null) {
              if (Watch.isOn()) {
                Watch.backward(y, () -> visit(y, gradient.value()));
              } else {
                visit(y, gradient.value());
              }
            }
          }
        });
  }

  private void visit(Tensor y, Tensor dy) {
    boolean leaf = leaves.contains(y);
    if (leaf) {
      found.accept(y, dy);
    } else if (y.isVariable()) {
      found.accept(y, own(dy));
    }
    Node node = y.node();
    if (node == null || leaf) {
      return;
    }
    if (node.op() instanceof Op.Narrow part && !createGraph && !Watch.isOn()) {
      addPart(part, node.operand(0), dy);
      return;
    }
    node.checkUnchanged(y);
    @Nullable Tensor[] parts = GradientRules.of(node, y, dy);
    if (Watch.isOn()) {
      Watch.gradientsMade(node, y, dy, parts);
    }
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

  /// Adds the gradient of a part where the part was taken from. A tensor that is looked at part by part, as a sequence step by
  /// step, costs its own size in all, not that size for each part.
  private void addPart(Op.Narrow part, Tensor x, Tensor dy) {
    Gradient known = gradients.get(x);
    if (known == null) {
      gradients.put(x, new Gradient(MovementGradients.narrow(part, x, dy), true));
    } else {
      known.addPart(part, x, dy);
    }
  }

  /// A gradient that shares its elements with none that was found before, nor with the seed: the user may change it.
  private Tensor own(Tensor dy) {
    return createGraph || given.add(dy.storage()) ? dy : dy.copy();
  }

  /// The gradient of one tensor while its contributions come in. The first one is kept as it is, since a rule may hand
  /// on the very tensor it was given; the second makes a sum that belongs to the walk, and later ones are added into it.
  /// Floats smaller than F32 are summed in F32 and rounded once, when the sum is asked for.
  private static final class Gradient {
    private final DType dtype;
    private Tensor value;
    private boolean owned;

    Gradient(Tensor first) {
      this(first, false);
    }

    Gradient(Tensor first, boolean owned) {
      dtype = first.dtype();
      value = first;
      this.owned = owned;
    }

    Tensor value() {
      return value.toDtype(dtype);
    }

    void add(Tensor next, boolean createGraph) {
      if (owned && !createGraph) {
        value = Reduction.wide(value);
        value.addInPlace(next);
      } else {
        value = Reduction.wide(value).add(Reduction.wide(next));
        owned = true;
      }
    }

    void addPart(Op.Narrow part, Tensor x, Tensor dy) {
      if (owned) {
        value = Reduction.wide(value);
        value.narrow(part.dim(), part.start(), part.length()).addInPlace(dy);
      } else {
        add(MovementGradients.narrow(part, x, dy), false);
      }
    }
  }
}
