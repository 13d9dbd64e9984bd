package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.Allocations.Call;
import io.github.candle4j.core.cpu.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// What `backward` allocates: the gradients of the variables and what is stated here; on one thread.
@Isolated
class GradientAllocationTest {
  private static final long FLOATS = 4 * Allocations.COUNT;

  private final int threads = Parallel.threads();
  private final List<Call> calls = new ArrayList<>();
  private final Var x =
      Var.fromTensor(
          Tensor.rand(1f, 2f, Shape.of(Allocations.ROWS, Allocations.COLUMNS), Device.CPU));

  @BeforeEach
  void oneThread() {
    Parallel.setThreads(1);
  }

  @AfterEach
  void restore() {
    Parallel.setThreads(threads);
  }

  @Test
  void gradientsAndLittleElse() {
    Tensor images = x.reshape(-1, 16, 64, 64);
    Var square = Var.fromTensor(x.narrow(1, 0, Allocations.ROWS).detach().copy());
    long ofSquare = Allocations.bytes(square);
    Var kernel = Var.zeros(Shape.of(16, 16, 3, 3), DType.F32, Device.CPU);
    long ofKernel = Allocations.bytes(kernel);
    Tensor rows = Tensor.arange(0, Allocations.ROWS, Device.CPU);
    Tensor ids = x.detach().zerosLike().toDtype(DType.U32);
    call("matmul", FLOATS + ofSquare, _ -> x.reshape(-1, Allocations.ROWS).matmul(square));
    call("linear", FLOATS + ofSquare, _ -> Fused.linear(x.reshape(-1, Allocations.ROWS), square));
    // The kernel turned round, and the sums of eight parts of the batch.
    call("conv2d", FLOATS + 9 * ofKernel, _ -> images.conv2d(kernel, 1, 1, 1, 1));
    // The positions are found again.
    call("maxPool2d", FLOATS + FLOATS / 4, _ -> images.maxPool2d(2));
    call("avgPool2d", FLOATS, _ -> images.avgPool2d(2));
    call("softmax", FLOATS, y -> Fused.softmax(y, 1));
    // The exponentials, and their products with the sum of a row.
    call("logSoftmax", 3 * FLOATS, y -> Fused.logSoftmax(y, 1));
    call("crossEntropy", FLOATS, y -> Fused.crossEntropy(y, rows));
    call("gather", FLOATS, y -> y.gather(ids, 0));
    call("indexSelect", FLOATS, y -> y.indexSelect(rows, 0));
    call("cat", FLOATS, y -> Tensor.cat(0, y, Tensor.zeros(y.shape(), DType.F32, Device.CPU)));
    // Two uses, and their sum.
    call("cat of the same", FLOATS, y -> Tensor.cat(1, y, y));
    call("exp", FLOATS, Tensor::exp);
    // The sign of the result, times the gradient.
    call("relu", 2 * FLOATS, Tensor::relu);
    call("sum", FLOATS, y -> y.sum(1));
    call("narrow", FLOATS, y -> y.narrow(1, 0, 10));
    // Added in one place; all but the first of eight parts go through a sum of their own size.
    call("many narrows", FLOATS + FLOATS * 7 / 8, GradientAllocationTest::sumOfParts);
    assertThat(Allocations.wrong(calls)).isEmpty();
  }

  private static Tensor sumOfParts(Tensor x) {
    int rows = x.dim(0) / 8;
    Tensor sum = x.narrow(0, 0, rows);
    for (int i = 1; i < 8; i++) {
      sum = sum.add(x.narrow(0, i * rows, rows));
    }
    return sum;
  }

  private void call(String name, long bytes, UnaryOperator<Tensor> f) {
    Tensor y = f.apply(x);
    Tensor seed = y.detach().onesLike();
    calls.add(new Call(name, () -> y.backward(seed), bytes));
  }
}
