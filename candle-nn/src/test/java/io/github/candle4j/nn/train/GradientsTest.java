package io.github.candle4j.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import io.github.candle4j.nn.Init;
import io.github.candle4j.nn.VarMap;
import org.junit.jupiter.api.Test;

class GradientsTest {
  private static final Device CPU = Device.CPU;
  private final VarMap varmap = new VarMap();
  private final Tensor a = varmap.get(Shape.of(2), "layer.a", Init.ONE, DType.F64, CPU);
  private final Tensor b = varmap.get(Shape.of(1), "layer.b", Init.ONE, DType.F32, CPU);

  private GradStore gradients(double first, double second, float third) {
    GradStore store = new GradStore();
    store.insert(a, Tensor.of(new double[] {first, second}, CPU));
    store.insert(b, Tensor.of(new float[] {third}, CPU));
    return store;
  }

  private void assertGradients(GradStore grads, double first, double second, double third) {
    assertThat(grads.get(a).orElseThrow().toVec1F64())
        .containsExactly(new double[] {first, second}, within(1e-12));
    assertThat((double) grads.get(b).orElseThrow().toVec1F32()[0]).isCloseTo(third, within(1e-6));
  }

  @Test
  void clipByNormMultipliesAllByOneFactor() {
    GradStore grads = gradients(2, 3, 6);
    assertThat(Gradients.clipNorm(grads, 8)).isEqualTo(7);
    assertGradients(grads, 2, 3, 6);
    assertThat(Gradients.clipNorm(grads, 3.5)).isEqualTo(7);
    // torch.nn.utils.clip_grad_norm_ divides by the norm and 1e-6.
    double factor = 3.5 / (7 + 1e-6);
    assertGradients(grads, 2 * factor, 3 * factor, 6 * factor);
    assertThat(Gradients.norm(grads)).isCloseTo(3.5, within(1e-6));
    // In F32 these squares would be infinite, or 0.
    assertThat(Gradients.norm(gradients(0, 0, 1e30f))).isCloseTo(1e30, within(1e23));
    assertThat(Gradients.norm(gradients(0, 0, 1e-30f))).isCloseTo(1e-30, within(1e-37));
    assertThat(Gradients.norm(new GradStore())).isZero();
  }

  @Test
  void normOfALargeGradientIsThatOfAllItsBlocks() {
    int n = 3_000_000;
    for (DType dtype : new DType[] {DType.F64, DType.F32, DType.F16, DType.BF16}) {
      GradStore grads = new GradStore();
      grads.insert(a, Tensor.full(3f, Shape.of(n / 3, 3), CPU).toDtype(dtype).t());
      assertThat(Gradients.norm(grads)).isCloseTo(3 * Math.sqrt(n), within(1e-9));
    }
  }

  @Test
  void clipByValueCutsEachElement() {
    GradStore grads = gradients(-2, 0.5, 6);
    Gradients.clipValue(grads, 1);
    assertGradients(grads, -1, 0.5, 1);
    GradStore nan = gradients(Double.NaN, Double.POSITIVE_INFINITY, 0);
    Gradients.clipValue(nan, 1);
    assertThat(nan.get(a).orElseThrow().toVec1F64()).containsExactly(Double.NaN, 1);
  }

  @Test
  void gradientsThatAreNotFiniteNameTheirParameter() {
    Gradients.checkFinite(gradients(1, 2, 3), varmap);
    Gradients.checkFinite(new GradStore(), varmap);
    GradStore grads = gradients(1, 2, Float.NEGATIVE_INFINITY);
    assertThat(Gradients.nonFinite(grads, varmap)).containsExactly("layer.b");
    assertThatThrownBy(() -> Gradients.checkFinite(grads, varmap))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "check_finite: the gradient of layer.b has 1 elements that are NaN or infinite\n"
                + "Anomaly.detect(..) around forward and backward finds the operation that made"
                + " them");
    assertThatThrownBy(() ->
            Gradients.checkFinite(
                gradients(Double.NaN, Double.NaN, Float.POSITIVE_INFINITY), varmap))
        .hasMessageStartingWith(
            "check_finite: the gradient of layer.a has 2 elements that are NaN or infinite, and so"
                + " have those of 1 more\n");
    assertThatThrownBy(() -> Gradients.clipNorm(grads, 1))
        .isInstanceOf(CandleException.class)
        .hasMessage(
            "clip_norm: the norm of the gradients is Infinity\n"
                + "Gradients.checkFinite(grads, varmap) names the parameter");
    assertThat(grads.get(a).orElseThrow().toVec1F64()).containsExactly(1, 2);
  }

  @Test
  void limitsOutsideTheirRangeThrow() {
    assertThatThrownBy(() -> Gradients.clipNorm(gradients(1, 1, 1), 0))
        .isInstanceOf(CandleException.class)
        .hasMessage("clip_norm: maxNorm must be above 0 and finite, got 0.0");
    assertThatThrownBy(() -> Gradients.clipValue(gradients(1, 1, 1), Double.NaN))
        .isInstanceOf(CandleException.class)
        .hasMessage("clip_value: limit must be above 0 and finite, got NaN");
  }

  @Test
  void accumulatorGivesTheWeightedMean() {
    GradientAccumulator sum = new GradientAccumulator();
    sum.add(gradients(1, 2, 3));
    GradStore alone = new GradStore();
    alone.insert(a, Tensor.of(new double[] {5, -1}, CPU));
    sum.add(alone, 3);
    // (1 + 3 · 5) / 4, (2 - 3) / 4, 3 / 4
    assertGradients(sum.take(), 4, -0.25, 0.75);
    sum.add(gradients(1, 2, 3));
    assertGradients(sum.take(), 1, 2, 3);
    assertThatThrownBy(sum::take)
        .isInstanceOf(CandleException.class)
        .hasMessage("accumulate: there are no gradients to take the mean of");
    assertThatThrownBy(() -> sum.add(alone, 0))
        .hasMessage("accumulate: weight must be above 0 and finite, got 0.0");
    sum.add(alone);
    GradStore other = new GradStore();
    other.insert(a, Tensor.of(new double[] {1}, CPU));
    assertThatThrownBy(() -> sum.add(other))
        .isInstanceOf(CandleException.class)
        .hasMessageStartingWith("shape mismatch in accumulate, lhs: [2], rhs: [1]\n");
    GradStore single = new GradStore();
    single.insert(a, Tensor.of(new float[] {1, 1}, CPU));
    assertThatThrownBy(() -> sum.add(single))
        .hasMessageStartingWith("dtype mismatch in accumulate, lhs: F64, rhs: F32\n");
  }

  @Test
  void smallFloatsAreSummedInF32() {
    Var half = Var.fromTensor(Tensor.of(new float[] {1}, CPU).toDtype(DType.BF16));
    GradientAccumulator sum = new GradientAccumulator();
    for (int i = 0; i < 1000; i++) {
      GradStore store = new GradStore();
      store.insert(half, Tensor.of(new float[] {1}, CPU).toDtype(DType.BF16));
      sum.add(store);
    }
    // Sums of ones in BF16 stop at 256.
    Tensor mean = sum.take().get(half).orElseThrow();
    assertThat(mean.dtype()).isEqualTo(DType.BF16);
    assertThat(mean.toVec1BF16()).containsExactly(1);
  }

  @Test
  void addedGradientsAreNotChanged() {
    GradStore first = gradients(1, 2, 3);
    GradientAccumulator sum = new GradientAccumulator();
    sum.add(first);
    sum.add(first);
    assertGradients(sum.take(), 1, 2, 3);
    assertGradients(first, 1, 2, 3);
  }
}
