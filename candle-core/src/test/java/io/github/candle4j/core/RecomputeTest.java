package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Functions whose results in between are dropped and computed again.
class RecomputeTest {
  private static final Device CPU = Device.CPU;
  private static final String HINT =
      "it is run again for the gradients, and must do the same each time";

  private final Var x = Var.fromTensor(Numbers.from(1, 3, 4).div(5).toDtype(DType.F32));
  private final Var w = Var.fromTensor(Numbers.from(-6, 4, 4).div(7).toDtype(DType.F32));

  @Test
  void gradientsHaveTheBitsOfTheOnesWithout() {
    Function<List<Tensor>, Tensor> fn = in -> in.get(0).matmul(w).gelu().matmul(w).tanh();
    assertSameGradients(fn.apply(List.of(x)).sqr(), Recompute.run(fn, x).sqr());
  }

  @Test
  void randomMasksAreTheSameBothTimes() {
    UnaryOperator<Tensor> dropout = h -> h.mul(h.randLike(0, 1).ge(0.5).toDtype(h.dtype())).mul(2);
    Function<List<Tensor>, Tensor> fn =
        in -> dropout.apply(dropout.apply(in.get(0).matmul(w)).exp());
    CPU.setSeed(42);
    Tensor plain = fn.apply(List.of(x));
    RngState after = CPU.rngState();
    CPU.setSeed(42);
    Tensor again = Recompute.run(fn, List.of(x));
    assertThat(CPU.rngState()).isEqualTo(after);
    Tensor.rand(0f, 1f, Shape.of(5), CPU);
    RngState now = CPU.rngState();
    assertSameGradients(plain, again);
    assertThat(CPU.rngState()).as("the second run leaves the device alone").isEqualTo(now);
  }

  @Test
  void nestedRunsDrawTheSameNumbersToo() {
    Function<List<Tensor>, Tensor> noisy = in -> in.get(0).mul(in.get(0).randLike(0, 1)).sin();
    Function<List<Tensor>, Tensor> fn =
        in ->
            Recompute.run(noisy, Recompute.run(noisy, in.get(0)).matmul(w))
                .mul(w.get(0).randLike(1, 2).broadcastAs(3, 4));
    Function<List<Tensor>, Tensor> flat =
        in ->
            noisy
                .apply(List.of(noisy.apply(in).matmul(w)))
                .mul(w.get(0).randLike(1, 2).broadcastAs(3, 4));
    CPU.setSeed(7);
    Tensor plain = flat.apply(List.of(x));
    CPU.setSeed(7);
    Tensor nested = Recompute.run(fn, x);
    assertThat(nested.toVec2F32()).isDeepEqualTo(plain.toVec2F32());
    assertSameGradients(plain, nested);
    assertSameGradients(plain, nested);
  }

  @Test
  void seedsSetInsideDoNotDisturbTheDeviceTheSecondTime() {
    Tensor y =
        Recompute.run(
            in -> {
              CPU.setSeed(3);
              return in.get(0).mul(in.get(0).randLike(0, 1));
            },
            x);
    CPU.setSeed(99);
    float[][] gradient = gradient(y, x);
    assertThat(CPU.rngState()).isEqualTo(new RngState(99, 0));
    CPU.setSeed(3);
    assertThat(gradient).isDeepEqualTo(x.randLike(0, 1).toVec2F32());
  }

  @Test
  void resultsInBetweenAreDropped() {
    List<WeakReference<Tensor>> hidden = new ArrayList<>();
    Function<List<Tensor>, Tensor> fn =
        in -> {
          Tensor h = in.get(0).exp();
          hidden.add(new WeakReference<>(h));
          return h.sin();
        };
    Tensor kept = fn.apply(List.of(x));
    Tensor dropped = Recompute.run(fn, x);
    for (int i = 0; i < 100 && hidden.get(1).get() != null; i++) {
      System.gc();
    }
    assertThat(hidden.get(1).get()).isNull();
    assertThat(hidden.get(0).get()).as("the graph holds it").isNotNull();
    assertSameGradients(kept, dropped);
  }

  @Test
  void functionsThatGiveAnInputOrAViewOfOne() {
    assertThat(Recompute.run(in -> in.get(0), x)).isSameAs(x);
    Tensor view = Recompute.run(in -> in.get(0).t(), x);
    x.set(x.detach().add(1));
    assertThat(gradient(view, x)).isDeepEqualTo(x.onesLike().toVec2F32());
    Tensor constant = Recompute.run(in -> in.get(0).detach().exp(), x);
    assertThat(constant.trackOp()).isFalse();
    assertThat(Recompute.run(in -> in.get(0).argmax(0), x).dtype()).isEqualTo(DType.U32);
  }

  @Test
  void nothingIsRecordedWithoutGradients() {
    AtomicInteger calls = new AtomicInteger();
    Function<List<Tensor>, Tensor> fn =
        in -> {
          calls.incrementAndGet();
          return in.get(0).exp();
        };
    assertThat(Tensor.noGrad(() -> Recompute.run(fn, x)).trackOp()).isFalse();
    assertThat(calls).hasValue(1);
    Tensor y = Recompute.run(fn, x);
    assertThat(calls).hasValue(2);
    y.backward();
    assertThat(calls).hasValue(3);
  }

