package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FrozenTest {
  private static final Device CPU = Device.CPU;
  private final Var a = Var.of(new float[] {2, 3}, CPU);
  private final Var b = Var.of(new float[] {5, 7}, CPU);

  @Test
  void aFrozenVariableGetsNoGradient() {
    a.freeze();
    assertThat(a.isFrozen()).isTrue();
    assertThat(a.trackOp()).isFalse();
    assertThat(a.isVariable()).isTrue();
    GradStore gradients = a.sqr().mul(b).sumAll().backward();
    assertThat(gradients.get(a)).isEmpty();
    assertThat(gradients.get(b).orElseThrow().toVec1F32()).containsExactly(4, 9);
  }

  @Test
  void nothingIsRecordedForWhatDependsOnFrozenVariablesAlone() {
    a.freeze();
    Tensor hidden = a.sqr().exp();
    assertThat(hidden.trackOp()).isFalse();
    assertThat(hidden.sortedNodes()).isEmpty();
    // The derivative of the square is never asked for.
    AtomicInteger calls = new AtomicInteger();
    Tensor watched = a.sqr().onGradient(g -> g.mul(calls.incrementAndGet()));
    watched.mul(b).sumAll().backward();
    assertThat(calls).hasValue(0);
  }

  @Test
  void unfrozenItLearnsAgain() {
    a.freeze();
    Tensor before = a.mul(b);
    a.unfreeze();
    assertThat(before.sumAll().backward().get(b).orElseThrow().toVec1F32()).containsExactly(2, 3);
    assertThat(a.mul(b).sumAll().backward().get(a).orElseThrow().toVec1F32()).containsExactly(5, 7);
  }

  @Test
  void frozenAfterTheForwardPassItGetsNoGradientEither() {
    Tensor loss = a.sqr().mul(b).add(a).sumAll();
    a.freeze();
    GradStore gradients = loss.backward();
    assertThat(gradients.get(a)).isEmpty();
    assertThat(gradients.get(b).orElseThrow().toVec1F32()).containsExactly(4, 9);
  }

  @Test
  void aConstantMadeFromItStaysOne() {
    a.freeze();
    Tensor constant = a.detach();
    a.unfreeze();
    assertThat(constant).isNotSameAs(a);
    assertThat(constant.trackOp()).isFalse();
  }

  @Test
  void recomputedPartsLeaveItOut() {
    a.freeze();
    GradStore gradients = Recompute.run(xs -> xs.getFirst().mul(a).sqr(), b).sumAll().backward();
    assertThat(gradients.get(a)).isEmpty();
    // d/db (a b)² = 2 a² b
    assertThat(gradients.get(b).orElseThrow().toVec1F32()).containsExactly(40, 126);
  }
}
