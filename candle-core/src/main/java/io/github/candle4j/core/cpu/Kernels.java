package io.github.candle4j.core.cpu;

/// The kernels that exist in two forms, scalar and Vector API, chosen once when this class is initialised.
///
/// @param name `scalar`, `vector128`, `vector256` or `vector512`
public record Kernels(String name, FloatFunctions functions, RowKernels rows, MatmulKernels matmul) {}
