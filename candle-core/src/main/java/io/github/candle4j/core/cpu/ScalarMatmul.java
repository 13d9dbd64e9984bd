package io.github.candle4j.core.cpu;

/// Matrix products without the Vector API, for JVMs that run without `jdk.incubator.vector`.
///
/// Each element is one chain of fused multiply-adds in the order of k, except where a product has few
/// columns. A processor without such an instruction (x86 before 2013) is slow here.
public final class ScalarMatmul implements MatmulKernels {
  @Override
  public void multiply(Matrix.F32 a, Matrix.F32 b, Matrix.F32 c, boolean accumulate) {
    ScalarFloatProduct.multiply(a, b, c, accumulate);
  }

  @Override
  public void multiply(Matrix.F64 a, Matrix.F64 b, Matrix.F64 c, boolean accumulate) {
    ScalarDoubleProduct.multiply(a, b, c, accumulate);
  }
}
