package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.file.Bytes;
import io.github.candle4j.core.file.ElementType;
import io.github.candle4j.core.file.SafetensorsHeader;
import io.github.candle4j.core.storage.MappedStorage;
import java.nio.ByteOrder;

/// A tensor in a safetensors file or buffer that has not been read yet.
public final class TensorView {
  private static final String OPERATION = "safetensors";

  private final String name;
  private final Bytes bytes;
  private final SafetensorsHeader.Entry entry;

  TensorView(String name, Bytes bytes, SafetensorsHeader.Entry entry) {
    this.name = name;
    this.bytes = bytes;
    this.entry = entry;
  }

  /// The dtype that it has when it is loaded. Types that are not among the dtypes become the next one that holds their
  /// values: BOOL becomes U8, I8 I16, U16 U32, U64 I64 and F8_E5M2 F16.
  ///
  /// @throws CandleException for types that cannot be read, such as C64 and F4
  public DType dtype() {
    return type().dtype();
  }

  /// The shape.
  public Shape shape() {
    return entry.shape();
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
  /// @throws CandleException if its type cannot be read, a tensor cannot have so many elements, or a U64 does not fit an I64
  public Tensor load(Device device) {
    ElementType type = type();
    Shape shape = shapeOfTensor();
    return bytes.isMapped() && type.isDtype()
        ? Tensor.fresh(
            new MappedStorage(bytes, type.dtype(), ByteOrder.LITTLE_ENDIAN), shape, device)
        : copy(device);
  }

  /// The tensor in arrays of its own.
  Tensor copy(Device device) {
    return RawBytes.read(bytes, type(), shapeOfTensor(), device);
  }

  private ElementType type() {
    ElementType type = entry.type();
    if (type == null) {
      throw CandleException.withHint(
          Kind.DTYPE,
          OPERATION,
          bytes.name()
              + ": tensor '"
              + name
              + "' has the dtype "
              + entry.typeName()
              + ", which cannot be read; known: "
              + SafetensorsHeader.typeNames(),
          "save it as one of these, or load the others: "
              + "new MmapedSafetensors(path).load(name, device)");
    }
    return type;
  }

  /// The shape, if a tensor can have it.
  private Shape shapeOfTensor() {
    Shape shape = entry.shape();
    if (shape.elemCount() > Shape.MAX_ELEMENTS) {
      throw new CandleException(
          Kind.SHAPE,
          OPERATION,
          bytes.name()
              + ": tensor '"
              + name
              + "' of shape "
              + shape
              + " has "
              + shape.elemCount()
              + " elements, a tensor holds at most "
              + Shape.MAX_ELEMENTS);
    }
    return shape;
  }

  @Override
  public String toString() {
    ElementType type = entry.type();
    String dtype = type == null ? entry.typeName() : type.dtype().asStr();
    return "TensorView[" + shape() + ", " + dtype + "]";
  }
}