  @Test
  void variablesMadeByTheFirstRunAreKept() {
    List<Var> made = new ArrayList<>();
    Tensor y =
        Recompute.run(
            in -> {
              if (made.isEmpty()) {
                made.add(Var.fromTensor(in.get(0).detach().mul(2)));
              }
              return in.get(0).mul(made.getFirst());
            },
            x);
    GradStore grads = y.backward();
    assertThat(grads.get(made.getFirst()).orElseThrow().toVec2F32()).isDeepEqualTo(x.toVec2F32());
  }

  @Test
  void tensorsFromOutsideLeadFurtherBack() {
    Tensor outside = w.exp();
    Function<List<Tensor>, Tensor> fn = in -> in.get(0).matmul(outside).mul(in.get(0));
    Tensor inner = x.sqr();
    assertSameGradients(fn.apply(List.of(inner)), Recompute.run(fn, inner));
  }

  @Test
  void changesInPlaceAreNoticed() {
    Tensor mask = x.detach().onesLike();
    Tensor y = Recompute.run(in -> in.get(0).exp().mul(mask), x);
    mask.zeroSet();
    Errors.of(y::backward)
        .is(Kind.AUTOGRAD, "backward")
        .says(
            "backward: operand 1 of recompute, a tensor of shape [3, 4], was changed in place"
                + " after it was used",
            "run the forward pass again after the change, or change a copy");
    Tensor z = Recompute.run(in -> in.get(0).exp(), x);
    x.zeroSet();
    Errors.of(z::backward).is(Kind.AUTOGRAD, "backward");
  }

  @Test
  void changesOfConstantsAreNoticedHoweverTheyAreRead() {
    Tensor c = x.detach().onesLike();
    Tensor mask = c.toDtype(DType.U8);
    Var v = Var.fromTensor(c);
    Recompute.run(in -> in.get(0).mul(v.detach()), x).backward();
    noticed(in -> in.mul(c.exp()), c::zeroSet);
    noticed(in -> in.mul(c.t().exp().t()), c::zeroSet);
    noticed(in -> in.mul(mask.toDtype(DType.F32)), mask::zeroSet);
    noticed(in -> in.mul(v.detach()), () -> v.set(v.mul(2)));
    noticed(in -> in.mul(c.toVec2F32()[0][0]), c::oneSet);
    noticed(in -> in.mul(Tensor.noGrad(v::exp)), v::zeroSet);
    noticed(in -> Recompute.run(xs -> xs.get(0).mul(c.exp()), in.sin()).cos(), c::zeroSet);
  }

  private void noticed(UnaryOperator<Tensor> fn, Runnable change) {
    Tensor y = Recompute.run(in -> fn.apply(in.get(0)), x);
    change.run();
    Errors.of(y::backward)
        .is(Kind.AUTOGRAD, "backward")
        .says(
            "backward: a tensor of shape [3, 4], which the function under recompute read, was"
                + " changed in place after it ran",
            "run the forward pass again after the change, or change a copy");
  }

  @Test
  void functionsMayWriteToWhatTheyDoNotRead() {
    Var log = Var.fromTensor(x.detach());
    Tensor last = x.detach().zerosLike();
    UnaryOperator<Tensor> block =
        h -> {
          Tensor noted = h.detach().exp();
          log.set(noted);
          last.sliceSet(noted, 0, 0);
          return h.sin();
        };
    Function<List<Tensor>, Tensor> fn = in -> block.apply(in.get(0));
    assertSameGradients(x.sin().sin(), Recompute.run(fn, Recompute.run(fn, x)));
  }

  @Test
  void functionsThatDoSomethingElseTheSecondTimeAreNoticed() {
    String start = "recompute: the function did something else the second time: ";
    says(start + "it gave [4] F32 instead of [3, 4] F32", in -> in.exp().get(0));
    says(start + "its result depends on no variable", Tensor::detach);
    says(
        start + "it used a tensor of shape [4, 4] that it had not used before",
        in -> in.exp().matmul(w));
    says(
        start + "it used a tensor of shape [3, 4] that it had not used before",
        in -> in.mul(Var.fromTensor(in.detach().mul(2))));
    says(
        "recompute: the function drew other random numbers the second time",
        in -> in.mul(in.randLike(0, 1)));
  }

  private void says(String message, UnaryOperator<Tensor> second) {
    AtomicInteger calls = new AtomicInteger();
    Tensor y =
        Recompute.run(
            in -> calls.getAndIncrement() == 0 ? in.get(0).exp() : second.apply(in.get(0)), x);
    Errors.of(y::backward).is(Kind.AUTOGRAD, "recompute").says(message, HINT);
  }

  private void assertSameGradients(Tensor expected, Tensor actual) {
    assertThat(actual.toVec2F32()).isDeepEqualTo(expected.toVec2F32());
    assertThat(gradient(actual, x)).isDeepEqualTo(gradient(expected, x));
    GradStore known = expected.backward();
    known.get(w).ifPresent(g -> assertThat(gradient(actual, w)).isDeepEqualTo(g.toVec2F32()));
  }

  private static float[][] gradient(Tensor y, Var of) {
    return y.backward().get(of).orElseThrow().toVec2F32();
  }
}
