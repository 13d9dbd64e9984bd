package io.github.candle4j.core.file;

import io.github.candle4j.core.Layout;
import org.jspecify.annotations.Nullable;

/// A tensor in a PyTorch file.
///
/// @param type the type of its elements, null for one that cannot be read
/// @param typeName the type as PyTorch calls it
/// @param layout where its elements lie in their storage
/// @param path the name of the storage
/// @param storageSize the number of elements of the storage
public record TorchTensor(
    @Nullable ElementType type, String typeName, Layout layout, String path, long storageSize) {}
