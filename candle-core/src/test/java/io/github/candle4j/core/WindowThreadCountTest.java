package io.github.candle4j.core;

import static io.github.candle4j.core.Listed.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.cpu.Parallel;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Convolutions, pools and resizings give the same bits on 1 and on 8 threads, with loops that really were shared.
@Isolated
class WindowThreadCountTest {
  private static final int MANY = 8;
  private final int threads = Parallel.threads();

  @AfterEach
  void restore() {
    Parallel.setThreads(threads);
    Parallel.setSplittingNanos(Parallel.WORTH_SPLITTING_NANOS);
  }

  @Test
  void convolutions() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.BF16}) {
      Tensor x = random(dtype, 5, 6, 17, 19);
      Tensor w = random(dtype, 8, 6, 3, 3);
      assertSameBits(() -> x.conv2d(w, 1, 1, 1, 1));
      assertSameBits(() -> x.conv2d(w.narrow(1, 0, 3), 1, 2, 1, 2));
      assertSameBits(() -> x.conv2d(w.narrow(2, 0, 1).narrow(3, 0, 1), 0, 1, 1, 1));
      assertSameBits(() -> x.convTranspose2d(w.transpose(0, 1).narrow(1, 0, 4), 1, 1, 2, 1));
    }
  }

  @Test
  void depthwise() {
    Tensor x = random(DType.F32, 3, 12, 17, 19);
    Tensor w = random(DType.F32, 12, 1, 3, 3);
    assertSameBits(() -> x.conv2d(w, 1, 1, 1, 12));
    assertSameBits(() -> x.conv2d(w, 1, 2, 1, 12));
  }

  @Test
  void gradients() {
    for (int stride = 1; stride <= 2; stride++) {
      int s = stride;
      for (boolean ofKernel : new boolean[] {false, true}) {
        assertSameBits(() -> {
          Var x = Var.fromTensor(random(DType.F32, 20, 6, 17, 19));
          Var w = Var.fromTensor(random(DType.F32, 8, 6, 3, 3));
          GradStore grads = x.conv2d(w, 1, s, 1, 1).sqr().sumAll().backward();
          return grads.get(ofKernel ? w : x).orElseThrow();
        });
      }
    }
  }

  @Test
  void poolsAndOtherSizes() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.F16}) {
      Tensor x = random(dtype, 7, 9, 33, 35);
      assertSameBits(() -> x.maxPool2d(2));
      assertSameBits(() -> x.maxPool2dWithIndices(Pool2dParams.of(3)).indices());
      assertSameBits(() -> x.avgPool2dWithStride(3, 2));
      assertSameBits(() -> x.interpolate2d(40, 20));
      assertSameBits(() -> x.upsampleBilinear2d(40, 20, true));
      assertSameBits(() -> gradient(x, v -> v.maxPool2dWithStride(3, 1)));
      assertSameBits(() -> gradient(x, v -> v.avgPool2dWithStride(3, 1)));
      assertSameBits(() -> gradient(x, v -> v.upsampleBilinear2d(40, 20, true)));
    }
    assertSameBits(() -> random(DType.F32, 7, 9, 33, 35).mul(50).toDtype(DType.I32).maxPool2d(2));
  }

  private static Tensor gradient(Tensor x, Module f) {
    Var v = Var.fromTensor(x);
    return f.forward(v).sqr().sumAll().backward().get(v).orElseThrow();
  }

  private static void assertSameBits(Supplier<Tensor> f) {
    Parallel.setThreads(1);
    long[] alone = bits(f.get());
    Parallel.setThreads(MANY);
    Parallel.setSplittingNanos(0);
    long before = Parallel.sharedTasks();
    Tensor shared = f.get();
    assertThat(Parallel.sharedTasks() - before).as("tasks open to threads").isGreaterThan(1);
    assertThat(bits(shared)).isEqualTo(alone);
  }

  private static long[] bits(Tensor x) {
    double[] wide = x.flattenAll().toDtype(DType.F64).toVec1F64();
    return Arrays.stream(wide).mapToLong(Double::doubleToRawLongBits).toArray();
  }
}
