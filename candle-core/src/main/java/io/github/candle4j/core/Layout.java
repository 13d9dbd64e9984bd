package io.github.candle4j.core;

import java.util.Arrays;
import java.util.Optional;

/// Where the elements of a tensor lie in its storage: element `(i, j, ...)` is at
/// `startOffset + i * stride[0] + j * stride[1] + ...`. A view is another layout over the same storage.
public final class Layout {
  private final Shape shape;
  private final int[] stride;
  private final int startOffset;

  /// A layout with these strides, in elements.
  ///
  /// @throws CandleException unless there is a stride for each dimension, and the offset is 0 or more
  public Layout(Shape shape, int[] stride, int startOffset) {
    shape.checkStrides("layout", stride.length);
    if (startOffset < 0) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT,
          "layout",
          "layout: the offset must be 0 or more, got " + startOffset);
    }
    this.shape = shape;
    this.stride = stride.clone();
    this.startOffset = startOffset;
  }

  /// Elements side by side from the start of the storage.
  public static Layout contiguous(Shape shape) {
    return contiguousWithOffset(shape, 0);
  }

  /// Elements side by side from `startOffset` on.
  ///
  /// @throws CandleException if the offset is negative
  public static Layout contiguousWithOffset(Shape shape, int startOffset) {
    return new Layout(shape, shape.strideContiguous(), startOffset);
  }

  /// The shape.
  public Shape shape() {
    return shape;
  }

  /// The sizes of the dimensions.
  public int[] dims() {
    return shape.dims();
  }

  /// The distances between neighbours along each dimension, in elements; 0 for a broadcast dimension.
  public int[] stride() {
    return stride.clone();
  }

  /// The distance between neighbours along one dimension; negative counts from the end.
  ///
  /// @throws CandleException if there is no such dimension
  public int stride(int dim) {
    return stride[shape.index(dim, "stride")];
  }

  /// The place of the first element in the storage.
  public int startOffset() {
    return startOffset;
  }

  /// True if the elements lie side by side in row-major order, from any offset.
  public boolean isContiguous() {
    return shape.isContiguous(stride);
  }

  /// True if the elements lie side by side in column-major order, from any offset.
  public boolean isFortranContiguous() {
    return shape.isFortranContiguous(stride);
  }

  /// The same elements in a shape with as many of them; only for a contiguous layout.
  public Layout reshape(Shape to) {
    return contiguousWithOffset(to, startOffset);
  }

  /// `length` positions of one dimension, from `start` on.
  ///
  /// @throws CandleException if there is no such dimension, or the positions reach beyond its end
  public Layout narrow(int dim, int start, int length) {
    int d = shape.index(dim, "narrow");
    int size = shape.dim(d);
    if (start < 0 || length < 0 || start > size - length) {
      String reason =
          start > size
              ? "start > dim_len"
              : start < 0 || length < 0 ? "negative" : "start + len > dim_len";
      throw CandleException.withHint(
          CandleException.Kind.SHAPE,
          "narrow",
          "narrow invalid args "
              + reason
              + ": "
              + shape
              + ", dim: "
              + d
              + ", start: "
              + start
              + ", len:"
              + length,
          Shape.positions(d, "", size));
    }
    // Strides of an empty tensor may have overflowed; nothing lies where they lead.
    int offset = Math.max(0, startOffset + start * stride[d]);
    return new Layout(shape.with(d, length), stride, offset);
  }

  /// Two dimensions swapped.
  ///
  /// @throws CandleException if there is no such dimension
  public Layout transpose(int dim1, int dim2) {
    int first = shape.index(dim1, "transpose");
    int second = shape.index(dim2, "transpose");
    int[] order = new int[shape.rank()];
    Arrays.setAll(order, d -> d == first ? second : d == second ? first : d);
    return permute(order);
  }

  /// Dimension `d` of the result is dimension `wanted[d]` of this.
  ///
  /// @throws CandleException unless every dimension is named once
  public Layout permute(int... wanted) {
    int[] order = shape.indexes(wanted, "permute");
    if (order.length != shape.rank()) {
      throw CandleException.withHint(
          CandleException.Kind.SHAPE,
          "permute",
          "dimension mismatch in permute, tensor " + shape + ", dims: " + Arrays.toString(wanted),
          "each of the " + shape.rank() + " dimensions is named once");
    }
    int[] dims = new int[order.length];
    int[] strides = new int[order.length];
    for (int d = 0; d < order.length; d++) {
      dims[d] = shape.dim(order[d]);
      strides[d] = stride[order[d]];
    }
    return new Layout(Shape.of(dims), strides, startOffset);
  }

  /// Repeats dimensions of size 1, and puts new ones in front, without copying: their stride is 0.
  ///
  /// @throws CandleException if the shapes do not allow it
  public Layout broadcastAs(Shape to) {
    int added = to.rank() - shape.rank();
    int[] strides = new int[to.rank()];
    for (int d = 0; d < to.rank(); d++) {
      int from = d < added ? 1 : shape.dim(d - added);
      if (added < 0 || (from != to.dim(d) && from != 1)) {
        throw cannotBroadcast(to);
      }
      strides[d] = d < added || (from == 1 && to.dim(d) != 1) ? 0 : stride[d - added];
    }
    if (added < 0) {
      throw cannotBroadcast(to);
    }
    return new Layout(to, strides, startOffset);
  }

  /// Without a dimension of size 1.
  ///
  /// @throws CandleException if there is no such dimension, or it has another size
  public Layout squeeze(int dim) {
    int gone = shape.index(dim, "squeeze");
    if (shape.dim(gone) != 1) {
      throw new CandleException(
          CandleException.Kind.SHAPE,
          "squeeze",
          "squeeze: dimension " + gone + " of shape " + shape + " has not the size 1");
    }
    int[] fewer = new int[stride.length - 1];
    System.arraycopy(stride, 0, fewer, 0, gone);
    System.arraycopy(stride, gone + 1, fewer, gone, stride.length - gone - 1);
    return new Layout(shape.without(gone), fewer, startOffset);
  }

  /// With a new dimension of size 1.
  ///
  /// @throws CandleException if there is no such place
  public Layout unsqueeze(int place) {
    int dim = shape.indexPlusOne(place, "unsqueeze");
    int rank = stride.length;
    int[] dims = new int[rank + 1];
    int[] strides = new int[rank + 1];
    for (int d = 0; d <= rank; d++) {
      int from = d < dim ? d : d - 1;
      dims[d] = d == dim ? 1 : shape.dim(from);
      strides[d] = d == dim ? (dim < rank ? shape.dim(dim) * stride[dim] : 1) : stride[from];
    }
    return new Layout(Shape.of(dims), strides, startOffset);
  }

  /// The part of the storage that the elements fill side by side.
  ///
  /// @param start the place of the first element
  /// @param end the place after the last
  public record Offsets(int start, int end) {}

  /// From where to where the elements of a contiguous layout lie; empty for any other layout.
  public Optional<Offsets> contiguousOffsets() {
    return isContiguous()
        ? Optional.of(new Offsets(startOffset, startOffset + shape.arrayLength()))
        : Optional.empty();
  }

  /// The places of the elements, in row-major order.
  public StridedIndex stridedIndex() {
    shape.arrayLength(); // throws if there are more places than an int counts
    return new StridedIndex(this, stride.length);
  }

  /// The elements as blocks that lie side by side.
  public StridedBlocks stridedBlocks() {
    int count = shape.arrayLength();
    int outer = stride.length;
    int length = 1;
    // The stride of a dimension of size 1 does not matter.
    while (outer > 0 && (shape.dim(outer - 1) == 1 || stride[outer - 1] == length)) {
      length *= shape.dim(--outer);
    }
    if (outer == 0 || count == 0) {
      return new StridedBlocks.SingleBlock(startOffset, count);
    }
    return outer == 1
        ? new StridedBlocks.UniformBlocks(startOffset, length, shape.dim(0), stride[0])
        : new StridedBlocks.MultipleBlocks(new StridedIndex(this, outer), length);
  }

  @Override
  public String toString() {
    return "Layout[shape "
        + shape
        + ", stride "
        + Arrays.toString(stride)
        + ", offset "
        + startOffset
        + "]";
  }

  private CandleException cannotBroadcast(Shape to) {
    return CandleException.withHint(
        CandleException.Kind.SHAPE,
        "broadcast_as",
        "cannot broadcast " + shape + " to " + to,
        "sizes are compared from the last dimension on: each must be equal to the wanted one, or"
            + " 1");
  }
}
