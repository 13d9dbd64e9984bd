package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException.Kind;
import org.junit.jupiter.api.Test;

class AutogradTest {
  private static final Device CPU = Device.CPU;
  private static final String WAY_OUT =
      "run the forward pass again after the change, or change a copy";
  private final Var x = Var.of(new float[] {1, 2, 3}, CPU);

  private static float[] gradient(Tensor y, Var x) {
    return y.backward().get(x).orElseThrow().toVec1F32();
  }

  @Test
  void gradientOfAPolynomial() {
    // (x² + 5x)' = 2x + 5
    assertThat(gradient(x.sqr().add(x.mul(5)), x)).containsExactly(7, 9, 11);
  }

  @Test
  void gradientsOfSharedPartsAddUp() {
    Tensor y = x.mul(2);
    // y³ = 8 x³: 24 x²
    assertThat(gradient(y.mul(y).mul(y), x)).containsExactly(24, 96, 216);
    assertThat(gradient(x.add(x).add(x).add(x), x)).containsExactly(4, 4, 4);
  }

  @Test
  void gradientHandedOnIsNotChangedByLaterAdditions() {
    // dy itself goes to both operands of add; a sum into it would be seen by both.
    Var a = Var.of(new float[] {1}, CPU);
    Var b = Var.of(new float[] {1}, CPU);
    GradStore grads = a.add(b).add(a.mul(3)).add(a.mul(4)).backward();
    assertThat(grads.get(a).orElseThrow().toVec1F32()).containsExactly(8);
    assertThat(grads.get(b).orElseThrow().toVec1F32()).containsExactly(1);
  }

  @Test
  void twoLossesMayShareATrunk() {
    Tensor trunk = x.exp();
    Tensor first = trunk.sumAll();
    Tensor second = trunk.sqr().sumAll();
    float[] alone = gradient(first, x);
    assertThat(gradient(second, x)[0]).isCloseTo((float) (2 * Math.E * Math.E), within(1e-5f));
    assertThat(gradient(first, x)).isEqualTo(alone);
  }

  @Test
  void graphsOfAnyDepthAreWalked() {
    Tensor y = x;
    for (int i = 0; i < 100_000; i++) {
      y = y.add(1);
    }
    assertThat(gradient(y, x)).containsExactly(1, 1, 1);
  }

  @Test
  void backwardOfIntegersThrows() {
    Errors.of(() -> x.argmax(0).backward())
        .is(Kind.AUTOGRAD, "backward")
        .says(
            "backward of a tensor of dtype U32: only floats have gradients",
            "start from the loss, before any argmax, comparison or cast to integers");
    Errors.of(() -> x.gt(0).backward()).is(Kind.AUTOGRAD, "backward");
    Errors.of(() -> x.toDtype(DType.I64).sumAll().backward()).is(Kind.AUTOGRAD, "backward");
  }

  @Test
  void constantsHaveNoGradient() {
    Tensor constant = Tensor.of(new float[] {1, 2, 3}, CPU);
    GradStore grads = x.mul(constant).backward();
    assertThat(grads.get(constant)).isEmpty();
    assertThat(grads.getIds()).containsExactly(x.id());
    assertThat(constant.sumAll().backward().getIds()).isEmpty();
    assertThat(x.detach().mul(2).trackOp()).isFalse();
  }

  @Test
  void nothingIsRecordedWithoutGradients() {
    Tensor y = Tensor.noGrad(() -> x.exp().sumAll());
    assertThat(y.trackOp()).isFalse();
    assertThat(y.backward().get(x)).isEmpty();
    Tensor.noGrad(() -> assertThat(x.mul(2).trackOp()).isFalse());
    assertThat(x.mul(2).trackOp()).isTrue();
    assertThat(Tensor.noGrad(() -> x.trackOp())).as("a variable stays one").isTrue();
  }

  @Test
  void recordingIsBackAfterAnException() {
    Errors.of(() -> Tensor.noGrad(() -> x.reshape(7)));
    assertThat(x.mul(2).trackOp()).isTrue();
  }

