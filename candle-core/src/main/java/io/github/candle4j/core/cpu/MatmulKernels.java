package io.github.candle4j.core.cpu;

/// Matrix products `c = a b`, or `c += a b` when `accumulate` is set.
///
/// `a` is `[m, k]`, `b` is `[k, n]`, both with any strides (a transposed matrix is a swap of strides, a broadcast one
/// has stride 0); `c` is `[m, n]` with column stride 1. Large products are shared among the threads of [Parallel]; the
/// bits of the result do not depend on their number.
public interface MatmulKernels {
  void multiply(Matrix.F32 a, Matrix.F32 b, Matrix.F32 c, boolean accumulate);

  void multiply(Matrix.F64 a, Matrix.F64 b, Matrix.F64 c, boolean accumulate);
}
