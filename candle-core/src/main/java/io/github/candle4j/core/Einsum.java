package io.github.candle4j.core;

import io.github.candle4j.core.op.Sizes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Sums of products in Einstein's notation: [Tensor#einsum].
final class Einsum {
  private Einsum() {}

  static Tensor of(String equation, List<? extends Tensor> xs) {
    Nulls.refuse("einsum", "the equation", equation);
    if (Nulls.refuseIn("einsum", "operand", xs).isEmpty()) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT, "einsum", "einsum expects at least one tensor");
    }
    EinsumEquation parsed = EinsumEquation.parse(equation, xs.stream().map(Tensor::rank).toList());
    List<Labelled> operands = new ArrayList<>();
    for (int i = 0; i < xs.size(); i++) {
      if (xs.get(i).dtype() != xs.getFirst().dtype()) {
        throw Origins.placed(
            CandleException.dtypeMismatch("einsum", xs.getFirst().dtype(), xs.get(i).dtype()),
            xs.getFirst(),
            xs.get(i));
      }
      operands.add(new Labelled(xs.get(i), parsed.terms().get(i)).diagonals(i));
    }
    Map<Integer, Integer> sizes = sizes(operands);
    operands.replaceAll(operand -> operand.withoutRepeated(sizes));
    if (takesSteps(operands, parsed.result())) {
      operands.replaceAll(operand -> new Labelled(wide(operand.x), operand.labels));
    }
    Labelled product = operands.getFirst();
    for (int i = 1; i < operands.size(); i++) {
      Set<Integer> kept = new HashSet<>(parsed.result());
      operands.subList(i + 1, operands.size()).forEach(later -> kept.addAll(later.labels));
      product = product.times(operands.get(i), kept);
    }
    Tensor result = product.summedTo(new HashSet<>(parsed.result())).ordered(parsed.result()).x;
    return result.toDtype(xs.getFirst().dtype());
  }

  /// True if there are results in between, which a small float would round: the product of two of three operands, or the
  /// sum over a letter that only one of two has, before their product.
  private static boolean takesSteps(List<Labelled> operands, List<Integer> result) {
    if (operands.size() != 2) {
      return operands.size() > 2;
    }
    List<Integer> a = operands.getFirst().labels;
    List<Integer> b = operands.getLast().labels;
    return a.stream().anyMatch(label -> !b.contains(label) && !result.contains(label))
        || b.stream().anyMatch(label -> !a.contains(label) && !result.contains(label));
  }

  private static Tensor wide(Tensor x) {
    return x.dtype().isInt() ? x : Reduction.wide(x);
  }

  /// The size of each label: the one that is not 1, where there is one.
  private static Map<Integer, Integer> sizes(List<Labelled> operands) {
    Map<Integer, Integer> sizes = new LinkedHashMap<>();
    Map<Integer, Integer> seenIn = new LinkedHashMap<>();
    for (int i = 0; i < operands.size(); i++) {
      Labelled operand = operands.get(i);
      for (int d = 0; d < operand.labels.size(); d++) {
        int label = operand.labels.get(d);
        int size = operand.x.dim(d);
        int known = sizes.getOrDefault(label, 1);
        if (known != 1 && size != 1 && known != size) {
          throw different(label, place(known, seenIn.getOrDefault(label, 0)), place(size, i));
        }
        if (known == 1) {
          sizes.put(label, size);
          seenIn.put(label, i);
        }
      }
    }
    return sizes;
  }

  private static String place(int size, int operand) {
    return "size " + size + " in operand " + operand;
  }

  private static CandleException different(int label, String first, String second) {
    return CandleException.withHint(
        CandleException.Kind.SHAPE,
        "einsum",
        "einsum: " + EinsumEquation.name(label) + " has " + first + " and " + second,
        "one letter stands for one size; only a size of 1 is repeated");
  }

  /// A tensor with a label for each dimension.
  private record Labelled(Tensor x, List<Integer> labels) {
    /// Labels that occur twice replaced by the diagonal.
    Labelled diagonals(int operand) {
      for (int d = 0; d < labels.size(); d++) {
        int again = labels.subList(d + 1, labels.size()).indexOf(labels.get(d)) + d + 1;
        if (again > d) {
          if (x.dim(d) != x.dim(again)) {
            throw different(labels.get(d), place(x.dim(d), operand), place(x.dim(again), operand));
          }
          List<Integer> rest = new ArrayList<>(labels);
          rest.remove(/* index */ again);
          rest.add(rest.remove(/* index */ d));
          return new Labelled(x.diagonal(0, d, again), rest).diagonals(operand);
        }
      }
      return this;
    }

    /// Without the dimensions of size 1 that stand for a larger one: the others repeat them.
    Labelled withoutRepeated(Map<Integer, Integer> sizes) {
      Tensor y = x;
      List<Integer> rest = new ArrayList<>(labels);
      for (int d = labels.size() - 1; d >= 0; d--) {
        if (x.dim(d) == 1 && sizes.getOrDefault(labels.get(d), 1) != 1) {
          y = y.squeeze(d);
          rest.remove(/* index */ d);
        }
      }
      return new Labelled(y, rest);
    }

    /// Summed over every label that is not in `kept`.
    Labelled summedTo(Set<Integer> kept) {
      List<Integer> dims = new ArrayList<>();
      List<Integer> rest = new ArrayList<>();
      for (int d = 0; d < labels.size(); d++) {
        if (kept.contains(labels.get(d))) {
          rest.add(labels.get(d));
        } else {
          dims.add(d);
        }
      }
      return dims.isEmpty() ? this : new Labelled(x.sum(dims), rest);
    }

    /// The same with the dimensions in this order.
    Labelled ordered(List<Integer> order) {
      return order.equals(labels)
          ? this
          : new Labelled(x.permute(order.stream().mapToInt(labels::indexOf).toArray()), order);
    }

    /// The product with another, summed over what is not in `kept`.
    Labelled times(Labelled other, Set<Integer> kept) {
      Set<Integer> needed = new HashSet<>(kept);
      needed.addAll(other.labels);
      Labelled a = summedTo(needed);
      needed = new HashSet<>(kept);
      needed.addAll(labels);
      Labelled b = other.summedTo(needed);
      Pair pair =
          new Pair(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (int label : a.labels) {
        boolean shared = b.labels.contains(label);
        (shared ? kept.contains(label) ? pair.batch : pair.inner : pair.left).add(label);
      }
      b.labels.stream().filter(label -> !a.labels.contains(label)).forEach(pair.right::add);
      return a.x.dtype().isInt() || pair.inner.isEmpty()
          ? pair.elementwise(a, b)
          : pair.matmul(a, b);
    }

    /// The number of elements along some of the labels.
    int count(List<Integer> some) {
      long count = 1;
      for (int label : some) {
        count = Sizes.checked(count * x.dim(labels.indexOf(label)), "einsum");
      }
      return (int) count;
    }

    private Shape shape(List<Integer> some) {
      return Shape.of(some.stream().map(label -> x.dim(labels.indexOf(label))).toList());
    }
  }

  /// How the labels of two operands meet: in both and kept, in both and summed over, in one of them.
  private record Pair(
      List<Integer> batch, List<Integer> inner, List<Integer> left, List<Integer> right) {

    /// As matrices `[batch, left, inner]` and `[batch, inner, right]`.
    Labelled matmul(Labelled a, Labelled b) {
      int count = a.count(batch);
      int k = a.count(inner);
      Tensor lhs = a.ordered(join(batch, left, inner)).x.reshape(count, a.count(left), k);
      Tensor rhs = b.ordered(join(batch, inner, right)).x.reshape(count, k, b.count(right));
      Shape shape = a.shape(join(batch, left)).extend(b.shape(right).dims());
      return new Labelled(lhs.matmul(rhs).reshape(shape), join(batch, left, right));
    }

    /// As elements `[batch, inner, left, 1..]` and `[batch, inner, 1.., right]`, which are broadcast.
    Labelled elementwise(Labelled a, Labelled b) {
      Tensor lhs = a.ordered(join(batch, inner, left)).x;
      for (int i = 0; i < right.size(); i++) {
        lhs = lhs.unsqueeze(D.MINUS1);
      }
      Tensor rhs = b.ordered(join(batch, inner, right)).x;
      for (int i = 0; i < left.size(); i++) {
        rhs = rhs.unsqueeze(batch.size() + inner.size());
      }
      List<Integer> all = join(batch, inner, left, right);
      return new Labelled(lhs.broadcastMul(rhs), all)
          .summedTo(new HashSet<>(join(batch, left, right)));
    }

    @SafeVarargs
    private static List<Integer> join(List<Integer>... parts) {
      List<Integer> all = new ArrayList<>();
      for (List<Integer> part : parts) {
        all.addAll(part);
      }
      return all;
    }
  }
}
