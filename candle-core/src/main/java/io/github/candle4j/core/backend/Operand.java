package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Layout;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.storage.HeapStorage;
import io.github.candle4j.core.storage.MappedStorage;
import io.github.candle4j.core.storage.Storage;

/// A tensor as a backend sees it: a storage and the layout over it.
public record Operand(Storage storage, Layout layout) {
  /// The shape.
  public Shape shape() {
    return layout.shape();
  }

  /// The dtype.
  public DType dtype() {
    return storage.dtype();
  }

  /// The number of elements.
  public int count() {
    return layout.shape().arrayLength();
  }

  /// The elements of a storage on the heap.
  CpuStorage data() {
    return switch (storage) {
      case HeapStorage heap -> heap.data();
      case MappedStorage mapped -> throw new IllegalStateException(mapped.name() + " is not read");
    };
  }

  /// The same storage looked at in another way.
  Operand view(Layout other) {
    return new Operand(storage, other);
  }

  /// True if element `i` is at place `i` of the array.
  boolean startsAtZero() {
    return layout.startOffset() == 0 && layout.isContiguous();
  }
}
