package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.file.Bytes;
import io.github.candle4j.core.file.ElementType;
import io.github.candle4j.core.storage.HeapStorage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;

/// Elements as the bytes of files: little-endian, in row-major order.
final class RawBytes {
  /// Bytes written to a stream at once.
  private static final int BLOCK = 1 << 16;

  /// Elements read by one task.
  private static final int CHUNK = 1 << 18;

  private static final double NANOS_PER_BYTE = 0.15;

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
    return read(Bytes.of(bytes, "buffer"), ElementType.of(dtype), shape, device);
  }

  /// A tensor on the heap from the bytes that hold it and no more.
  ///
  /// @throws CandleException naming the file if a U64 does not fit an I64
  static Tensor read(Bytes bytes, ElementType type, Shape shape, Device device) {
    return read(bytes, type, ByteOrder.LITTLE_ENDIAN, shape, device);
  }

  /// [#read] with another order of the bytes within an element.
  static Tensor read(Bytes bytes, ElementType type, ByteOrder order, Shape shape, Device device) {
    CpuStorage storage = CpuStorage.zeros(type.dtype(), shape.arrayLength());
    int n = storage.length();
    Parallel.run(
        Math.ceilDiv(n, CHUNK),
        (long) (n * (double) type.bytes() * NANOS_PER_BYTE),
        chunk -> {
          int from = chunk * CHUNK;
          int count = Math.min(CHUNK, n - from);
          if (type.isDtype()) {
            bytes.read((long) from * type.bytes(), order, storage.array(), from, count);
          } else {
            widen(bytes, type, order, storage.array(), from, count);
          }
        });
    return Tensor.fresh(new HeapStorage(storage), shape, device);
  }

  /// Elements that no dtype has, as those of the dtype that holds them.
  private static void widen(
      Bytes bytes, ElementType type, ByteOrder order, Object array, int from, int count) {
    switch (type) {
      case I8 -> {
        byte[] b = bytes.copy(from, count);
        for (int i = 0; i < count; i++) {
          ((short[]) array)[from + i] = b[i];
        }
      }
      case F8E5M2 -> {
        byte[] b = bytes.copy(from, count);
        for (int i = 0; i < count; i++) {
          ((short[]) array)[from + i] = (short) (b[i] << Byte.SIZE);
        }
      }
      case U16 -> {
        short[] s = new short[count];
        bytes.read(2L * from, order, s, 0, count);
        for (int i = 0; i < count; i++) {
          ((int[]) array)[from + i] = Short.toUnsignedInt(s[i]);
        }
      }
      case U64 -> {
        long[] l = (long[]) array;
        bytes.read(8L * from, order, l, from, count);
        for (int i = from; i < from + count; i++) {
          if (l[i] < 0) {
            throw bytes.error(
                "load", 8L * i, "the U64 " + Long.toUnsignedString(l[i]) + " does not fit an I64");
          }
        }
      }
      case BOOL, U8, I16, U32, I32, I64, BF16, F16, F32, F64, F8E4M3 ->
          throw new IllegalStateException(type + " is a dtype");
    }
  }

  static void write(Tensor x, OutputStream out) {
    try {
      write(x, Channels.newChannel(out), ByteBuffer.allocate(BLOCK));
    } catch (IOException e) {
      throw new CandleException(Kind.FILE, "write_bytes", "write_bytes: " + e.getMessage(), e);
    }
  }

  /// Writes the elements, `block` by `block`.
  static void write(Tensor x, WritableByteChannel out, ByteBuffer block) throws IOException {
    Tensor packed = x.detach().contiguous().onHeap();
    block.order(ByteOrder.LITTLE_ENDIAN);
    int size = x.dtype().sizeInBytes();
    int start = packed.layout().startOffset();
    int count = x.shape().arrayLength();
    for (int done = 0, n; done < count; done += n) {
      n = Math.min(block.capacity() / size, count - done);
      block.clear();
      put(packed.array(), start + done, n, block);
      block.position(0).limit(n * size);
      write(block, out);
    }
  }

  /// Writes all that remains of `bytes`.
  static void write(ByteBuffer bytes, WritableByteChannel out) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
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
