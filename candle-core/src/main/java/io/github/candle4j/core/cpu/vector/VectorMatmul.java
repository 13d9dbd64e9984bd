package io.github.candle4j.core.cpu.vector;

import io.github.candle4j.core.cpu.MatmulKernels;
import io.github.candle4j.core.cpu.Matrix;
import jdk.incubator.vector.FloatVector;

/// Matrix products with the Vector API: one chain of fused multiply-adds for each element in registers, in
/// the order of k, except that a product with a vector may sum along k in lanes.
///
/// The kernels of a width are classes of their own because C2 keeps vectors in registers only when the
/// species is a constant, and because the best tile differs (see [FloatTiles512] and its siblings).
public final class VectorMatmul implements MatmulKernels {
  private final int bits;
  private final FloatProduct floats;
  private final DoubleProduct doubles;

  private VectorMatmul(
      int bits, FloatTiles tiles, FloatRows rows, FloatDots dots, DoubleTiles wide) {
    this.bits = bits;
    // A quarter of two multiply-adds a cycle at 3 to 4 GHz: what is reached on one thread, roughly.
    int operationsPerNano = bits / 5;
    this.floats = new FloatProduct(tiles, rows, dots, operationsPerNano);
    this.doubles = new DoubleProduct(wide, operationsPerNano / 2);
  }

  /// Kernels for the widest vectors that this machine prefers.
  public static VectorMatmul preferred() {
    return of(FloatVector.SPECIES_PREFERRED.vectorBitSize());
  }

  /// Kernels for vectors of `bits` bits: 128, 256 or 512. More than the machine has works, slowly.
  ///
  /// @throws IllegalArgumentException for any other width
  public static VectorMatmul of(int bits) {
    return switch (bits) {
      case 128 ->
          new VectorMatmul(
              bits,
              new FloatTiles128(),
              new FloatRows128(),
              new FloatDots128(),
              new DoubleTiles128());
      case 256 ->
          new VectorMatmul(
              bits,
              new FloatTiles256(),
              new FloatRows256(),
              new FloatDots256(),
              new DoubleTiles256());
      case 512 ->
          new VectorMatmul(
              bits,
              new FloatTiles512(),
              new FloatRows512(),
              new FloatDots512(),
              new DoubleTiles512());
      default -> throw new IllegalArgumentException("vectors of 128, 256 or 512 bits, got " + bits);
    };
  }

  /// The width of the vectors in bits.
  public int bits() {
    return bits;
  }

  @Override
  public void multiply(Matrix.F32 a, Matrix.F32 b, Matrix.F32 c, boolean accumulate) {
    floats.multiply(a, b, c, accumulate);
  }

  @Override
  public void multiply(Matrix.F64 a, Matrix.F64 b, Matrix.F64 c, boolean accumulate) {
    doubles.multiply(a, b, c, accumulate);
  }
}
