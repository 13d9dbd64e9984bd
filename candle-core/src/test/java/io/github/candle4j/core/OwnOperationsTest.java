package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The code of docs/how-to/operations-of-your-own.md.
class OwnOperationsTest {
  record Cube() implements CustomOp1 {
    @Override
    public String name() {
      return "cube";
    }

    @Override
    public CpuResult cpuFwd(CpuStorage storage, Layout layout) {
      StridedIndex at = layout.stridedIndex();
      int n = layout.shape().arrayLength();
      CpuStorage result =
          switch (storage) {
            case CpuStorage.F32(float[] x) -> {
              float[] y = new float[n];
              for (int i = 0; i < n; i++) {
                float v = x[at.nextInt()];
                y[i] = v * v * v;
              }
              yield new CpuStorage.F32(y);
            }
            case CpuStorage.F64(double[] x) -> {
              double[] y = new double[n];
              for (int i = 0; i < n; i++) {
                double v = x[at.nextInt()];
                y[i] = v * v * v;
              }
              yield new CpuStorage.F64(y);
            }
            default ->
                throw CandleException.unsupportedDtype(
                    name(), storage.dtype(), "cast first: x.toDtype(DType.F32)");
          };
      return new CpuResult(result, layout.shape());
    }

    @Override
    public Optional<Tensor> bwd(Tensor arg, Tensor res, Tensor gradRes) {
      return Optional.of(gradRes.mul(arg.sqr()).mul(3));
    }
  }

  record Decay(float rate) implements InplaceOp1 {
    @Override
    public String name() {
      return "decay";
    }

    @Override
    public void cpuFwd(CpuStorage storage, Layout layout) {
      float[] x = ((CpuStorage.F32) storage).array();
      for (StridedIndex at = layout.stridedIndex(); at.hasNext(); ) {
        x[at.nextInt()] *= 1 - rate;
      }
    }
  }

  private final Var x = Var.of(new float[] {1, 2, 3}, Device.CPU);

  @Test
  void aLoopWithADerivative() {
    Tensor y = x.applyOp1(new Cube());
    assertThat(y.backward().get(x).orElseThrow()).hasToString("[ 3., 12., 27.]\nTensor[[3], f32]");
    // (x³)'' = 6 x
    Tensor slope = y.backward(true).get(x).orElseThrow();
    assertThat(slope.backward().get(x).orElseThrow().toVec1F32()).containsExactly(6, 12, 18);
    Tensor turned = Numbers.from0(2, 3).t().applyOp1(new Cube());
    Numbers.assertIs(turned, Shape.of(3, 2), 0, 27, 1, 64, 8, 125);
    Errors.of(() -> Tensor.of(1, Device.CPU).applyOp1(new Cube()))
        .says("unsupported dtype U32 for op cube", "cast first: x.toDtype(DType.F32)");
  }

  @Test
  void aChangeInPlace() {
    Tensor.noGrad(() -> x.inplaceOp1(new Decay(0.5f)));
    assertThat(x.toVec1F32()).containsExactly(0.5f, 1, 1.5f);
  }

  @Test
  void aGradientOnItsWayBack() {
    Tensor h = x.mul(10).onGradient(g -> g.clamp(-1, 1));
    // The gradient of h is 2 h, cut to 1, then times 10.
    assertThat(h.sqr().backward().get(x).orElseThrow().toVec1F32()).containsExactly(10, 10, 10);
  }

  @Test
  void memoryForTime() {
    List<Module> blocks = List.of(Tensor::sqr, xs -> xs.mul(2));
    Tensor h = x;
    for (Module block : blocks) {
      h = Recompute.run(xs -> block.forward(xs.getFirst()), h);
    }
    assertThat(h.backward().get(x).orElseThrow().toVec1F32()).containsExactly(4, 8, 12);
  }
}
