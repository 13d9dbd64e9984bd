package io.github.candle4j.core.cpu.vector;

import io.github.candle4j.core.cpu.Kernels;

/// The kernels of the Vector API, as a whole. [Kernels] reaches this class by name, so that nothing of
/// `jdk.incubator.vector` is linked where that module is missing.
public final class VectorKernels {
  private VectorKernels() {}

  /// The kernels for the vector width of this JVM.
  public static Kernels create() {
    return new Kernels(
        "vector" + Species.FLOAT.vectorBitSize(),
        new VectorFunctions(),
        new VectorComparisons(),
        new VectorBf16Casts(),
        new VectorRows(),
        VectorMatmul.of(Species.FLOAT.vectorBitSize()));
  }
}
