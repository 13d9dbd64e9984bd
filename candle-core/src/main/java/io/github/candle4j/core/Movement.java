package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.Sizes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Other shapes for the same elements. Views share the elements of the tensor they are made from.
sealed interface Movement permits Tensor {
  /// The elements in another shape; one size may be -1 and is filled. A view where the tensor is contiguous.
  ///
  /// @throws CandleException if the number of elements differs
  default Tensor reshape(Shape shape) {
    Tensor x = self();
    Shape to;
    try {
      to = shape.fillHole(x.elemCount(), "reshape");
    } catch (CandleException e) {
      throw Origins.placed(e, x);
    }
    if (to.elemCount() != x.elemCount()) {
      throw Origins.placed(
          CandleException.shapeMismatch(
              "reshape",
              x.shape(),
              to,
              x.elemCount() + " elements do not fill " + to.elemCount() + " places"),
          x);
    }
    if (to.equals(x.shape())) {
      return x;
    }
    return Tensor.apply(new Op.Reshape(to), x.contiguous());
  }

  /// The elements in another shape; one size may be -1 and is filled.
  ///
  /// @throws CandleException if the number of elements differs
  default Tensor reshape(int... dims) {
    return reshape(Shape.of(dims));
  }

  /// The dimensions `from` to `to`, both included, as one. A scalar becomes a tensor of one element.
  ///
  /// @throws CandleException if there is no such dimension, or the new one would be too large
  default Tensor flatten(int from, int to) {
    Tensor x = self();
    if (x.rank() == 0) {
      return reshape(1);
    }
    int first = x.axis(from, "flatten");
    int last = x.axis(to, "flatten");
    if (first >= last) {
      return x;
    }
    int[] dims = x.dims();
    long merged = Shape.of(Arrays.copyOfRange(dims, first, last + 1)).elemCount();
    Shape before = Shape.of(Arrays.copyOf(dims, first));
    Shape after = Shape.of(Arrays.copyOfRange(dims, last + 1, dims.length));
    return reshape(before.extend(Sizes.checked(merged, "flatten")).extend(after.dims()));
  }

  /// The dimensions from the first to `to`, included, as one.
  ///
  /// @throws CandleException if there is no such dimension
  default Tensor flattenTo(int to) {
    return flatten(0, to);
  }

  /// The dimensions from `from` to the last as one.
  ///
  /// @throws CandleException if there is no such dimension
  default Tensor flattenFrom(int from) {
    return flatten(from, -1);
  }

  /// All elements in one dimension.
  ///
  /// @throws CandleException if there are more than a dimension counts
  default Tensor flattenAll() {
    return reshape(Sizes.checked(self().elemCount(), "flatten_all"));
  }

  /// Without dimension `dim` if its size is 1; otherwise the tensor itself.
  ///
  /// @throws CandleException if there is no such dimension
  default Tensor squeeze(int dim) {
    int d = self().axis(dim, "squeeze");
    return self().dim(d) == 1 ? Tensor.apply(new Op.Squeeze(d), self()) : self();
  }

  /// With a new dimension of size 1 before dimension `dim`; -1 adds it at the end.
  ///
  /// @throws CandleException if there is no such place
  default Tensor unsqueeze(int dim) {
    return Tensor.apply(new Op.Unsqueeze(self().newAxis(dim, "unsqueeze")), self());
  }

  /// The last two dimensions swapped; a view.
  ///
  /// @throws CandleException if there are fewer than two
  default Tensor t() {
    if (self().rank() < 2) {
      throw Origins.placed(CandleException.unexpectedRank("t", 2, self().shape()), self());
    }
    return transpose(D.MINUS2, D.MINUS1);
  }

  /// Two dimensions swapped; a view.
  ///
  /// @throws CandleException if there is no such dimension
  default Tensor transpose(int dim1, int dim2) {
    Shape shape = self().shape();
    int first = self().axis(dim1, "transpose");
    int second = self().axis(dim2, "transpose");
    int[] order = new int[shape.rank()];
    Arrays.setAll(order, d -> d == first ? second : d == second ? first : d);
    return first == second ? self() : Tensor.apply(new Op.Permute(order), self());
  }

  /// Dimension `d` of the result is dimension `dims[d]` of this; a view.
  ///
  /// @throws CandleException unless every dimension is named once
  default Tensor permute(int... dims) {
    int[] order = self().axes(dims, "permute");
    return Tensor.apply(new Op.Permute(order), self());
  }

