package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;

/// Operands as plain arrays, element `i` at place `i`, for kernels that work on whole rows or matrices.
final class Dense {
  private Dense() {}

  /// The elements as floats: the array itself where that serves, to be read only.
  static float[] floats(Operand x) {
    if (x.data() instanceof CpuStorage.F32(float[] array) && isWhole(x, array.length)) {
      return array;
    }
    float[] result = new float[x.count()];
    ElementwiseLoops.readFloats(x.data(), new StridedRuns(x.layout()), result, result.length);
    return result;
  }

  /// The elements as doubles: the array itself where that serves, to be read only.
  static double[] doubles(Operand x) {
    if (x.data() instanceof CpuStorage.F64(double[] array) && isWhole(x, array.length)) {
      return array;
    }
    double[] result = new double[x.count()];
    ElementwiseLoops.readDoubles(x.data(), new StridedRuns(x.layout()), result, result.length);
    return result;
  }

  /// The elements as longs, in an array of their own or the storage's.
  static long[] longs(Operand x) {
    if (x.data() instanceof CpuStorage.I64(long[] array) && isWhole(x, array.length)) {
      return array;
    }
    long[] result = new long[x.count()];
    ElementwiseLoops.readLongs(x.data(), new StridedRuns(x.layout()), result, result.length);
    return result;
  }

  /// The elements as floats in a new array, to be changed.
  static float[] ownFloats(Operand x) {
    float[] result = new float[x.count()];
    if (!isZero(x)) {
      ElementwiseLoops.readFloats(x.data(), new StridedRuns(x.layout()), result, result.length);
    }
    return result;
  }

  /// The elements as doubles in a new array, to be changed.
  static double[] ownDoubles(Operand x) {
    double[] result = new double[x.count()];
    if (!isZero(x)) {
      ElementwiseLoops.readDoubles(x.data(), new StridedRuns(x.layout()), result, result.length);
    }
    return result;
  }

  /// The elements as longs in a new array, to be changed.
  static long[] ownLongs(Operand x) {
    long[] result = new long[x.count()];
    if (!isZero(x)) {
      ElementwiseLoops.readLongs(x.data(), new StridedRuns(x.layout()), result, result.length);
    }
    return result;
  }

  /// True for one 0 seen in every place: new arrays hold zeros already.
  private static boolean isZero(Operand x) {
    if (x.data().length() != 1) {
      return false;
    }
    double[] value = new double[1];
    Decode.doubles(x.data(), 0, 1, value, 0, 1);
    return Double.doubleToRawLongBits(value[0]) == 0;
  }

  /// True if the elements are those of an array of this length, all of them: callers go by the length.
  private static boolean isWhole(Operand x, int length) {
    return x.startsAtZero() && x.count() == length;
  }

  /// A storage of these elements, which belong to it from now on.
  static CpuStorage of(float[] x, DType dtype) {
    if (dtype == DType.F32) {
      return new CpuStorage.F32(x);
    }
    CpuStorage result = CpuStorage.zeros(dtype, x.length);
    Encode.floats(x, x.length, result, 0);
    return result;
  }

  /// A storage of these elements, which belong to it from now on.
  static CpuStorage of(double[] x, DType dtype) {
    if (dtype == DType.F64) {
      return new CpuStorage.F64(x);
    }
    CpuStorage result = CpuStorage.zeros(dtype, x.length);
    Encode.doubles(x, x.length, result, 0);
    return result;
  }

  /// A storage of these elements, which belong to it from now on; what does not fit the dtype keeps its low bits.
  static CpuStorage of(long[] x, DType dtype) {
    if (dtype == DType.I64) {
      return new CpuStorage.I64(x);
    }
    CpuStorage result = CpuStorage.zeros(dtype, x.length);
    Encode.longs(x, x.length, result, 0);
    return result;
  }
}
