package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// The tests of Candle's custom_op_tests.rs. `ug_op` has no counterpart: it needs a GPU and a compiler for its kernels.
class CandleCustomOpTest {
  private static final Device CPU = Device.CPU;
  private static final float[] ELU = {
    -0.9933f, -0.9817f, -0.9502f, -0.8647f, -0.6321f, 0, 1, 2, 3, 4, 5, 6
  };

  private record Elu(double alpha) implements CustomOp1 {
    @Override
    public String name() {
      return "elu";
    }

    @Override
    public CpuResult cpuFwd(CpuStorage storage, Layout layout) {
      return map(storage, layout, x -> elu(x, alpha));
    }

    @Override
    public Optional<Tensor> bwd(Tensor arg, Tensor res, Tensor gradRes) {
      return Optional.of(gradRes.mul(arg.applyOp1(new EluBackward(alpha))));
    }
  }

  /// The same, changing an array in place.
  private record EluInPlace(double alpha) implements InplaceOp1 {
    @Override
    public String name() {
      return "elu";
    }

    @Override
    public void cpuFwd(CpuStorage storage, Layout layout) {
      float[] x = ((CpuStorage.F32) storage).array();
      for (StridedIndex at = layout.stridedIndex(); at.hasNext(); ) {
        int i = at.nextInt();
        x[i] = (float) elu(x[i], alpha);
      }
    }
  }

  private record EluBackward(double alpha) implements CustomOp1 {
    @Override
    public String name() {
      return "elu-bwd";
    }

    @Override
    public CpuResult cpuFwd(CpuStorage storage, Layout layout) {
      return map(storage, layout, x -> x >= 0 ? 1 : Math.exp(x) * alpha);
    }
  }

  private static double elu(double x, double alpha) {
    return x >= 0 ? x : Math.expm1(x) * alpha;
  }

  private static CpuResult map(CpuStorage storage, Layout layout, DoubleUnaryOperator f) {
    float[] x = ((CpuStorage.F32) storage).array();
    float[] y = new float[layout.shape().arrayLength()];
    int i = 0;
    for (StridedIndex at = layout.stridedIndex(); at.hasNext(); i++) {
      y[i] = (float) f.applyAsDouble(x[at.nextInt()]);
    }
    return new CpuResult(new CpuStorage.F32(y), layout.shape());
  }

  private static Tensor input() {
    return Tensor.arange(0, 12, CPU).toDtype(DType.F32).sub(5);
  }

  @Test
  void customOp1NoBackward() {
    Tensor y = input().applyOp1NoBwd(new Elu(1));
    assertThat(y.toVec1F32()).containsExactly(ELU, within(5e-5f));
  }

  @Test
  void customOp1WithBackward() {
    Var t = Var.of(new float[] {-2, 0, 2}, CPU);
    Tensor y = t.applyOp1(new Elu(2));
    assertThat(y.toVec1F32()).containsExactly(new float[] {-1.7293f, 0, 2}, within(5e-5f));
    Tensor gradient = y.backward().get(t).orElseThrow();
    assertThat(gradient.toVec1F32()).containsExactly(new float[] {0.2707f, 1, 1}, within(5e-5f));
  }

  @Test
  void inplaceOp1() {
    Tensor t = input();
    t.inplaceOp1(new EluInPlace(1));
    assertThat(t.toVec1F32()).containsExactly(ELU, within(5e-5f));
  }
}
