package io.github.candle4j.core;

import io.github.candle4j.core.backend.Census;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tells those who watch, [Trace] and [Anomaly], of every operation. Where nobody watches, an operation reads one static
/// field more than it would without.
///
/// A watch holds for the thread that runs its body, and for threads forked in a `StructuredTaskScope` inside. The system
/// properties `candle.trace` and `candle.anomaly` start one for all threads.
final class Watch {
  private static final ScopedValue<Watch> CURRENT = ScopedValue.newInstance();
  private static final ScopedValue<Tensor> BACKWARD_OF = ScopedValue.newInstance();
  private static final Watch NOBODY = new Watch(null, null);
  private static final Watch PROGRAM = ofProgram();

  /// How many watches are open in the JVM. It is read without a lock, since whoever is watched has added to it himself.
  private static int open = PROGRAM == NOBODY ? 0 : 1;

  private final @Nullable Watcher watcher;
  private final @Nullable Watch outer;

  private Watch(@Nullable Watcher watcher, @Nullable Watch outer) {
    this.watcher = watcher;
    this.outer = outer;
  }

  private static Watch ofProgram() {
    Watch watch = NOBODY;
    TraceLog log = TraceLog.ofProgram();
    if (log != null) {
      watch = new Watch(log, watch);
    }
    AnomalyGuard guard = AnomalyGuard.ofProgram();
    return guard == null ? watch : new Watch(guard, watch);
  }

  /// True if anyone in the JVM watches.
  static boolean isOn() {
    return open != 0;
  }

  /// Runs `body`, watched by `watcher` and by those who watch already.
  static <T extends @Nullable Object> T during(Watcher watcher, Supplier<T> body) {
    return during(new Watch(watcher, current()), body);
  }

  /// Runs `body` unwatched: what the library does in order to explain is not what the user asked for.
  static <T extends @Nullable Object> T aside(Supplier<T> body) {
    return isOn() ? during(NOBODY, body) : body.get();
  }

  /// Runs `body`, which makes NaN or infinities in between on purpose.
  static <T> T meant(Supplier<T> body) {
    return isHere() ? Anomaly.allow(body) : body.get();
  }

  private static <T extends @Nullable Object> T during(Watch watch, Supplier<T> body) {
    add(1);
    try {
      return ScopedValue.where(CURRENT, watch).call(body::get);
    } finally {
      add(-1);
    }
  }

  private static synchronized void add(int n) {
    open += n;
  }

  private static Watch current() {
    return CURRENT.isBound() ? CURRENT.get() : PROGRAM;
  }

  /// True if somebody watches the calling thread.
  static boolean isHere() {
    return isOn() && current() != NOBODY;
  }

  // ---- what is told

  /// [Tensor#run], watched.
  static Tensor apply(Op op, Tensor... xs) {
    return running(Call.What.of(op), () -> Tensor.run(op, xs), xs);
  }

  /// An operation that does not go through [Tensor#apply], watched: one of the user's own, or one without operands.
  static Tensor custom(String name, Supplier<Tensor> operation, Tensor... xs) {
    return isOn() ? running(Call.What.made(name), operation, xs) : operation.get();
  }

  private static Tensor running(Call.What what, Supplier<Tensor> operation, Tensor... xs) {
    Watch watch = current();
    if (watch == NOBODY) {
      return operation.get();
    }
    Tensor y;
    long start = System.nanoTime();
    try {
      y = operation.get();
    } catch (CandleException e) {
      throw Origins.placed(e, xs);
    }
    long nanos = System.nanoTime() - start;
    Origins.note(y);
    watch.tell(new Call(what, nanos, y, List.of(xs), backwardOf(), List.of()));
    return y;
  }

  /// A change of `target` in place, watched.
  static void changing(Call.What what, Runnable change, Tensor target, Tensor... xs) {
    Watch watch = current();
    if (watch == NOBODY) {
      change.run();
      return;
    }
    List<Tensor> operands = new ArrayList<>(List.of(xs));
    operands.add(target);
    AnomalyGuard guard = watch.guard();
    List<Optional<Census>> before =
        guard == null || guard.allowsAll() ? List.of() : Call.unusual(operands);
    long start = System.nanoTime();
    try {
      change.run();
    } catch (CandleException e) {
      throw Origins.placed(e, operands.toArray(Tensor[]::new));
    }
    long nanos = System.nanoTime() - start;
    watch.tell(new Call(what, nanos, target, operands, backwardOf(), before));
  }

  /// [Tensor#change], watched.
  static void update(Update update, Tensor target, Tensor... xs) {
    changing(Call.What.of(update), () -> target.change(update, xs), target, xs);
  }

  /// A tensor that no operation made.
  static Tensor made(Tensor x) {
    if (isHere()) {
      Origins.note(x);
    }
    return x;
  }

  /// Before a walk back from `root`.
  static void backwardFrom(Tensor root) {
    AnomalyGuard guard = isOn() ? current().guard() : null;
    if (guard != null) {
      guard.checkRoot(root);
    }
  }

  /// After the gradients of the operands of `node` were made. Where code of the user made them, it need not have called
  /// operations.
  static void gradientsMade(Node node, Tensor y, Tensor dy, @Nullable Tensor[] parts) {
    AnomalyGuard guard = current().guard();
    if (guard == null) {
      return;
    }
    Call made = Call.ofUser(node, y, dy);
    if (made != null) {
      for (Tensor part : parts) {
        if (part != null && part != dy) {
          guard.check(made.with(part));
        }
      }
    }
  }

  /// Runs what belongs to the derivative of `y`.
  static void backward(Tensor y, Runnable derivative) {
    ScopedValue.where(BACKWARD_OF, y).run(derivative);
  }

  private static @Nullable Tensor backwardOf() {
    return BACKWARD_OF.isBound() ? BACKWARD_OF.get() : null;
  }

  /// The innermost guard: its rule replaces those around it.
  private @Nullable AnomalyGuard guard() {
    for (Watch w = this; w != null; w = w.outer) {
      if (w.watcher instanceof AnomalyGuard guard) {
        return guard;
      }
    }
    return null;
  }

  private void tell(Call call) {
    for (Watch w = this; w != null; w = w.outer) {
      switch (w.watcher) {
        case TraceRecorder recorder -> recorder.add(call);
        case TraceLog log -> log.add(call);
        case AnomalyGuard _ -> {}
        case null -> {}
      }
    }
    // Last, since it may throw: the traces shall show the operation.
    AnomalyGuard guard = guard();
    if (guard != null) {
      guard.check(call);
    }
  }
}
