package io.github.candle4j.core.cpu;

final class ScalarMatmul implements MatmulKernels {
  @Override
  public void multiply(Matrix.F32 a, Matrix.F32 b, Matrix.F32 c, boolean accumulate) {
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        float s = accumulate ? c.data()[c.offset() + i * c.rowStride() + j] : 0;
        for (int p = 0; p < a.columns(); p++) {
          s +=
              a.data()[a.offset() + i * a.rowStride() + p * a.columnStride()]
                  * b.data()[b.offset() + p * b.rowStride() + j * b.columnStride()];
        }
        c.data()[c.offset() + i * c.rowStride() + j] = s;
      }
    }
  }

  @Override
  public void multiply(Matrix.F64 a, Matrix.F64 b, Matrix.F64 c, boolean accumulate) {
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        double s = accumulate ? c.data()[c.offset() + i * c.rowStride() + j] : 0;
        for (int p = 0; p < a.columns(); p++) {
          s +=
              a.data()[a.offset() + i * a.rowStride() + p * a.columnStride()]
                  * b.data()[b.offset() + p * b.rowStride() + j * b.columnStride()];
        }
        c.data()[c.offset() + i * c.rowStride() + j] = s;
      }
    }
  }
}