  /// `length` positions of a dimension from `start` on; a view.
  ///
  /// @throws CandleException if they reach beyond the end
  default Tensor narrow(int dim, int start, int length) {
    Shape shape = self().shape();
    int d = self().axis(dim, "narrow");
    int size = shape.dim(d);
    return start == 0 && length == size
        ? self()
        : Tensor.apply(new Op.Narrow(d, start, length), self());
  }

  /// `n` parts along a dimension, views of equal size; the first ones are one longer where the size does not divide.
  ///
  /// @throws CandleException if n is less than 1
  default List<Tensor> chunk(int n, int dim) {
    if (n < 1) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT, "chunk", "chunk wants 1 part or more, got " + n);
    }
    int d = self().axis(dim, "chunk");
    int size = self().dim(d);
    int parts = Math.min(n, size);
    List<Tensor> result = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < parts; i++) {
      int length = size / parts + (i < size % parts ? 1 : 0);
      result.add(narrow(d, start, length));
      start += length;
    }
    return result;
  }

  /// Sizes of 1 repeated, and new dimensions put in front, to reach a shape; a view.
  ///
  /// @throws CandleException if the shapes do not allow it
  default Tensor broadcastAs(Shape shape) {
    shape.checkNoHole();
    return self().shape().equals(shape) ? self() : Tensor.apply(new Op.BroadcastAs(shape), self());
  }

  /// Sizes of 1 repeated, and new dimensions put in front, to reach a shape; a view.
  ///
  /// @throws CandleException if the shapes do not allow it
  default Tensor broadcastAs(int... dims) {
    return broadcastAs(Shape.of(dims));
  }

  /// The same as [#broadcastAs(Shape)].
  ///
  /// @throws CandleException if the shapes do not allow it
  default Tensor expand(Shape shape) {
    return broadcastAs(shape);
  }

  /// The same as [#broadcastAs(Shape)].
  ///
  /// @throws CandleException if the shapes do not allow it
  default Tensor expand(int... dims) {
    return broadcastAs(Shape.of(dims));
  }

  /// New dimensions put in front: the result has shape `shape` followed by that of this tensor; a view.
  default Tensor broadcastLeft(Shape shape) {
    return broadcastAs(shape.extend(self().dims()));
  }

  /// New dimensions put in front; a view.
  default Tensor broadcastLeft(int... dims) {
    return broadcastLeft(Shape.of(dims));
  }

  /// The elements side by side: the tensor itself if they are already, a copy otherwise.
  default Tensor contiguous() {
    return self().isContiguous() ? self() : forceContiguous();
  }

  /// A copy with the elements side by side.
  default Tensor forceContiguous() {
    return Tensor.apply(new Op.Contiguous(), self());
  }

  /// A copy in a storage of its own.
  default Tensor copy() {
    return forceContiguous();
  }

  /// Zeros added before and after along a dimension.
  ///
  /// @throws CandleException if there is no such dimension
  default Tensor padWithZeros(int dim, int left, int right) {
    if (left < 0 || right < 0) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT,
          "pad_with_zeros",
          "pad_with_zeros adds 0 or more zeros, got left: " + left + ", right: " + right);
    }
    int d = self().axis(dim, "pad_with_zeros");
    return left == 0 && right == 0
        ? self()
        : Tensor.apply(new Op.PadWithZeros(d, left, right), self());
  }

  /// The tensor repeated `shape[d]` times along each dimension, as PyTorch's `repeat`; new dimensions come in front.
  ///
  /// @throws CandleException if a size would be too large
  default Tensor repeat(Shape shape) {
    shape.checkNoHole();
    Tensor x = self();
    while (x.rank() < shape.rank()) {
      x = x.unsqueeze(0);
    }
    int rank = x.rank();
    int[] wide = new int[2 * rank];
    int[] result = x.dims();
    for (int d = rank - 1; d >= 0; d--) {
      int times = d < rank - shape.rank() ? 1 : shape.dim(d - rank + shape.rank());
      wide[2 * d] = times;
      wide[2 * d + 1] = result[d];
      result[d] = Sizes.checked((long) result[d] * times, "repeat");
      x = x.unsqueeze(d);
    }
    return x.broadcastAs(wide).reshape(Shape.of(result));
  }

  /// The tensor repeated `dims[d]` times along each dimension.
  default Tensor repeat(int... dims) {
    return repeat(Shape.of(dims));
  }

  /// Dimensions as a list.
  static List<Integer> list(int... dims) {
    return Arrays.stream(dims).boxed().toList();
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
