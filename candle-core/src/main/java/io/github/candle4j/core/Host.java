package io.github.candle4j.core;

import java.util.function.Function;
import java.util.function.IntFunction;

/// Reads the elements of tensors into Java arrays, in row-major order and without casts.
final class Host {
  private Host() {}

  static float[] floats(Tensor x, DType dtype) {
    checkDtype(x, dtype);
    if (dtype == DType.F32) {
      return copy(x, new float[count(x)]);
    }
    return Watch.aside(() -> (float[]) x.detach().toDtype(DType.F32).array()); // made by the cast
  }

  static double[] doubles(Tensor x) {
    checkDtype(x, DType.F64);
    return copy(x, new double[count(x)]);
  }

  static long[] longs(Tensor x) {
    checkDtype(x, DType.I64);
    return copy(x, new long[count(x)]);
  }

  static int[] ints(Tensor x, DType dtype) {
    checkDtype(x, dtype);
    return copy(x, new int[count(x)]);
  }

  static short[] shorts(Tensor x) {
    checkDtype(x, DType.I16);
    return copy(x, new short[count(x)]);
  }

  static byte[] bytes(Tensor x) {
    checkDtype(x, DType.U8);
    return copy(x, new byte[count(x)]);
  }

  /// `elements`, if the tensor has this rank.
  static <A> A rank(Tensor x, int rank, String operation, A elements) {
    if (x.rank() != rank) {
      throw Origins.placed(
          CandleException.withHint(
              CandleException.Kind.SHAPE,
              operation,
              "unexpected rank, expected: " + rank + ", got: " + x.rank() + " (" + x.shape() + ")",
              rank == 0
                  ? "reduce it first, as sumAll() and meanAll() do, or pick an element: i(..)"
                  : "flattenAll() and i(..) change the rank; toVec0 to toVec3 take out ranks 0 to"
                      + " 3"),
          x);
    }
    return elements;
  }

  /// One array for each position of the first dimension.
  static <A> A[] split(
      Tensor x, int rank, String operation, Function<Tensor, A> part, IntFunction<A[]> array) {
    A[] result = array.apply(rank(x, rank, operation, x.shape()).dim(0));
    // The views that this takes are no part of a trace.
    return Watch.aside(() -> {
      Tensor plain = x.detach();
      for (int i = 0; i < result.length; i++) {
        result[i] = part.apply(plain.get(i));
      }
      return result;
    });
  }

  private static int count(Tensor x) {
    return x.shape().arrayLength();
  }

  /// All elements of `x` copied into `array`.
  private static <A> A copy(Tensor x, A array) {
    Tensor packed = Watch.aside(() -> x.detach().contiguous().onHeap());
    int count = count(x);
    if (count > 0) { // An empty view may start beyond the end of its array.
      System.arraycopy(packed.array(), packed.layout().startOffset(), array, 0, count);
    }
    return array;
  }

  private static void checkDtype(Tensor x, DType dtype) {
    if (x.dtype() != dtype) {
      throw CandleException.withHint(
          CandleException.Kind.DTYPE,
          "to_vec",
          "unexpected dtype, expected: " + dtype + ", got: " + x.dtype(),
          "take the elements out with the suffix "
              + x.dtype()
              + ", or cast first: x.toDtype(DType."
              + dtype
              + ")");
    }
  }
}
