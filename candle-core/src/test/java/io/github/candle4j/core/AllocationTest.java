package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.candle4j.core.cpu.Parallel;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// An operation allocates its result, the records around it, and what is stated here; on one thread.
@Isolated
class AllocationTest {
  private static final int ROWS = 250;
  private static final int COLUMNS = 264;

  /// Tensors, layouts, the array of operands.
  private static final long RECORDS = 4096;

  /// Blocks of 1,024 elements for three operands and the result, in doubles or longs, for each of two tasks.
  private static final long BLOCKS = 2 * 4 * 1024 * 8;

  /// Vectors are objects until the second compiler has seen a kernel: calls are repeated until it has.
  private static final long WARM_UP_NANOS = 30_000_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final int threads = Parallel.threads();
  private final Map<String, Supplier<Tensor>> whole = new LinkedHashMap<>();
  private final Map<String, Supplier<Tensor>> blockwise = new LinkedHashMap<>();

  @BeforeEach
  void oneThread() {
    Parallel.setThreads(1);
    operations(whole, blockwise);
  }

  @AfterEach
  void restore() {
    Parallel.setThreads(threads);
  }

  @Test
  void contiguousOperandsOfOneDtypeNeedNoScratch() {
    assertThat(tooMuch(whole, RECORDS)).isEmpty();
  }

  @Test
  void otherOperandsGoThroughBlocks() {
    assertThat(tooMuch(blockwise, RECORDS + BLOCKS)).isEmpty();
  }

  private static void operations(
      Map<String, Supplier<Tensor>> whole, Map<String, Supplier<Tensor>> blockwise) {
    Tensor x = Tensor.rand(0.5f, 2f, Shape.of(ROWS, COLUMNS), Device.CPU);
    Tensor y = x.add(1);
    Tensor d = x.toDtype(DType.F64);
    Tensor n = x.mul(100).toDtype(DType.I64);
    Tensor row = x.get(0).copy();
    for (Tensor a : List.of(x, d)) {
      String of = " of " + a.dtype();
      whole.put("add" + of, () -> a.add(a));
      whole.put("affine" + of, () -> a.affine(2, 1));
      whole.put("relu" + of, a::relu);
      whole.put("exp" + of, a::exp);
      whole.put("tanh" + of, a::tanh);
      whole.put("copy" + of, a::copy);
      whole.put("sum over columns" + of, () -> a.sum(1));
      whole.put("max over columns" + of, () -> a.max(1));
      whole.put("softmax" + of, () -> Fused.softmax(a, 1));
      whole.put("narrow and back" + of, () -> a.narrow(0, 1, 100).copy());
      whole.put("cat" + of, () -> Tensor.cat(0, a, a));
      whole.put("powf" + of, () -> a.powf(3));
    }
    whole.put("gelu", x::gelu);
    whole.put("product", () -> x.narrow(1, 0, 64).matmul(x.narrow(0, 0, 64)));
    whole.put("integers", () -> n.mul(n));
    blockwise.put("comparison", () -> x.gt(y));
    blockwise.put("comparison with a number", () -> x.gt(1));
    blockwise.put("cast", () -> x.toDtype(DType.F16));
    blockwise.put("broadcast", () -> x.broadcastMul(row));
    blockwise.put("transposed", () -> x.t().add(y.t()));
    blockwise.put("sum over rows", () -> x.sum(0));
    Tensor half = x.toDtype(DType.F16);
    blockwise.put("sum of F16", () -> half.sum(1));
    blockwise.put("transposed copy", () -> x.t().copy());
  }

  private static List<String> tooMuch(Map<String, Supplier<Tensor>> operations, long allowed) {
    List<String> found = new ArrayList<>();
    operations.forEach((name, operation) -> {
      long end = System.nanoTime() + WARM_UP_NANOS;
      long extra = extra(operation);
      while (extra > allowed && System.nanoTime() < end) {
        extra = Math.min(extra, extra(operation));
      }
      if (extra > allowed) {
        found.add(name + ": " + extra + " bytes over its result, allowed " + allowed);
      }
    });
    return found;
  }

  /// What one call allocates beyond the elements of its result.
  private static long extra(Supplier<Tensor> operation) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Tensor y = operation.get();
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    return bytes - y.elemCount() * y.dtype().sizeInBytes();
  }
}
