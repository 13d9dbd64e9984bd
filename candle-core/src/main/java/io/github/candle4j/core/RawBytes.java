package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.storage.HeapStorage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Elements as the bytes of files: little-endian, in row-major order.
final class RawBytes {
  /// Elements written at once.
  private static final int BLOCK = 1 << 13;

  private RawBytes() {}

  static Tensor read(byte[] bytes, DType dtype, Shape shape, Device device) {
    int size = dtype.sizeInBytes();
    long wanted = shape.elemCount() * size;
    if (bytes.length != wanted) {
      throw CandleException.withHint(
          Kind.SHAPE,
          "from_raw_buffer",
          "Shape mismatch, got buffer of size "
              + bytes.length / size
              + " which is compatible with shape "
              + shape,
          "the shape "
              + shape
              + " of dtype "
              + dtype
              + " wants "
              + wanted
              + " bytes, got "
              + bytes.length);
    }
    CpuStorage storage = CpuStorage.zeros(dtype, shape.arrayLength());
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (storage.array()) {
      case byte[] a -> in.get(a);
      case short[] a -> in.asShortBuffer().get(a);
      case int[] a -> in.asIntBuffer().get(a);
      case long[] a -> in.asLongBuffer().get(a);
      case float[] a -> in.asFloatBuffer().get(a);
      case double[] a -> in.asDoubleBuffer().get(a);
      default -> throw new IllegalStateException("no such storage: " + dtype);
    }
    return Tensor.fresh(new HeapStorage(storage), shape, device);
  }

  static void write(Tensor x, OutputStream out) {
    Tensor packed = x.detach().contiguous();
    int size = x.dtype().sizeInBytes();
    ByteBuffer block = ByteBuffer.allocate(BLOCK * size).order(ByteOrder.LITTLE_ENDIAN);
    int start = packed.layout().startOffset();
    int count = x.shape().arrayLength();
    try {
      for (int done = 0, n; done < count; done += n) {
        n = Math.min(BLOCK, count - done);
        put(packed.array(), start + done, n, block);
        out.write(block.array(), 0, n * size);
      }
    } catch (IOException e) {
      throw new CandleException(Kind.FILE, "write_bytes", "write_bytes: " + e.getMessage(), e);
    }
  }

  private static void put(Object array, int start, int n, ByteBuffer block) {
    switch (array) {
      case byte[] a -> block.put(0, a, start, n);
      case short[] a -> block.asShortBuffer().put(a, start, n);
      case int[] a -> block.asIntBuffer().put(a, start, n);
      case long[] a -> block.asLongBuffer().put(a, start, n);
      case float[] a -> block.asFloatBuffer().put(a, start, n);
      case double[] a -> block.asDoubleBuffer().put(a, start, n);
      default -> throw new IllegalStateException("no such storage: " + array.getClass());
    }
  }
}
