package io.github.candle4j.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.Conv1dParams;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import io.github.candle4j.core.cpu.Parallel;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// What the tasks of a convolution need beside its result, as docs/architecture.md states it.
@Isolated
class ConvolutionScratchTest {
  private static final int TILE = 65_536;
  private static final int SMALL_IMAGES = 262_144;

  private final int threads = Parallel.threads();

  @BeforeEach
  void oneThread() {
    Parallel.setThreads(1);
  }

  @AfterEach
  void restore() {
    Parallel.setThreads(threads);
  }

  /// A thread of its own has no buffer at first, and its buffer grows to the largest that it was asked for.
  private static int elements(Supplier<Tensor> f) throws Exception {
    FutureTask<Integer> task =
        new FutureTask<>(() -> {
          var _ = f.get();
          return Reals.Floats.INSTANCE.scratch(0).length;
        });
    Thread thread = new Thread(task);
    thread.start();
    return task.get();
  }

  private static Tensor ones(int... dims) {
    return Tensor.ones(Shape.of(dims), DType.F32, Device.CPU);
  }

  private static Tensor kernelGradient(Tensor x, Tensor w, Conv1dParams params) {
    Var v = Var.fromTensor(w);
    return x.conv1d(v, params).sumAll().backward().get(v).orElseThrow();
  }

  /// 64 windows of 20,000 elements would be 1.3 million.
  @Test
  void kernelsOfManyElements() throws Exception {
    Tensor x = ones(1, 2, 64);
    Tensor w = ones(2, 1, 20_000);
    assertThat(elements(() -> x.convTranspose1d(w, 0, 0, 2, 1, 1))).isBetween(1, TILE);
    Tensor image = ones(1, 1, 20_130);
    Tensor kernel = ones(3, 1, 20_000);
    Conv1dParams params = Conv1dParams.defaults().withStride(2);
    assertThat(elements(() -> image.conv1d(kernel, params))).isBetween(1, TILE);
    assertThat(elements(() -> kernelGradient(image, kernel, params))).isBetween(1, TILE);
  }

  /// Each element of the kernel lies over each element of the result once.
  @Test
  void kernelsOfManyElementsGiveTheirSums() {
    Tensor y = ones(1, 2, 64).convTranspose1d(ones(2, 1, 20_000), 0, 0, 2, 1, 1);
    assertThat(y.dims()).containsExactly(1, 1, 126 + 20_000);
    // Element p is in the windows with 0 <= p - 2 o < 20,000, of two channels.
    float[] sums = y.flattenAll().toVec1F32();
    for (int p = 0; p < sums.length; p++) {
      int first = Math.max(0, Math.ceilDiv(p - 19_999, 2));
      int last = Math.min(63, p / 2);
      assertThat(sums[p]).isEqualTo(2 * (last - first + 1));
    }
  }

  /// As many channels as leave room for less than two images, and few enough for several.
  @Test
  void smallImages() throws Exception {
    Tensor x = ones(3, 1, 4);
    assertThat(elements(() -> x.conv1d(ones(300_000, 1, 1), 0, 1, 1, 1))).isBetween(0, TILE);
    assertThat(elements(() -> x.conv1d(ones(300_000, 1, 2), 0, 1, 1, 1))).isBetween(1, TILE);
    assertThat(elements(() -> x.conv1d(ones(20_000, 1, 4), 0, 1, 1, 1)))
        .isBetween(TILE / 2, TILE + SMALL_IMAGES);
    Tensor many = ones(9, 512, 49);
    assertThat(elements(() -> many.conv1d(ones(512, 512, 1), 0, 1, 1, 1)))
        .isBetween(TILE, TILE + SMALL_IMAGES);
  }

  @Test
  void manyChannelsAndGroups() throws Exception {
    Tensor x = ones(2, 2000, 100);
    Tensor w = ones(3, 2000, 9);
    Conv1dParams params = Conv1dParams.defaults().withPadding(4);
    assertThat(elements(() -> x.conv1d(w, params))).isBetween(1, TILE);
    assertThat(elements(() -> kernelGradient(x, w, params))).isBetween(1, TILE);
    Tensor each = ones(2000, 1, 9);
    Conv1dParams groups = params.withGroups(2000);
    assertThat(elements(() -> x.conv1d(each, groups))).isBetween(1, TILE);
    assertThat(elements(() -> kernelGradient(x, each, groups))).isBetween(1, TILE);
  }
}
