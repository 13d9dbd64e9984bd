package io.github.candle4j.core;

import static io.github.candle4j.core.Numbers.assertIs;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// Seeds, functions of gradients, the order of the graph, and its depth.
class AutogradExtrasTest {
  private static final Device CPU = Device.CPU;
  private final Var x = Var.of(new double[] {1, 2, 3}, CPU);

  private static Tensor gradient(GradStore grads, Var x) {
    return grads.get(x).orElseThrow();
  }

  @Test
  void seedsWeighTheResult() {
    Tensor seed = Tensor.of(new double[] {1, 0, -2}, CPU);
    assertIs(gradient(x.sqr().backward(seed), x), Shape.of(3), 2, 0, -12);
    Tensor first = gradient(x.powf(3).backward(seed, true), x);
    // (seed · 3 x²)' = seed · 6 x
    assertIs(gradient(first.backward(), x), Shape.of(3), 6, 0, -36);
    assertIs(gradient(x.backward(seed), x), Shape.of(3), 1, 0, -2);
    assertIs(seed, Shape.of(3), 1, 0, -2);
  }

  @Test
  void seedsThatAreTrackedAreDifferentiatedToo() {
    Var v = Var.of(new double[] {1, 1, 1}, CPU);
    // The gradient v · 2x as a function of v has the derivative 2x.
    Tensor vjp = gradient(x.sqr().backward(v, true), x);
    assertIs(gradient(vjp.backward(), v), Shape.of(3), 2, 4, 6);
  }

  @Test
  void seedsOfAnotherShapeOrDtypeAreRefused() {
    Errors.of(() -> x.sqr().backward(Tensor.of(1.0, CPU)))
        .is(Kind.SHAPE, "backward")
        .says(
            "shape mismatch in backward, lhs: [3], rhs: []",
            "the seed has the shape of the tensor");
    Errors.of(() -> x.sqr().backward(Tensor.of(new float[3], CPU)))
        .is(Kind.DTYPE, "backward")
        .says(
            "dtype mismatch in backward, lhs: F64, rhs: F32",
            "cast one of them: toDtype(DType.F64) or toDtype(DType.F32)");
    Errors.of(() -> x.argmax(0).backward(Tensor.of(1, CPU))).is(Kind.AUTOGRAD, "backward");
  }

  @Test
  void gradientsGoThroughAFunction() {
    List<double[]> seen = new ArrayList<>();
    Tensor h =
        x.mul(2)
            .onGradient(g -> {
              seen.add(g.toVec1F64());
              return g.clamp(-5, 5);
            });
    assertIs(h, Shape.of(3), 2, 4, 6);
    Tensor loss = h.sqr().sumAll().add(h.sumAll());
    // The whole gradient of h, 2 h + 1, at once: 5, 9, 13; cut to 5; times 2.
    assertIs(gradient(loss.backward(), x), Shape.of(3), 10, 10, 10);
    assertThat(seen).containsExactly(new double[] {5, 9, 13});
    assertThat(h.storage()).as("a view").isSameAs(h.onGradient(g -> g).storage());
  }

  @Test
  void gradientsThroughAFunctionAreDifferentiatedWithIt() {
    Tensor h = x.onGradient(g -> g.mul(3));
    Tensor first = gradient(h.powf(3).sumAll().backward(true), x);
    assertIs(first, Shape.of(3), 9, 36, 81);
    // 3 · 3 h² has the derivative 18 h to h, which the function of h makes three times as large.
    assertIs(gradient(first.backward(), x), Shape.of(3), 54, 108, 162);
  }

  @Test
  void functionsOfGradientsAreCheckedAndMayBeOnVariables() {
    x.set(Tensor.of(new double[] {4, 5, 6}, CPU));
    assertIs(gradient(x.onGradient(Tensor::neg).backward(), x), Shape.of(3), -1, -1, -1);
    Errors.of(() -> x.onGradient(Tensor::sumAll).backward())
        .is(Kind.AUTOGRAD, "on_gradient")
        .says(
            "backward of on_gradient: the gradient that the function made has shape [] and dtype"
                + " F64",
            "it must have those of what it belongs to, [3] and F64");
    Errors.of(() -> x.onGradient(g -> g.toDtype(DType.F32)).backward())
        .is(Kind.AUTOGRAD, "on_gradient");
    Tensor constant = Tensor.of(1.0, CPU).onGradient(g -> g);
    assertThat(constant.trackOp()).isFalse();
  }

  @Test
  void nodesComeBeforeWhatTheyWereMadeOf() {
    Tensor a = x.exp();
    Tensor b = a.mul(x);
    Tensor c = b.add(a);
    assertThat(c.sortedNodes()).containsExactly(c, b, a, x);
    assertThat(x.sortedNodes()).containsExactly(x);
    assertThat(x.detach().exp().sortedNodes()).isEmpty();
  }

  @Test
  void detachedTensorsAreConstantsWithTheSameElements() {
    Tensor y = x.exp();
    Tensor cut = y.detach();
    assertThat(cut.storage()).isSameAs(y.storage());
    assertThat(cut.detach()).isSameAs(cut);
    assertThat(cut.isVariable()).isFalse();
    assertIs(gradient(y.mul(0).add(x.mul(cut.zerosLike())).backward(), x), Shape.of(3), 0, 0, 0);
    // y · const: the second factor adds nothing to the derivative.
    assertThat(gradient(y.mul(cut).backward(), x).toVec1F64()).isEqualTo(y.sqr().toVec1F64());
  }

  @Test
  void aMillionOperationsDeep() {
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          Var start = Var.of(new float[] {1}, CPU);
          Tensor y = Recompute.run(in -> chain(in.get(0), 1000), chain(start, 500_000));
          y = chain(y, 500_000);
          assertThat(y.toVec1F32()).containsExactly(1_001_001);
          assertThat(y.backward().get(start).orElseThrow().toVec1F32()).containsExactly(1);
          assertThat(
                  chain(start.add(y.detach()), 3).backward().get(start).orElseThrow().toVec1F32())
              .containsExactly(1);
        });
  }

  private static Tensor chain(Tensor x, int length) {
    Tensor y = x;
    for (int i = 0; i < length; i++) {
      y = y.add(1);
    }
    return y;
  }
}
