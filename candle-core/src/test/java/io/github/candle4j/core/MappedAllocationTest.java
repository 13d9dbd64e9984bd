package io.github.candle4j.core;

import static io.github.candle4j.core.MappedTensorTest.mapped;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What is read in place is not copied.
class MappedAllocationTest {
  /// The file of 16 MB is read where it lies: what is allocated is far less.
  @Test
  void nothingIsCopiedThatIsReadInPlace() {
    Tensor w = mapped(Tensor.zeros(Shape.of(4096, 1024), DType.F32, Device.CPU));
    Tensor x = Tensor.ones(Shape.of(1, 1024), DType.F32, Device.CPU);
    Tensor ids = Tensor.of(new long[] {5, 4095}, Device.CPU);
    Tensor narrow = w.narrow(0, 100, 8);
    int threads = Utils.getNumThreads();
    Utils.setNumThreads(1);
    try {
      assertAllocatesLess(4 << 20, () -> x.matmul(w.t()));
      assertAllocatesLess(4 << 20, () -> w.matmul(x.t()));
      assertAllocatesLess(4 << 20, () -> Fused.linear(x, w));
      assertAllocatesLess(1 << 20, () -> w.indexSelect(ids, 0));
      assertAllocatesLess(1 << 20, () -> narrow.toDtype(DType.F64));
      assertAllocatesLess(1 << 20, narrow::copy);
      assertAllocatesLess(1 << 20, narrow::sumAll);
      assertAllocatesLess(10 << 20, () -> w.toDtype(DType.F16));
    } finally {
      Utils.setNumThreads(threads);
    }
  }

  /// Vectors are objects until C2 has compiled a kernel, so the least of several calls counts.
  private static void assertAllocatesLess(long bytes, Supplier<Tensor> body) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 500 && least >= bytes; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      assertThat(body.get()).isNotNull();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isLessThan(bytes);
  }
}
