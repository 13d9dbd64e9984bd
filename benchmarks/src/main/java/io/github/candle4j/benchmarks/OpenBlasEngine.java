package io.github.candle4j.benchmarks;

import io.github.candle4j.core.cpu.Matrix;
import org.jspecify.annotations.Nullable;

/// OpenBLAS, which has nothing but products.
final class OpenBlasEngine implements Engine {
  OpenBlasEngine() {
    if (!OpenBlas.isPresent()) {
      throw new IllegalStateException(
          "org.bytedeco:openblas:linux-x86_64 is not on the class path");
    }
  }

  @Override
  public String version() {
    return OpenBlas.version();
  }

  @Override
  public @Nullable Workload open(Task task) {
    if (task.kind() != Task.Kind.MATMUL) {
      return null;
    }
    OpenBlas.setThreads(task.threads());
    int n = task.size();
    return new Product(matrix(n, 1), matrix(n, 2), matrix(n, 3));
  }

  private static Matrix.F32 matrix(int n, long seed) {
    return new Matrix.F32(Inputs.gaussian(n * n, 1, seed), 0, n, n, n, 1);
  }

  private record Product(Matrix.F32 a, Matrix.F32 b, Matrix.F32 c) implements Workload {
    @Override
    public void run() {
      OpenBlas.multiply(a, b, c);
    }

    @Override
    public double[] results() {
      run();
      return Inputs.summary(c.data());
    }
  }
}
