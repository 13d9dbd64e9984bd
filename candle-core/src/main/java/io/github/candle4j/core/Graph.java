package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.storage.HeapStorage;
import io.github.candle4j.core.storage.MappedStorage;
import io.github.candle4j.core.storage.Storage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What was recorded for the gradients of a tensor: the operations that led to it, down to variables and constants.
/// Printed, it is a table in the order of computation.
///
/// {@snippet :
/// GradStore grads = loss.backward();
/// System.out.println(Graph.of(loss, grads).named(varmap.data()));
/// }
///
/// [#toMermaid] and [#toDot] give it as a picture. A tensor that is used twice is there once. The graph is looked at, not
/// held: it shows what was there when it was made.
public final class Graph {
  private final List<GraphNode> nodes;

  /// The identities of the nodes, in their order; the tensors themselves may be freed.
  private final List<TensorId> ids;

  private final long bytes;

  private Graph(List<GraphNode> nodes, List<TensorId> ids, long bytes) {
    this.nodes = nodes;
    this.ids = ids;
    this.bytes = bytes;
  }

  /// The graph of a tensor, usually a loss.
  ///
  /// @throws CandleException if it is null
  public static Graph of(Tensor root) {
    return of(root, new GradStore());
  }

  /// The graph of a tensor, with the norms of the gradients that `backward` found: those of variables.
  ///
  /// @throws CandleException if one of them is null
  public static Graph of(Tensor root, GradStore gradients) {
    Nulls.refuse("graph", "the tensor", root);
    Nulls.refuse("graph", "the store of gradients", gradients);
    return Watch.aside(() -> {
      List<Tensor> found = oldestFirst(root);
      Map<Tensor, Integer> numbers = new IdentityHashMap<>();
      List<GraphNode> nodes = new ArrayList<>(found.size());
      for (Tensor tensor : found) {
        numbers.put(tensor, nodes.size() + 1);
        nodes.add(node(nodes.size() + 1, tensor, numbers, norm(gradients.get(tensor))));
      }
      List<TensorId> ids = found.stream().map(Tensor::id).toList();
      return new Graph(Collections.unmodifiableList(nodes), ids, bytes(found));
    });
  }

  /// The same graph with names for some of its tensors, such as those of `VarMap.data()`. Other tensors in the map are
  /// passed over.
  ///
  /// @throws CandleException if the map, a name or a tensor in it is null
  public Graph named(Map<String, ? extends Tensor> names) {
    Map<TensorId, String> byId = new HashMap<>();
    Nulls.refuse("named", "the map of names", names);
    names.forEach((name, tensor) -> {
      Nulls.refuse("named", "a name", name);
      byId.put(Nulls.refuse("named", "the tensor " + name, tensor).id(), name);
    });
    List<GraphNode> renamed = new ArrayList<>(nodes.size());
    for (GraphNode n : nodes) {
      String name = byId.get(ids.get(n.number() - 1));
      renamed.add(name == null ? n : withName(n, name));
    }
    return new Graph(Collections.unmodifiableList(renamed), ids, bytes);
  }

  /// All tensors of the graph, in the order of computation; the last one is the tensor that the graph is of.
  public List<GraphNode> nodes() {
    return nodes;
  }

  /// The bytes of all arrays that the graph keeps from being freed; views share theirs.
  public long bytes() {
    return bytes;
  }

  /// A table: number, what it is, operands, shape and dtype, norm of the gradient, name, and where it was made, as far as they
  /// are known; then the totals.
  @Override
  public String toString() {
    return GraphTexts.table(this);
  }

  /// The graph in the language of Graphviz: `dot -Tsvg`.
  public String toDot() {
    return GraphTexts.dot(this);
  }

  /// The graph in the language of Mermaid, which GitHub draws in a Markdown block named `mermaid`, up to some 500
  /// operands in all.
  public String toMermaid() {
    return GraphTexts.mermaid(this);
  }

  /// What made a tensor.
  static String operation(Tensor x) {
    Node node = x.node();
    return node == null ? x.isVariable() ? "variable" : "constant" : node.op().text();
  }

  private static GraphNode node(
      int number, Tensor x, Map<Tensor, Integer> numbers, OptionalDouble gradientNorm) {
    Node node = x.node();
    List<Integer> operands =
        node == null ? List.of() : List.of(node.operands()).stream().map(numbers::get).toList();
    return new GraphNode(
        number,
        kind(x, node),
        operation(x),
        node == null ? "" : OpParameters.text(node.op()),
        operands,
        x.shape(),
        x.dtype(),
        Optional.empty(),
        gradientNorm,
        Origins.of(x),
        node != null && node.isChanged(x));
  }

  private static GraphNode.Kind kind(Tensor x, @Nullable Node node) {
    if (node == null) {
      return x.isVariable() ? GraphNode.Kind.VARIABLE : GraphNode.Kind.CONSTANT;
    }
    if (node.op() instanceof Op.ByRule by) {
      return by.name().equals(Recompute.NAME) ? GraphNode.Kind.RECOMPUTED : GraphNode.Kind.CUSTOM;
    }
    return GraphNode.Kind.RESULT;
  }

  private static GraphNode withName(GraphNode n, String name) {
    return new GraphNode(
        n.number(),
        n.kind(),
        n.operation(),
        n.parameters(),
        n.operands(),
        n.shape(),
        n.dtype(),
        Optional.of(name),
        n.gradientNorm(),
        n.madeAt(),
        n.changed());
  }

  private static OptionalDouble norm(Optional<Tensor> gradient) {
    return gradient.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(gradient.get().detach().toDtype(DType.F64).norm().toScalarF64());
  }

  /// `root` and all that it was made of, constants too. The stack is a list, however deep the graph.
  private static List<Tensor> oldestFirst(Tensor root) {
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Tensor> open = new ArrayDeque<>();
    open.push(root);
    seen.add(root);
    while (!open.isEmpty()) {
      Node node = open.pop().node();
      if (node != null) {
        for (Tensor operand : node.operands()) {
          if (seen.add(operand)) {
            open.push(operand);
          }
        }
      }
    }
    List<Tensor> found = new ArrayList<>(seen);
    found.sort(Comparator.comparingLong(x -> x.id().value()));
    return found;
  }

  private static long bytes(List<Tensor> tensors) {
    Map<Storage, Long> arrays = new IdentityHashMap<>();
    for (Tensor x : tensors) {
      hold(x, arrays);
      Node node = x.node();
      if (node != null) {
        for (Tensor saved : node.saved()) {
          hold(saved, arrays);
        }
      }
    }
    return arrays.values().stream().mapToLong(Long::longValue).sum();
  }

  private static void hold(Tensor x, Map<Storage, Long> arrays) {
    Storage storage = x.looked().storage();
    long length =
        switch (storage) {
          case HeapStorage heap -> heap.data().length();
          case MappedStorage _ -> 0; // The file holds them.
        };
    arrays.put(storage, length * x.dtype().sizeInBytes());
  }
}
