package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.op.Op;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Less memory for more time: the results in between of a function are dropped, and computed again when their gradients are
/// wanted. Also called activation checkpointing; arXiv 1604.06174.
///
/// {@snippet :
/// Tensor h = x;
/// for (Module block : blocks) {
///   h = Recompute.run(xs -> block.forward(xs.getFirst()), h);
/// }
/// }
///
/// Parameters that the function uses get their gradients whether they are among the inputs or not. Random numbers drawn
/// from a device, as dropout draws them, are the same both times. Anything else that is not, such as numbers from
/// `java.util.Random` or a count of calls, makes wrong gradients. The same holds for threads that the function starts
/// itself: what they draw is not repeated. A function that changes a tensor from outside changes it twice.
public final class Recompute {
  /// The name of the one operation that stands for a run.
  static final String NAME = "recompute";

  private static final Tensor[] NONE = {};

  private Recompute() {}

  /// `fn.apply(inputs)`, without the results in between. Where nothing is recorded, this is all that happens. The gradients
  /// have the same bits as without, but for variables used both inside and outside, whose parts are added in another
  /// order. Second order works: `backward(true)`.
  ///
  /// `backward` throws if a tensor from outside that `fn` read, with or without gradients, was changed in place since `fn`
  /// ended, or if `fn` does something else the second time.
  public static Tensor run(Function<List<Tensor>, Tensor> fn, Tensor... inputs) {
    return run(fn, Nulls.list("recompute", "input", inputs));
  }

  /// `fn.apply(inputs)`, without the results in between; see [#run(Function, Tensor...)].
  public static Tensor run(Function<List<Tensor>, Tensor> fn, List<? extends Tensor> inputs) {
    Nulls.refuse("recompute", "the function", fn);
    List<Tensor> given = List.copyOf(Nulls.refuseIn("recompute", "input", inputs));
    if (!Autograd.isRecording()) {
      return result(fn, given);
    }
    long start = Tensor.newest();
    Device.Recorder draws = new Device.Recorder();
    Uses uses = new Uses();
    Tensor y = uses.during(() -> Device.drawing(draws, () -> result(fn, given)));
    if (y.node() == null || y.id().value() <= start) {
      return y;
    }
    Set<Tensor> operands = new LinkedHashSet<>(given);
    operands.addAll(boundary(y, start));
    // Views of an operand hold nothing in between, and share its changes.
    if (operands.stream().anyMatch(y::sharesStorage)) {
      return y;
    }
    Again again = new Again(fn, given, draws, uses.now());
    GradientRule rule = again::gradients;
    Node node = new Node(new Op.ByRule(NAME, rule), operands.toArray(NONE), NONE);
    return Watch.made(new Tensor(y.storage(), y.layout(), y.device(), node));
  }

  private static Tensor result(Function<List<Tensor>, Tensor> fn, List<Tensor> inputs) {
    String hint = "it returns a tensor, computed from its inputs";
    return Nulls.refuseResult("recompute", hint, fn.apply(inputs));
  }

  /// Variables, and tensors that are older than a run, which the run used directly. Those without gradients are among them:
  /// they, too, must not change until the function is run again.
  private static Set<Tensor> boundary(Tensor y, long start) {
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Tensor> found = new LinkedHashSet<>();
    Deque<Tensor> open = new ArrayDeque<>();
    open.push(y);
    while (!open.isEmpty()) {
      Tensor tensor = open.pop();
      Node node = tensor.node();
      if (tensor.isVariable() || tensor.id().value() <= start) {
        found.add(tensor);
      } else if (node != null) {
        for (Tensor operand : node.operands()) {
          if (seen.add(operand)) {
            open.push(operand);
          }
        }
      }
    }
    return found;
  }

  /// The second run.
  private record Again(
      Function<List<Tensor>, Tensor> fn,
      List<Tensor> inputs,
      Device.Recorder draws,
      List<Uses.Use> uses) {
    @Nullable Tensor[] gradients(Node n, Tensor y, Tensor dy) {
      checkUnchanged();
      boolean createGraph = Autograd.isRecording();
      long start = Tensor.newest();
      Tensor again =
          Autograd.recording(true, () -> Device.drawing(draws.replay(), () -> result(fn, inputs)));
      if (!again.shape().equals(y.shape()) || again.dtype() != y.dtype()) {
        throw differs(
            "it gave "
                + again.shape()
                + " "
                + again.dtype()
                + " instead of "
                + y.shape()
                + " "
                + y.dtype());
      }
      if (!again.trackOp()) {
        throw differs("its result depends on no variable");
      }
      Set<Tensor> known = Collections.newSetFromMap(new IdentityHashMap<>());
      Collections.addAll(known, n.operands());
      for (Tensor used : boundary(again, start)) {
        if (used.trackOp() && !known.contains(used)) {
          throw differs(
              "it used a tensor of shape " + used.shape() + " that it had not used before");
        }
      }
      return Autograd.gradients(again, dy, n.operands(), createGraph);
    }

    private void checkUnchanged() {
      for (Uses.Use use : uses) {
        if (use.changed()) {
          throw CandleException.withHint(
              Kind.AUTOGRAD,
              "backward",
              "backward: a tensor of shape "
                  + use.shape()
                  + ", which the function under recompute read, was changed in place after it ran",
              "run the forward pass again after the change, or change a copy");
        }
      }
    }

    private static CandleException differs(String what) {
      return CandleException.withHint(
          Kind.AUTOGRAD,
          NAME,
          "recompute: the function did something else the second time: " + what,
          "it is run again for the gradients, and must do the same each time");
    }
  }
}
