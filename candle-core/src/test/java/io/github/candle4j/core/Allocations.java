package io.github.candle4j.core;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What calls allocate on this thread, against what they may.
final class Allocations {
  static final int ROWS = 128;
  static final int COLUMNS = 1024;

  /// The elements of most operands.
  static final long COUNT = (long) ROWS * COLUMNS;

  /// Tensors, layouts, the scratch of a task: by so much a call may differ from what is stated. It is less than the smallest
  /// tensor of [#COUNT] elements has, one of flags.
  private static final long SMALL = COUNT / 4;

  /// Vectors are objects until the second compiler has seen a kernel: calls are repeated until it has, and until a thread
  /// has made the scratch that it keeps.
  private static final long WARM_UP_NANOS = 60_000_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocations() {}

  /// A call and the bytes that it allocates.
  record Call(String name, Supplier<?> body, long bytes) {
    /// A tensor in a storage of its own, and `scratch`.
    static Call result(String name, Supplier<Tensor> body, long scratch) {
      return new Call(name, body, Allocations.bytes(body.get()) + scratch);
    }

    private long measure() {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      Object result = body.get();
      long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
      if (result == null) {
        throw new AssertionError(name + " gives nothing");
      }
      return bytes;
    }
  }

  /// The bytes of the elements.
  static long bytes(Tensor x) {
    return x.elemCount() * x.dtype().sizeInBytes();
  }

  /// The bytes of the elements in the arithmetic that they are computed in, or 0 if that is their own dtype.
  static long widened(Tensor x) {
    return switch (x.dtype()) {
      case F32, F64, I64 -> 0;
      case F16, BF16, F8E4M3 -> x.elemCount() * Float.BYTES;
      case U8, U32, I16, I32 -> x.elemCount() * Long.BYTES;
    };
  }

  /// The calls that allocate more, or less, than they state.
  static List<String> wrong(List<Call> calls) {
    Map<Call, Long> known = new LinkedHashMap<>();
    List<Call> left = List.copyOf(calls);
    long end = System.nanoTime() + WARM_UP_NANOS;
    while (!left.isEmpty() && System.nanoTime() < end) {
      left.forEach(call -> known.merge(call, call.measure(), Math::min));
      left =
          left.stream().filter(call -> known.getOrDefault(call, 0L) > call.bytes + SMALL).toList();
    }
    return calls.stream()
        .filter(call -> Math.abs(known.getOrDefault(call, 0L) - call.bytes) > SMALL)
        .map(call -> call.name + ": " + known.get(call) + " bytes, stated " + call.bytes)
        .toList();
  }
}
