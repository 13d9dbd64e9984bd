package io.github.candle4j.core;

import java.util.Arrays;
import java.util.List;

/// The sizes of the dimensions of a tensor, outermost first; the shape of a scalar has none.
///
/// One size may be `-1`, a hole that `reshape`, `fromVec` and `fromSlice` fill from the number of elements.
public final class Shape {
  /// The most elements a heap tensor can hold: what a Java array can.
  public static final long MAX_ELEMENTS = Integer.MAX_VALUE - 8L;

  /// A product with one more size still fits a long.
  private static final long MOST_COUNTED = 1L << 32;

  private static final Shape SCALAR = new Shape(new int[0]);

  private final int[] dims;

  private Shape(int[] dims) {
    this.dims = dims;
  }

  /// The shape with these sizes.
  ///
  /// @throws CandleException if a size is negative, other than one `-1`
  public static Shape of(int... dims) {
    if (Nulls.refuse("shape", "the list of sizes", dims).length == 0) {
      return SCALAR;
    }
    int holes = 0;
    for (int size : dims) {
      if (size < -1 || (size == -1 && ++holes > 1)) {
        throw new CandleException(
            CandleException.Kind.SHAPE,
            "shape",
            "a shape has sizes of 0 or more and at most one hole (-1), got "
                + Arrays.toString(dims));
      }
    }
    return new Shape(dims.clone());
  }

  /// The shape with these sizes.
  ///
  /// @throws CandleException if a size is negative, other than one `-1`
  public static Shape of(List<Integer> dims) {
    return of(Nulls.refuseIn("shape", "size", dims).stream().mapToInt(Integer::intValue).toArray());
  }

  /// The number of dimensions.
  public int rank() {
    return dims.length;
  }

  /// The sizes, as a copy.
  public int[] dims() {
    return dims.clone();
  }

  /// The size of a dimension; negative counts from the end.
  ///
  /// @throws CandleException if there is no such dimension
  public int dim(int dim) {
    return dims[index(dim, "dim")];
  }

  /// The number of elements: the product of the sizes, 1 for a scalar.
  ///
  /// @throws CandleException if the shape has a hole, or more than 2^32 elements
  public long elemCount() {
    checkNoHole();
    long count = 1;
    for (int size : dims) {
      count *= size;
      if (count > MOST_COUNTED) {
        throw new CandleException(
            CandleException.Kind.SHAPE, "shape", "the shape " + this + " has too many elements");
      }
    }
    return count;
  }

  /// Throws if the shape has a hole.
  void checkNoHole() {
    for (int size : dims) {
      if (size < 0) {
        throw new CandleException(
            CandleException.Kind.SHAPE,
            "shape",
            "the shape "
                + this
                + " has a hole (-1), which only reshape, fromVec and fromSlice fill");
      }
    }
  }

  /// The number of elements of a tensor that can be held in a Java array.
  ///
  /// @throws CandleException if there are more than [#MAX_ELEMENTS]
  public int arrayLength() {
    long count = elemCount();
    if (count > MAX_ELEMENTS) {
      throw new CandleException(
          CandleException.Kind.SHAPE,
          "shape",
          "the shape "
              + this
              + " has "
              + count
              + " elements, a tensor on the heap holds at most "
              + MAX_ELEMENTS);
    }
    return (int) count;
  }

  /// The position of a dimension that may be counted from the end.
  ///
  /// @throws CandleException naming `operation` if there is no such dimension
  public int index(int dim, String operation) {
    int index = dim < 0 ? dim + dims.length : dim;
    if (index < 0 || index >= dims.length) {
      throw dimOutOfRange(dim, operation, range());
    }
    return index;
  }

  /// Like [#index], for an operation that adds a dimension: the rank itself is allowed too.
  ///
  /// @throws CandleException naming `operation` if there is no such place
  public int indexPlusOne(int dim, String operation) {
    int index = dim < 0 ? dim + dims.length + 1 : dim;
    if (index < 0 || index > dims.length) {
      throw dimOutOfRange(
          dim,
          operation,
          "places for a new dimension go from 0 to "
              + dims.length
              + ", or from -1 (the end) to -"
              + (dims.length + 1));
    }
    return index;
  }

  /// The positions of several dimensions.
  ///
  /// @throws CandleException naming `operation` if one is missing or named twice
  public int[] indexes(int[] wanted, String operation) {
    int[] result = new int[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      result[i] = index(wanted[i], operation);
      for (int j = 0; j < i; j++) {
        if (result[j] == result[i]) {
          throw new CandleException(
              CandleException.Kind.SHAPE,
              operation,
              operation
                  + ": duplicate dim index "
                  + Arrays.toString(wanted)
                  + " for shape "
                  + this);
        }
      }
    }
    return result;
  }

  /// What hints of errors say of a dimension; `of` is empty, or names its shape.
  static String positions(int dim, String of, int size) {
    return "dimension "
        + dim
        + of
        + (size == 0 ? " is empty" : " has positions 0 to " + (size - 1));
  }

