package io.github.candle4j.core;

/// Elements taken out of a tensor, as Java numbers and arrays. The suffix names the dtype that the tensor must have:
/// nothing is cast on the way.
sealed interface HostConversion permits Tensor {
  /// The element of a scalar of dtype F32, as a float.
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default float toScalarF32() {
    return Host.rank(self(), 0, "to_scalar", Host.floats(self(), DType.F32))[0];
  }

  /// The same as [#toScalarF32].
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default float toVec0F32() {
    return toScalarF32();
  }

  /// The elements of a tensor of one dimension and dtype F32.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default float[] toVec1F32() {
    return Host.rank(self(), 1, "to_vec1", Host.floats(self(), DType.F32));
  }

  /// The rows of a tensor of two dimensions and dtype F32.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default float[][] toVec2F32() {
    return Host.split(self(), 2, "to_vec2", Tensor::toVec1F32, float[][]::new);
  }

  /// The matrices of a tensor of three dimensions and dtype F32.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default float[][][] toVec3F32() {
    return Host.split(self(), 3, "to_vec3", Tensor::toVec2F32, float[][][]::new);
  }

  /// The element of a scalar of dtype F64, as a double.
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default double toScalarF64() {
    return Host.rank(self(), 0, "to_scalar", Host.doubles(self()))[0];
  }

  /// The same as [#toScalarF64].
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default double toVec0F64() {
    return toScalarF64();
  }

  /// The elements of a tensor of one dimension and dtype F64.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default double[] toVec1F64() {
    return Host.rank(self(), 1, "to_vec1", Host.doubles(self()));
  }

  /// The rows of a tensor of two dimensions and dtype F64.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default double[][] toVec2F64() {
    return Host.split(self(), 2, "to_vec2", Tensor::toVec1F64, double[][]::new);
  }

  /// The matrices of a tensor of three dimensions and dtype F64.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default double[][][] toVec3F64() {
    return Host.split(self(), 3, "to_vec3", Tensor::toVec2F64, double[][][]::new);
  }

  /// The element of a scalar of dtype F16, as a float.
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default float toScalarF16() {
    return Host.rank(self(), 0, "to_scalar", Host.floats(self(), DType.F16))[0];
  }

  /// The same as [#toScalarF16].
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default float toVec0F16() {
    return toScalarF16();
  }

  /// The elements of a tensor of one dimension and dtype F16.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default float[] toVec1F16() {
    return Host.rank(self(), 1, "to_vec1", Host.floats(self(), DType.F16));
  }

  /// The rows of a tensor of two dimensions and dtype F16.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default float[][] toVec2F16() {
    return Host.split(self(), 2, "to_vec2", Tensor::toVec1F16, float[][]::new);
  }

  /// The matrices of a tensor of three dimensions and dtype F16.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default float[][][] toVec3F16() {
    return Host.split(self(), 3, "to_vec3", Tensor::toVec2F16, float[][][]::new);
  }

  /// The element of a scalar of dtype BF16, as a float.
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default float toScalarBF16() {
    return Host.rank(self(), 0, "to_scalar", Host.floats(self(), DType.BF16))[0];
  }

  /// The same as [#toScalarBF16].
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default float toVec0BF16() {
    return toScalarBF16();
  }

  /// The elements of a tensor of one dimension and dtype BF16.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default float[] toVec1BF16() {
    return Host.rank(self(), 1, "to_vec1", Host.floats(self(), DType.BF16));
  }

  /// The rows of a tensor of two dimensions and dtype BF16.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default float[][] toVec2BF16() {
    return Host.split(self(), 2, "to_vec2", Tensor::toVec1BF16, float[][]::new);
  }

  /// The matrices of a tensor of three dimensions and dtype BF16.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default float[][][] toVec3BF16() {
    return Host.split(self(), 3, "to_vec3", Tensor::toVec2BF16, float[][][]::new);
  }

  /// The element of a scalar of dtype F8E4M3, as a float.
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default float toScalarF8E4M3() {
    return Host.rank(self(), 0, "to_scalar", Host.floats(self(), DType.F8E4M3))[0];
  }

  /// The same as [#toScalarF8E4M3].
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default float toVec0F8E4M3() {
    return toScalarF8E4M3();
  }

  /// The elements of a tensor of one dimension and dtype F8E4M3.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default float[] toVec1F8E4M3() {
    return Host.rank(self(), 1, "to_vec1", Host.floats(self(), DType.F8E4M3));
  }

  /// The rows of a tensor of two dimensions and dtype F8E4M3.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default float[][] toVec2F8E4M3() {
    return Host.split(self(), 2, "to_vec2", Tensor::toVec1F8E4M3, float[][]::new);
  }

  /// The matrices of a tensor of three dimensions and dtype F8E4M3.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default float[][][] toVec3F8E4M3() {
    return Host.split(self(), 3, "to_vec3", Tensor::toVec2F8E4M3, float[][][]::new);
  }

  /// The element of a scalar of dtype U8, as a byte, whose bits are read as unsigned.
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default byte toScalarU8() {
    return Host.rank(self(), 0, "to_scalar", Host.bytes(self()))[0];
  }

  /// The same as [#toScalarU8].
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default byte toVec0U8() {
    return toScalarU8();
  }

  /// The elements of a tensor of one dimension and dtype U8.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default byte[] toVec1U8() {
    return Host.rank(self(), 1, "to_vec1", Host.bytes(self()));
  }

  /// The rows of a tensor of two dimensions and dtype U8.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default byte[][] toVec2U8() {
    return Host.split(self(), 2, "to_vec2", Tensor::toVec1U8, byte[][]::new);
  }

  /// The matrices of a tensor of three dimensions and dtype U8.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default byte[][][] toVec3U8() {
    return Host.split(self(), 3, "to_vec3", Tensor::toVec2U8, byte[][][]::new);
  }

  /// The element of a scalar of dtype U32, as an int, whose bits are read as unsigned.
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default int toScalarU32() {
    return Host.rank(self(), 0, "to_scalar", Host.ints(self(), DType.U32))[0];
  }

  /// The same as [#toScalarU32].
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default int toVec0U32() {
    return toScalarU32();
  }

  /// The elements of a tensor of one dimension and dtype U32.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default int[] toVec1U32() {
    return Host.rank(self(), 1, "to_vec1", Host.ints(self(), DType.U32));
  }

  /// The rows of a tensor of two dimensions and dtype U32.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default int[][] toVec2U32() {
    return Host.split(self(), 2, "to_vec2", Tensor::toVec1U32, int[][]::new);
  }

  /// The matrices of a tensor of three dimensions and dtype U32.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default int[][][] toVec3U32() {
    return Host.split(self(), 3, "to_vec3", Tensor::toVec2U32, int[][][]::new);
  }

  /// The element of a scalar of dtype I16, as a short.
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default short toScalarI16() {
    return Host.rank(self(), 0, "to_scalar", Host.shorts(self()))[0];
  }

  /// The same as [#toScalarI16].
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default short toVec0I16() {
    return toScalarI16();
  }

  /// The elements of a tensor of one dimension and dtype I16.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default short[] toVec1I16() {
    return Host.rank(self(), 1, "to_vec1", Host.shorts(self()));
  }

  /// The rows of a tensor of two dimensions and dtype I16.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default short[][] toVec2I16() {
    return Host.split(self(), 2, "to_vec2", Tensor::toVec1I16, short[][]::new);
  }

  /// The matrices of a tensor of three dimensions and dtype I16.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default short[][][] toVec3I16() {
    return Host.split(self(), 3, "to_vec3", Tensor::toVec2I16, short[][][]::new);
  }

  /// The element of a scalar of dtype I32, as an int.
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default int toScalarI32() {
    return Host.rank(self(), 0, "to_scalar", Host.ints(self(), DType.I32))[0];
  }

  /// The same as [#toScalarI32].
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default int toVec0I32() {
    return toScalarI32();
  }

  /// The elements of a tensor of one dimension and dtype I32.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default int[] toVec1I32() {
    return Host.rank(self(), 1, "to_vec1", Host.ints(self(), DType.I32));
  }

  /// The rows of a tensor of two dimensions and dtype I32.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default int[][] toVec2I32() {
    return Host.split(self(), 2, "to_vec2", Tensor::toVec1I32, int[][]::new);
  }

  /// The matrices of a tensor of three dimensions and dtype I32.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default int[][][] toVec3I32() {
    return Host.split(self(), 3, "to_vec3", Tensor::toVec2I32, int[][][]::new);
  }

  /// The element of a scalar of dtype I64, as a long.
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default long toScalarI64() {
    return Host.rank(self(), 0, "to_scalar", Host.longs(self()))[0];
  }

  /// The same as [#toScalarI64].
  ///
  /// @throws CandleException if the tensor has dimensions or another dtype
  default long toVec0I64() {
    return toScalarI64();
  }

  /// The elements of a tensor of one dimension and dtype I64.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default long[] toVec1I64() {
    return Host.rank(self(), 1, "to_vec1", Host.longs(self()));
  }

  /// The rows of a tensor of two dimensions and dtype I64.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default long[][] toVec2I64() {
    return Host.split(self(), 2, "to_vec2", Tensor::toVec1I64, long[][]::new);
  }

  /// The matrices of a tensor of three dimensions and dtype I64.
  ///
  /// @throws CandleException if the tensor has another rank or dtype
  default long[][][] toVec3I64() {
    return Host.split(self(), 3, "to_vec3", Tensor::toVec2I64, long[][][]::new);
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
