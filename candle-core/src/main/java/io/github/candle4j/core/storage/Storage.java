package io.github.candle4j.core.storage;

import io.github.candle4j.core.DType;

/// Where the elements of tensors are held; shared by all views of a tensor.
public sealed interface Storage permits HeapStorage, MappedStorage {
  /// The dtype of the elements.
  DType dtype();

  /// How often the elements have been changed in place; a graph remembers it to notice changes.
  int version();
}