  /// The strides of a contiguous tensor of this shape, in elements.
  public int[] strideContiguous() {
    int[] stride = new int[dims.length];
    int step = 1;
    for (int d = dims.length - 1; d >= 0; d--) {
      stride[d] = step;
      step *= Math.max(dims[d], 1);
    }
    return stride;
  }

  /// True if these strides put the elements side by side in row-major order; dimensions of size 1 do not matter.
  ///
  /// @throws CandleException unless there is one for each dimension
  public boolean isContiguous(int... stride) {
    checkStrides("is_contiguous", stride.length);
    long step = 1;
    for (int d = dims.length - 1; d >= 0; d--) {
      if (dims[d] > 1 && stride[d] != step) {
        return false;
      }
      step *= dims[d];
    }
    return true;
  }

  /// True if these strides put the elements side by side in column-major order.
  ///
  /// @throws CandleException unless there is one for each dimension
  public boolean isFortranContiguous(int... stride) {
    checkStrides("is_fortran_contiguous", stride.length);
    long step = 1;
    for (int d = 0; d < dims.length; d++) {
      if (dims[d] > 1 && stride[d] != step) {
        return false;
      }
      step *= dims[d];
    }
    return true;
  }

  /// This shape with more dimensions at its end.
  public Shape extend(int... more) {
    int[] all = Arrays.copyOf(dims, dims.length + more.length);
    System.arraycopy(more, 0, all, dims.length, more.length);
    return of(all);
  }

  /// Throws, naming `operation`, unless there are as many strides as dimensions.
  void checkStrides(String operation, int count) {
    if (count != dims.length) {
      throw new CandleException(
          CandleException.Kind.SHAPE,
          operation,
          operation + " wants a stride for each dimension of shape " + this + ", got " + count);
    }
  }

  /// This shape with another size in one place; a negative dimension counts from the end.
  ///
  /// @throws CandleException if there is no such dimension, or the size is negative
  public Shape with(int dim, int size) {
    int[] changed = dims.clone();
    changed[index(dim, "with")] = size;
    if (size < 0) {
      throw new CandleException(
          CandleException.Kind.SHAPE, "with", "with: a size must be 0 or more, got " + size);
    }
    return of(changed);
  }

  /// This shape without one of its dimensions; a negative one counts from the end.
  ///
  /// @throws CandleException if there is no such dimension
  public Shape without(int dim) {
    int gone = index(dim, "without");
    int[] fewer = new int[dims.length - 1];
    System.arraycopy(dims, 0, fewer, 0, gone);
    System.arraycopy(dims, gone + 1, fewer, gone, dims.length - gone - 1);
    return of(fewer);
  }

  /// The shape that both can be broadcast to, by NumPy's rules: aligned at the end, sizes equal or one of them 1.
  ///
  /// @throws CandleException naming `operation` if there is none
  public Shape broadcastShapeBinaryOp(Shape rhs, String operation) {
    int rank = Math.max(rank(), rhs.rank());
    int[] result = new int[rank];
    for (int d = 0; d < rank; d++) {
      int left = d < rank - rank() ? 1 : dims[d - rank + rank()];
      int right = d < rank - rhs.rank() ? 1 : rhs.dims[d - rank + rhs.rank()];
      if (left != right && left != 1 && right != 1) {
        throw CandleException.shapeMismatch(
            operation,
            this,
            rhs,
            "sizes are compared from the last dimension on: "
                + left
                + " and "
                + right
                + " differ, and neither is 1");
      }
      result[d] = left == 1 ? right : left;
    }
    return of(result);
  }

  /// This shape with its hole, if it has one, filled so that it holds `elements` elements.
  ///
  /// @throws CandleException if that cannot be
  public Shape fillHole(long elements, String operation) {
    int hole = -1;
    long others = 1;
    for (int d = 0; d < dims.length; d++) {
      if (dims[d] < 0) {
        hole = d;
      } else {
        others *= dims[d];
      }
    }
    if (hole < 0) {
      return this;
    }
    if (others == 0 || elements % others != 0) {
      throw CandleException.withHint(
          CandleException.Kind.SHAPE,
          operation,
          "cannot reshape tensor "
              + (others == 0 ? "of " : "with ")
              + elements
              + " elements to "
              + this,
          others == 0
              ? "beside a size of 0, any size would do for -1: name it"
              : "-1 is what is left over, and " + others + " does not divide " + elements);
    }
    long size = elements / others;
    if (size > Integer.MAX_VALUE) {
      throw new CandleException(
          CandleException.Kind.SHAPE,
          operation,
          operation + ": a dimension cannot have the size " + size);
    }
    return with(hole, (int) size);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /// The sizes as Candle prints them: `[2, 3]`.
  @Override
  public String toString() {
    return Arrays.toString(dims);
  }

  private String range() {
    return dims.length == 0
        ? "a scalar has no dimensions"
        : "dimensions go from 0 to "
            + (dims.length - 1)
            + ", or from -1 (the last) to -"
            + dims.length;
  }

  private CandleException dimOutOfRange(int dim, String operation, String hint) {
    return CandleException.withHint(
        CandleException.Kind.SHAPE,
        operation,
        operation + ": dimension index " + dim + " out of range for shape " + this,
        hint);
  }
}
