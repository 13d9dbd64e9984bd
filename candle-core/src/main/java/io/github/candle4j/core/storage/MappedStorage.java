package io.github.candle4j.core.storage;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.file.Bytes;
import java.nio.ByteOrder;

/// Elements in a mapped file, in its byte order; they cannot be changed. What is read is copied into arrays first, so
/// that kernels see arrays alone.
public final class MappedStorage implements Storage {
  private final Bytes bytes;
  private final DType dtype;
  private final ByteOrder order;

  /// The elements that fill `bytes`.
  public MappedStorage(Bytes bytes, DType dtype, ByteOrder order) {
    this.bytes = bytes;
    this.dtype = dtype;
    this.order = order;
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  /// Always 0: nothing here changes.
  @Override
  public int version() {
    return 0;
  }

  /// The number of elements.
  public int length() {
    return Math.toIntExact(bytes.size() / dtype.sizeInBytes());
  }

  /// The file, for errors.
  public String name() {
    return bytes.name();
  }

  /// Copies elements `offset .. offset + count` to places `at ..` of a storage of the same dtype.
  public void read(int offset, CpuStorage to, int at, int count) {
    bytes.read((long) offset * dtype.sizeInBytes(), order, to.array(), at, count);
  }
}
