package io.github.candle4j.core;

/// What a custom operation gives: elements side by side in row-major order, and their shape.
///
/// @param storage the elements; they belong to the new tensor from now on
/// @param shape the shape, with as many elements
public record CpuResult(CpuStorage storage, Shape shape) {}
