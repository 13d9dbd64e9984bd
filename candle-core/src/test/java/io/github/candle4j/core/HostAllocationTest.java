package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.Allocations.Call;
import io.github.candle4j.core.cpu.Parallel;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Taking elements out of a tensor allocates the arrays that are returned; on one thread.
@Isolated
class HostAllocationTest {
  private final int threads = Parallel.threads();

  @BeforeEach
  void oneThread() {
    Parallel.setThreads(1);
  }

  @AfterEach
  void restore() {
    Parallel.setThreads(threads);
  }

  @Test
  void elementsAreTakenOutOnce() {
    Shape shape = Shape.of(Allocations.ROWS, Allocations.COLUMNS);
    Tensor x = Tensor.rand(1f, 2f, shape, Device.CPU);
    List<Call> taken = new ArrayList<>();
    for (Method method : Tensor.class.getMethods()) {
      if (method.getName().matches("toVec[123].*")) {
        int rank = method.getName().charAt(5) - '0';
        DType dtype = DType.valueOf(method.getName().substring(6));
        Tensor from = x.reshape(Arrays.copyOf(new int[] {2, 2, -1}, 3)).toDtype(dtype);
        Tensor ranked = rank == 3 ? from : rank == 2 ? from.flatten(0, 1) : from.flattenAll();
        boolean asFloats = dtype.isFloat() && dtype != DType.F64;
        long size = asFloats ? Float.BYTES : dtype.sizeInBytes();
        taken.add(
            new Call(
                method.getName(),
                () -> MethodAllocationTest.invoke(method, ranked),
                size * Allocations.COUNT));
      }
    }
    assertThat(taken).hasSize(3 * DType.values().length);
    assertThat(Allocations.wrong(taken)).isEmpty();
  }
}
