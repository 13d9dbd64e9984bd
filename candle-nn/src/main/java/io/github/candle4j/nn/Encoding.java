package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;

/// Class ids as vectors.
///
/// `oneHot(indices, depth, on, off)` gives the shape of `indices` with one more dimension of size `depth`: `on` at the place that an
/// index names, `off` elsewhere, everywhere if it is -1. The Java type of both values gives the dtype.
public final class Encoding {
  private Encoding() {}

  /// Ones and zeros of F32 or other values.
  ///
  /// @throws CandleException if the indices are no integers or one is not -1 to depth - 1
  public static Tensor oneHot(Tensor indices, int depth, float onValue, float offValue) {
    Tensor flags = flags(indices, depth);
    return flags.whereCond(
        Tensor.full(onValue, flags.shape(), flags.device()),
        Tensor.full(offValue, flags.shape(), flags.device()));
  }

  /// Values of F64.
  ///
  /// @throws CandleException if the indices are no integers or one is not -1 to depth - 1
  public static Tensor oneHot(Tensor indices, int depth, double onValue, double offValue) {
    Tensor flags = flags(indices, depth);
    return flags.whereCond(
        Tensor.full(onValue, flags.shape(), flags.device()),
        Tensor.full(offValue, flags.shape(), flags.device()));
  }

  /// Values of U8.
  ///
  /// @throws CandleException if the indices are no integers or one is not -1 to depth - 1
  public static Tensor oneHot(Tensor indices, int depth, byte onValue, byte offValue) {
    Tensor flags = flags(indices, depth);
    return flags.whereCond(
        Tensor.full(onValue, flags.shape(), flags.device()),
        Tensor.full(offValue, flags.shape(), flags.device()));
  }

  /// Values of U32.
  ///
  /// @throws CandleException if the indices are no integers, one is not -1 to depth - 1, or a value is negative
  public static Tensor oneHot(Tensor indices, int depth, int onValue, int offValue) {
    Tensor flags = flags(indices, depth);
    return flags.whereCond(
        Tensor.full(onValue, flags.shape(), flags.device()),
        Tensor.full(offValue, flags.shape(), flags.device()));
  }

  /// Values of I64.
  ///
  /// @throws CandleException if the indices are no integers or one is not -1 to depth - 1
  public static Tensor oneHot(Tensor indices, int depth, long onValue, long offValue) {
    Tensor flags = flags(indices, depth);
    return flags.whereCond(
        Tensor.full(onValue, flags.shape(), flags.device()),
        Tensor.full(offValue, flags.shape(), flags.device()));
  }

  /// 1 where an index points, as U8.
  private static Tensor flags(Tensor indices, int depth) {
    if (indices.dtype().isFloat()) {
      throw CandleException.withHint(
          Kind.DTYPE,
          "one_hot",
          "one_hot: unsupported data type " + indices.dtype() + ", expected U8, U32, or I64",
          "any integers will do: x.toDtype(DType.I64)");
    }
    if (depth < 0) {
      throw new CandleException(
          Kind.ARGUMENT, "one_hot", "one_hot: depth must be 0 or more, got " + depth);
    }
    long[] ids = indices.toDtype(DType.I64).flattenAll().toVec1I64();
    Shape shape = indices.shape().extend(depth);
    byte[] flags = new byte[shape.arrayLength()];
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] != -1) {
        flags[i * depth + checked(ids[i], depth)] = 1;
      }
    }
    return Tensor.fromVec(flags, shape, indices.device());
  }

  private static int checked(long id, int depth) {
    if (id < 0) {
      throw CandleException.withHint(
          Kind.INDEX,
          "one_hot",
          "one_hot: invalid negative index value " + id + ", expected a positive index value or -1",
          "-1 gives a row without any one");
    }
    if (id >= depth) {
      throw CandleException.withHint(
          Kind.INDEX,
          "one_hot",
          "one_hot: index value " + id + " exceeds depth " + depth,
          "indices are 0 to depth - 1");
    }
    return (int) id;
  }
}
