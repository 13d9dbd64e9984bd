package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// Results whose digits are easily lost. Expected values come from mathematics, in the comments or as a formula.
class AccuracyTest {
  private static final Device CPU = Device.CPU;

  @Test
  void logSoftmaxOfLargeNumbers() {
    Tensor x = Tensor.of(new float[] {1e8f, 1e8f, 1e8f}, CPU);
    for (float y : Fused.logSoftmax(x, 0).toVec1F32()) {
      assertThat(y).isCloseTo((float) -Math.log(3), within(1e-6f));
    }
    Tensor wide = Tensor.of(new double[] {1e15, 1e15}, CPU);
    assertThat(Fused.logSoftmax(wide, 0).toVec1F64()[1]).isCloseTo(-Math.log(2), within(1e-15));
    Var v = Var.of(new float[] {1e7f, 1e7f, 1e7f - 1}, CPU);
    Tensor first = Fused.logSoftmax(v, 0).narrow(0, 0, 1);
    // Softmax of 0, 0, -1.
    double sum = 2 + Math.exp(-1);
    float[] gradient = first.backward().get(v).orElseThrow().toVec1F32();
    assertThat(gradient[0]).isCloseTo((float) (1 - 1 / sum), within(1e-6f));
    assertThat(gradient[2]).isCloseTo((float) (-Math.exp(-1) / sum), within(1e-6f));
  }

  @Test
  void crossEntropyOfLargeNumbersAndOfSureAnswers() {
    Tensor target = Tensor.of(new int[] {0}, CPU);
    Tensor equal = Tensor.of(new float[][] {{1e8f, 1e8f, 1e8f}}, CPU);
    assertThat(Fused.crossEntropy(equal, target).toScalarF32())
        .isCloseTo((float) Math.log(3), within(1e-6f));
    Tensor sure = Tensor.of(new float[][] {{1000, 990}}, CPU);
    assertThat(Fused.crossEntropy(sure, target).toScalarF32())
        .isCloseTo((float) Math.log1p(Math.exp(-10)), within(1e-7f));
    Tensor wide = Tensor.of(new double[][] {{1e15, 1e15}}, CPU);
    assertThat(Fused.crossEntropy(wide, target).toScalarF64())
        .isCloseTo(Math.log(2), within(1e-15));
  }

  @Test
  void meansOfOnesAreOne() {
    for (DType dtype : new DType[] {DType.F64, DType.F32, DType.F16, DType.BF16}) {
      for (int n = 1; n <= 300; n++) {
        Tensor ones = Tensor.ones(Shape.of(n), dtype, CPU);
        assertThat(ones.meanAll().toDtype(DType.F64).toScalarF64()).as("%s, %s", dtype, n).isOne();
      }
    }
  }

  @Test
  void meansOfManyHalvesDoNotOverflow() {
    Tensor x = Tensor.full(0.5f, Shape.of(2, 3, 224, 224), CPU).toDtype(DType.F16);
    assertThat(x.meanAll().toDtype(DType.F32).toScalarF32()).isEqualTo(0.5f);
  }

  @Test
  void theSlopeOfGeluIsOneOrZeroFarOut() {
    for (DType dtype : new DType[] {DType.F64, DType.F32, DType.F16, DType.BF16}) {
      Var x = Var.fromTensor(Tensor.of(new float[] {256, -256, 6e4f}, CPU).toDtype(dtype));
      Tensor slope = x.gelu().backward().get(x).orElseThrow().toDtype(DType.F32);
      assertThat(slope.toVec1F32()).containsExactly(1, 0, 1);
    }
    Var wide = Var.of(new double[] {1e200, -1e200}, CPU);
    assertThat(wide.gelu().backward().get(wide).orElseThrow().toVec1F64()).containsExactly(1, 0);
  }

  @Test
  void theScalarProductOfHalvesIsSummedInF32() {
    Tensor a = Tensor.of(new float[] {300, 300}, CPU).toDtype(DType.F16);
    Tensor b = Tensor.of(new float[] {300, -300}, CPU).toDtype(DType.F16);
    assertThat(a.dot(b).toDtype(DType.F32).toScalarF32()).isZero();
  }

  @Test
  void gradientsOfTwoVariablesDoNotShareTheirElements() {
    Var q = Var.of(new float[] {1, 2}, CPU);
    Var r = Var.of(new float[] {3, 4}, CPU);
    Tensor seed = Tensor.of(new float[] {1, 1}, CPU);
    GradStore gradients = q.add(r).backward(seed);
    gradients.get(q).orElseThrow().zeroSet();
    assertThat(gradients.get(r).orElseThrow().toVec1F32()).containsExactly(1, 1);
    q.reshape(2, 1).reshape(2).backward(seed).get(q).orElseThrow().zeroSet();
    assertThat(seed.toVec1F32()).containsExactly(1, 1);
  }

  @Test
  void repeatingIsOneCopy() {
    Tensor x = Tensor.of(new float[] {1, 2}, CPU);
    Tensor many = x.repeat(1_000_000);
    assertThat(many.dim(0)).isEqualTo(2_000_000);
    assertThat(many.i(1_999_999).toScalarF32()).isEqualTo(2);
    assertThat(Tensor.zeros(Shape.of(0), DType.F32, CPU).repeat(Integer.MAX_VALUE).dims())
        .containsExactly(0);
    assertThat(x.reshape(1, 2).repeat(2, 1, 3).dims()).containsExactly(2, 1, 6);
    Errors.of(() -> x.repeat(Integer.MAX_VALUE))
        .is(CandleException.Kind.SHAPE, "repeat")
        .says("repeat: a dimension cannot have the size 4294967294");
  }

  @Test
  void anInfinityIsNoInteger() {
    Tensor x = Tensor.of(new long[] {1, -2}, CPU);
    Errors.of(() -> x.add(Double.POSITIVE_INFINITY)).is(CandleException.Kind.DTYPE, "add");
    Errors.of(() -> x.mul(Double.NEGATIVE_INFINITY)).is(CandleException.Kind.DTYPE, "mul");
  }

  @Test
  void momentsOfAdamWAreChecked() {
    Var p = Var.of(new double[] {1, 2}, CPU);
    Tensor g = p.onesLike();
    Tensor m = p.zerosLike();
    Fused.AdamWSettings settings = new Fused.AdamWSettings(0.1, 0.9, 0.999, 1e-8, 0, 1);
    Tensor larger = Tensor.zeros(Shape.of(4), DType.F64, CPU);
    Errors.of(() -> Fused.adamWStep(settings, p, g, larger.narrow(0, 2, 2), m))
        .is(CandleException.Kind.ARGUMENT, "adamw");
    Errors.of(() -> Fused.adamWStep(settings, p, g, m, larger))
        .is(CandleException.Kind.SHAPE, "adamw");
    Errors.of(() -> Fused.adamWStep(settings, p, g, m.toDtype(DType.F32), m))
        .is(CandleException.Kind.DTYPE, "adamw");
    Errors.of(() -> Fused.adamWStep(settings, p, g, m, m))
        .is(CandleException.Kind.ARGUMENT, "adamw");
    assertThat(p.toVec1F64()).containsExactly(1, 2);
  }
}
