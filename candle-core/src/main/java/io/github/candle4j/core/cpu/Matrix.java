package io.github.candle4j.core.cpu;

/// A matrix inside an array: element `(i, j)` is `data[offset + i * rowStride + j * columnStride]`.
public sealed interface Matrix {
  int rows();

  int columns();

  record F32(float[] data, int offset, int rows, int columns, int rowStride, int columnStride)
      implements Matrix {}

  record F64(double[] data, int offset, int rows, int columns, int rowStride, int columnStride)
      implements Matrix {}
}