  @Test
  void gradientsAreConstantsUnlessAskedFor() {
    Tensor loss = x.sqr().sumAll();
    assertThat(loss.backward().get(x).orElseThrow().trackOp()).isFalse();
    Tensor slope = loss.backward(true).get(x).orElseThrow();
    assertThat(gradient(slope, x)).containsExactly(2, 2, 2);
  }

  @Test
  void variableSetAfterItWasUsedIsNoticed() {
    Tensor y = x.mul(x).sumAll();
    x.set(Tensor.of(new float[] {4, 5, 6}, CPU));
    Errors.of(y::backward)
        .is(Kind.AUTOGRAD, "backward")
        .says(
            "backward: operand 0 of mul, a tensor of shape [3], was changed in place after it was"
                + " used",
            WAY_OUT);
  }

  @Test
  void optimizerStepBetweenForwardAndBackwardIsNoticed() {
    Tensor w = Tensor.of(new float[] {1, 1, 1}, CPU);
    Tensor y = w.mul(x.exp()).sumAll();
    Fused.sgdStep(x, w, 0.1);
    Errors.of(y::backward)
        .is(Kind.AUTOGRAD, "backward")
        .says(
            "backward: operand 0 of exp, a tensor of shape [3], was changed in place after it was"
                + " used",
            WAY_OUT);
    Tensor z = w.mul(x.tanh());
    Tensor m = x.zerosLike();
    Fused.adamWStep(new Fused.AdamWSettings(0.1, 0.9, 0.99, 1e-8, 0, 1), x, w, m, x.zerosLike());
    Errors.of(z::backward).is(Kind.AUTOGRAD, "backward");
  }

  @Test
  void constantSetAfterItWasUsedIsNoticed() {
    Tensor c = Tensor.of(new float[] {1, 2, 3}, CPU);
    Tensor y = x.mul(c);
    c.narrow(0, 1, 1).zeroSet();
    Errors.of(y::backward)
        .says(
            "backward: operand 1 of mul, a tensor of shape [3], was changed in place after it was"
                + " used",
            WAY_OUT);
  }

  @Test
  void resultSetAfterItWasComputedIsNoticed() {
    Tensor y = x.exp();
    Tensor z = y.sumAll();
    y.constSet(5);
    Errors.of(z::backward).is(Kind.AUTOGRAD, "backward");
    Tensor only = x.exp();
    only.oneSet();
    Errors.of(only::backward)
        .says(
            "backward: the result of exp, a tensor of shape [3], was changed in place after it was"
                + " used",
            WAY_OUT);
  }

  @Test
  void changeBeforeTheForwardPassIsFine() {
    x.set(Tensor.of(new float[] {2, 2, 2}, CPU));
    assertThat(gradient(x.sqr(), x)).containsExactly(4, 4, 4);
  }

  @Test
  void variablesKeepShapeAndDtype() {
    Errors.of(() -> x.set(Tensor.of(new float[] {1}, CPU)))
        .is(Kind.SHAPE, "set")
        .says("shape mismatch in set, lhs: [3], rhs: [1]", "a variable keeps its shape");
    Errors.of(() -> x.set(Tensor.of(new double[] {1, 2, 3}, CPU))).is(Kind.DTYPE, "set");
    Errors.of(() -> x.set(x.asDetachedTensor()))
        .is(Kind.ARGUMENT, "set")
        .says("cannot set variable from a tensor that shares its elements");
  }

  @Test
  void gradientsOfTwoStoresAreAdded() {
    GradStore grads = x.mul(2).backward();
    grads.extend(x.mul(3).backward());
    assertThat(grads.get(x).orElseThrow().toVec1F32()).containsExactly(5, 5, 5);
    assertThat(grads.remove(x)).isPresent();
    assertThat(grads.get(x)).isEmpty();
  }

  @Test
  void optimizerStepsCheckTheirGradient() {
    Tensor wrong = Tensor.of(new float[] {1}, CPU);
    Errors.of(() -> Fused.sgdStep(x, wrong, 0.1))
        .is(Kind.SHAPE, "sgd")
        .says(
            "shape mismatch in sgd, lhs: [3], rhs: [1]",
            "a gradient has the shape of its parameter");
    Errors.of(() -> Fused.sgdStep(x, x.detach().toDtype(DType.F64), 0.1)).is(Kind.DTYPE, "sgd");
  }
}
