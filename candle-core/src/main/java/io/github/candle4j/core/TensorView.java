package io.github.candle4j.core;

import io.github.candle4j.core.file.Bytes;
import io.github.candle4j.core.file.ElementType;
import io.github.candle4j.core.storage.MappedStorage;
import java.nio.ByteOrder;

/// A tensor in a safetensors file or buffer that has not been read yet.
public final class TensorView {
  private final Bytes bytes;
  private final ElementType type;
  private final Shape shape;

  TensorView(Bytes bytes, ElementType type, Shape shape) {
    this.bytes = bytes;
    this.type = type;
    this.shape = shape;
  }

  /// The dtype that it has when it is loaded. Types that are not among the dtypes become the next one that holds their
  /// values: BOOL becomes U8, I8 I16, U16 U32, U64 I64 and F8_E5M2 F16.
  public DType dtype() {
    return type.dtype();
  }

  /// The shape.
  public Shape shape() {
    return shape;
  }

  /// The number of its bytes in the file.
  public long sizeInBytes() {
    return bytes.size();
  }

  /// A copy of its bytes: the elements in row-major order, little-endian.
  ///
  /// @throws CandleException if there are more than an array holds
  public byte[] data() {
    if (bytes.size() > Shape.MAX_ELEMENTS) {
      throw bytes.error(
          "data",
          0,
          "an array holds at most " + Shape.MAX_ELEMENTS + " bytes, not " + bytes.size());
    }
    return bytes.copy(0, (int) bytes.size());
  }

  /// The tensor. In a mapped file it stays there: products with matrices, embeddings, [Tensor#indexSelect], casts and
  /// copies read it in place, `narrow` and other views touch nothing, and what other operations use is copied when they
  /// run. From a buffer, or where the file has a type that no dtype has, it is copied now.
  ///
  /// @throws CandleException if a tensor cannot have so many elements, or a U64 does not fit an I64
  public Tensor load(Device device) {
    shape.arrayLength();
    return bytes.isMapped() && type.isDtype()
        ? Tensor.fresh(
            new MappedStorage(bytes, type.dtype(), ByteOrder.LITTLE_ENDIAN), shape, device)
        : copy(device);
  }

  /// The tensor in arrays of its own.
  Tensor copy(Device device) {
    shape.arrayLength();
    return RawBytes.read(bytes, type, shape, device);
  }

  @Override
  public String toString() {
    return "TensorView[" + shape + ", " + dtype().asStr() + "]";
  }
}
