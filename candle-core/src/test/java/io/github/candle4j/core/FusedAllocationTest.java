package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.Allocations.Call;
import io.github.candle4j.core.cpu.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// What every method of [Fused] allocates for F32, in bytes, as [MethodAllocationTest] has it of [Tensor].
@Isolated
class FusedAllocationTest {
  private static final int ROWS = Allocations.ROWS;
  private static final int COLUMNS = Allocations.COLUMNS;

  /// The bytes of `x`.
  private static final long FLOATS = 4 * Allocations.COUNT;

  private final int threads = Parallel.threads();
  private final List<Call> calls = new ArrayList<>();
  private final Tensor x = Tensor.rand(1f, 2f, Shape.of(ROWS, COLUMNS), Device.CPU);

  @BeforeEach
  void oneThread() {
    Parallel.setThreads(1);
  }

  @AfterEach
  void restore() {
    Parallel.setThreads(threads);
  }

  @Test
  void everyMethodAllocatesWhatIsStated() {
    rows();
    sequences();
    steps();
    Set<String> covered = new TreeSet<>();
    calls.forEach(call -> covered.add(call.name()));
    assertThat(covered)
        .containsExactlyInAnyOrderElementsOf(MethodAllocationTest.methods(Fused.class));
    assertThat(Allocations.wrong(calls)).isEmpty();
  }

  private void rows() {
    Tensor tall = x.reshape(-1, ROWS);
    Tensor square = x.narrow(1, 0, ROWS).copy();
    Tensor targets = Tensor.arange(0, ROWS, Device.CPU);
    call("linear", FLOATS, () -> Fused.linear(tall, square, square.get(0)));
    call("softmax", FLOATS, () -> Fused.softmax(x, 1));
    call("softmax", 2 * FLOATS, () -> Fused.softmax(x, 0));
    call("logSoftmax", FLOATS, () -> Fused.logSoftmax(x, 1));
    call("logSoftmax", 2 * FLOATS, () -> Fused.logSoftmax(x, 0));
    // The softmax is kept for the gradient.
    call("crossEntropy", FLOATS, () -> Fused.crossEntropy(x, targets));
    call("layerNorm", FLOATS, () -> Fused.layerNorm(x, x.get(0), x.get(1), 1e-5));
    call("rmsNorm", FLOATS, () -> Fused.rmsNorm(x, 1e-5));
    call("dropout", FLOATS, () -> Fused.dropout(x, 0.5));
  }

  private void sequences() {
    call("causalSoftmax", FLOATS, () -> Fused.causalSoftmax(x, 0));
    Tensor heads = x.reshape(-1, 2, ROWS, ROWS);
    // The scaled queries, their products with the keys, the softmax of these, and the result.
    call(
        "attention",
        4 * FLOATS,
        () -> Fused.attention(heads, heads, heads, AttentionOptions.defaults()));
    Tensor state = x.narrow(1, 0, COLUMNS / 4).copy();
    Tensor gates = x.narrow(1, 0, COLUMNS / 4 * 3).copy();
    // The gates are kept for the gradient.
    call("lstmCell", FLOATS * 3 / 2, () -> Fused.lstmCell(x, state));
    call("gruCell", FLOATS, () -> Fused.gruCell(gates, gates, state));
    Tensor angles = x.get(0).narrow(0, 0, ROWS / 2).broadcastAs(COLUMNS, ROWS / 2).copy();
    Tensor turned = x.reshape(1, 1, COLUMNS, ROWS);
    call("rope", FLOATS, () -> Fused.rope(turned, angles, angles));
    call("ropeI", FLOATS, () -> Fused.ropeI(turned, angles, angles));
    Tensor timeFirst = x.reshape(1, COLUMNS, 1, ROWS);
    call("ropeThd", FLOATS, () -> Fused.ropeThd(timeFirst, angles, angles));
  }

  private void steps() {
    Var v = Var.fromTensor(x);
    Tensor y = x.copy();
    Tensor m = x.zerosLike();
    Tensor s = x.zerosLike();
    change("sgdStep", () -> Fused.sgdStep(v, y, 0.1));
    Fused.AdamWSettings settings = new Fused.AdamWSettings(0.1, 0.9, 0.999, 1e-8, 0, 1);
    change("adamWStep", () -> Fused.adamWStep(settings, v, y, m, s));
    OptimizerStep lion = new OptimizerStep.Lion(0.1, 0.9, 0.99, 0);
    change("optimizerStep", () -> Fused.optimizerStep(lion, v, y, m));
  }

  private void change(String name, Runnable body) {
    call(
        name,
        0,
        () -> {
          body.run();
          return name;
        });
  }

  private void call(String name, long bytes, Supplier<?> body) {
    calls.add(new Call(name, body, bytes));
  }
}
