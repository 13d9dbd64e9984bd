package io.github.candle4j.core;

/// What is known of a tensor in a PyTorch file before it is read.
///
/// @param name its name: the keys of the dicts that hold it, joined with dots
/// @param dtype the dtype that it has when it is read
/// @param layout where its elements lie in their storage, in elements
/// @param path the name of the storage, which other tensors may share
/// @param storageSize the number of elements of the storage, as PyTorch counts them
public record TensorInfo(String name, DType dtype, Layout layout, String path, long storageSize) {}
