package io.github.candle4j.core;

/// The array of a tensor and where in it the elements lie, to be read without a copy. Changing the array goes unnoticed by
/// gradients and by tensors that share it.
///
/// @param storage the array
/// @param layout where in it the elements lie
public record StorageAndLayout(CpuStorage storage, Layout layout) {}
