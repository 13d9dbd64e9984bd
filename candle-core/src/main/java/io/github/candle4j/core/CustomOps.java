package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.storage.HeapStorage;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Operations that users define: what surrounds their code.
final class CustomOps {
  private static final Tensor[] NONE = {};

  private CustomOps() {}

  /// The result of an operation as a tensor that remembers its derivative.
  static Tensor tensor(
      String name, Supplier<@Nullable CpuResult> operation, GradientRule rule, Tensor... xs) {
    return Watch.custom(
        name,
        () -> {
          CpuResult result = checked(name, Watch.aside(operation));
          DType dtype = result.storage().dtype();
          return tensor(
              name, result, Autograd.record(new Op.ByRule(name, rule), dtype, xs, NONE), xs);
        },
        xs);
  }

  /// The result of an operation as a tensor that remembers nothing.
  static Tensor constant(String name, Supplier<@Nullable CpuResult> operation, Tensor... xs) {
    return Watch.custom(
        name, () -> tensor(name, checked(name, Watch.aside(operation)), null, xs), xs);
  }

  private static Tensor tensor(String name, CpuResult result, @Nullable Node node, Tensor... xs) {
    CpuStorage storage = result.storage();
    if (storage.length() != result.shape().elemCount()) {
      throw CandleException.withHint(
          Kind.SHAPE,
          name,
          "Shape mismatch, got buffer of size "
              + storage.length()
              + " which is compatible with shape "
              + result.shape(),
          "cpuFwd of " + name + " returned a shape of " + result.shape().elemCount() + " elements");
    }
    // An argument handed back is copied (arrays are equal if they are the same): two storages
    // around one array would miss each other's changes.
    Tensor made =
        new Tensor(
            new HeapStorage(storage), Layout.contiguous(result.shape()), xs[0].device(), node);
    for (Tensor x : xs) {
      if (x.storage() instanceof HeapStorage heap && heap.data().array().equals(storage.array())) {
        return new Tensor(made.detach().copy().storage(), made.layout(), made.device(), node);
      }
    }
    return made;
  }

  // Users may not check their own code for null.
  private static CpuResult checked(String name, @Nullable CpuResult result) {
    if (result == null) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          name,
          name + ": cpuFwd returned null",
          "it returns new CpuResult(storage, shape)");
    }
    return result;
  }

  /// The gradients of the operands that need one, as the operation gave them.
  @SafeVarargs
  static @Nullable Tensor[] gradients(String name, Node n, Optional<Tensor>... given) {
    @Nullable Tensor[] result = new @Nullable Tensor[given.length];
    for (int i = 0; i < given.length; i++) {
      if (n.operand(i).trackOp() && given[i].isPresent()) {
        result[i] =
            checked(name, "the gradient of argument " + (i + 1), given[i].get(), n.operand(i));
      }
    }
    return result;
  }

  /// `x` unchanged, with a gradient that goes through `f`.
  static Tensor onGradient(Tensor x, UnaryOperator<Tensor> f) {
    Nulls.refuse("on_gradient", "the function", f);
    GradientRule rule =
        (n, _, dy) ->
            n.gradients(() -> {
              Tensor made =
                  Nulls.refuseResult(
                      "on_gradient",
                      "it returns the gradient that it was given, or another of its shape and"
                          + " dtype",
                      f.apply(dy));
              return checked("on_gradient", "the gradient that the function made", made, dy);
            });
    return Tensor.apply(new Op.OnGradient(rule), x);
  }

  private static Tensor checked(String operation, String what, Tensor gradient, Tensor like) {
    if (!gradient.shape().equals(like.shape()) || gradient.dtype() != like.dtype()) {
      throw CandleException.withHint(
          Kind.AUTOGRAD,
          operation,
          "backward of "
              + operation
              + ": "
              + what
              + " has shape "
              + gradient.shape()
              + " and dtype "
              + gradient.dtype(),
          "it must have those of what it belongs to, " + like.shape() + " and " + like.dtype());
    }
    return gradient;
  }

  /// Runs a change in place, after refusing what would give a wrong gradient.
  static void inPlace(String name, Runnable change, Tensor target, Tensor... others) {
    if (Autograd.isRecording()) {
      refuseTracked(name, target);
      List.of(others).forEach(other -> refuseTracked(name, other));
    }
    InPlace.checkApart(name, target);
    target.checkChangeable(name);
    try {
      if (Watch.isOn()) {
        Call.What what = new Call.What(name, Call.Result.IN_PLACE, 0);
        // What the user's code calls is a part of the operation, not counted once more.
        Runnable whole =
            () ->
                Watch.aside(() -> {
                  change.run();
                  return target;
                });
        Watch.changing(what, whole, target, others);
      } else {
        change.run();
      }
    } finally {
      target.changed();
    }
  }

  private static void refuseTracked(String name, Tensor x) {
    if (x.trackOp()) {
      throw CandleException.withHint(
          Kind.AUTOGRAD,
          name,
          name + " in place on a tensor of shape " + x.shape() + " that gradients flow through",
          "a change in place has no gradient: use applyOp1, applyOp2 or applyOp3, or"
              + " Tensor.noGrad(..) where none is wanted");
    }
  }

  static CandleException backwardNotSupported(String name) {
    return CandleException.withHint(
        Kind.AUTOGRAD,
        name,
        "backward is not supported for " + name,
        "implement bwd, or use the form that ends in NoBwd where no gradient is wanted");
  }
}
