package io.github.candle4j.core;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.Sizes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Elements in another order, parts of a tensor, and diagonals. Any dtype.
sealed interface Rearranging permits Tensor {
  /// The positions of these dimensions in reverse order.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor flip(int... dims) {
    int[] positions = self().axes(dims, "flip");
    return positions.length == 0 ? self() : Tensor.apply(new Op.Flip(positions), self());
  }

  /// The positions of these dimensions in reverse order.
  ///
  /// @throws CandleException if there is no such dimension or one is named twice
  default Tensor flip(List<Integer> dims) {
    return flip(Reduction.positions("flip", self(), dims));
  }

  /// The elements moved on by `shift` positions along a dimension; those that leave at the end come in at the start.
  ///
  /// @throws CandleException if there is no such dimension
  default Tensor roll(int shift, int dim) {
    int d = self().axis(dim, "roll");
    int size = self().dim(d);
    int moved = size == 0 ? 0 : Math.floorMod(shift, size);
    if (moved == 0) {
      return self();
    }
    int stay = size - moved;
    return Tensor.cat(d, self().narrow(d, stay, moved), self().narrow(d, 0, stay));
  }

  /// All windows of `size` positions of a dimension, each `step` after the one before: the dimension becomes the number of
  /// windows, `(n - size) / step + 1`, and a new last dimension holds their elements. A view; elements in several windows
  /// get the sum of their gradients.
  ///
  /// @throws CandleException if there is no such dimension, a window is longer than it, or step is below 1
  default Tensor unfold(int dim, int size, int step) {
    int d = self().axis(dim, "unfold");
    int most = self().dim(d);
    if (size < 0 || step < 1) {
      throw new CandleException(
          Kind.ARGUMENT,
          "unfold",
          "unfold wants a size of 0 or more and a step of 1 or more, got size: "
              + size
              + ", step: "
              + step);
    }
    if (size > most) {
      throw Origins.placed(
          new CandleException(
              Kind.SHAPE,
              "unfold",
              "unfold: maximum size for tensor at dimension "
                  + d
                  + " is "
                  + most
                  + " but size is "
                  + size),
          self());
    }
    // With one window its step does not matter; a large one would overflow the stride.
    int count = (most - size) / step + 1;
    return Tensor.apply(new Op.Unfold(d, size, count == 1 ? most + 1 - size : step), self());
  }

  /// Parts of these sizes along a dimension; views.
  ///
  /// @throws CandleException if there is no such dimension, a size is negative, or their sum is not that of the dimension
  default List<Tensor> split(List<Integer> sizes, int dim) {
    int d = self().axis(dim, "split");
    Nulls.refuseIn("split", "size", sizes);
    long sum = sizes.stream().mapToLong(Integer::longValue).sum();
    if (sum != self().dim(d) || sizes.stream().anyMatch(size -> size < 0)) {
      throw Origins.placed(
          CandleException.withHint(
              Kind.SHAPE,
              "split",
              "split: sizes "
                  + sizes
                  + " do not fit dimension "
                  + d
                  + " of shape "
                  + self().shape(),
              "sizes are 0 or more and their sum is that of the dimension, " + self().dim(d)),
          self());
    }
    List<Tensor> parts = new ArrayList<>();
    int start = 0;
    for (int size : sizes) {
      parts.add(self().narrow(d, start, size));
      start += size;
    }
    return parts;
  }

  /// Parts of these sizes along a dimension; views.
  ///
  /// @throws CandleException if there is no such dimension, a size is negative, or their sum is not that of the dimension
  default List<Tensor> split(int dim, int... sizes) {
    return split(Movement.list(Nulls.refuse("split", "the list of sizes", sizes)), dim);
  }

  /// One dimension moved to another place, the others in their order; a view.
  ///
  /// @throws CandleException if there is no such dimension
  default Tensor movedim(int from, int to) {
    Shape shape = self().shape();
    int source = self().axis(from, "movedim");
    int target = self().axis(to, "movedim");
    if (source == target) {
      return self();
    }
    List<Integer> order = new ArrayList<>();
    for (int d = 0; d < shape.rank(); d++) {
      if (d != source) {
        order.add(d);
      }
    }
    order.add(target, source);
    return self().permute(order.stream().mapToInt(Integer::intValue).toArray());
  }

  /// Each position of a dimension `n` times, one after the other: `[1, 2]` twice is `[1, 1, 2, 2]`.
  ///
  /// @throws CandleException if there is no such dimension or n is negative
  default Tensor repeatInterleave(int n, int dim) {
    if (n < 0) {
      throw new CandleException(
          Kind.ARGUMENT, "repeat_interleave", "repeat_interleave wants 0 or more, got " + n);
    }
    Shape shape = self().shape();
    int d = self().axis(dim, "repeat_interleave");
    Tensor apart = self().unsqueeze(d + 1);
    int size = Sizes.checked((long) n * shape.dim(d), "repeat_interleave");
    return apart.broadcastAs(apart.shape().with(d + 1, n)).reshape(shape.with(d, size));
  }

  /// Channels become pixels: `[.., c r², h, w]` gives `[.., c, h r, w r]`; arXiv 1609.05158.
  ///
  /// @throws CandleException if there are fewer than three dimensions, r is below 1, or r² does not divide the channels
  default Tensor pixelShuffle(int r) {
    int[] dims = checkedPixels("pixel_shuffle", r);
    int n = dims.length - 3;
    long square = (long) r * r;
    if (dims[n] % square != 0) {
      throw Origins.placed(doesNotDivide("pixel_shuffle", square, n), self());
    }
    Shape outer = Shape.of(Arrays.copyOf(dims, n));
    int c = (int) (dims[n] / square);
    int height = Sizes.checked((long) dims[n + 1] * r, "pixel_shuffle");
    int width = Sizes.checked((long) dims[n + 2] * r, "pixel_shuffle");
    Tensor apart = self().reshape(outer.extend(c, r, r, dims[n + 1], dims[n + 2]));
    // [.., c, r, r, h, w] -> [.., c, h, r, w, r]
    Tensor mixed = apart.movedim(n + 3, n + 1).movedim(n + 3, n + 4);
    return mixed.reshape(outer.extend(c, height, width));
  }

  /// Pixels become channels, the reverse of [#pixelShuffle]: `[.., c, h r, w r]` gives `[.., c r², h, w]`.
  ///
  /// @throws CandleException if there are fewer than three dimensions, r is below 1, or r does not divide height and width
  default Tensor pixelUnshuffle(int r) {
    int[] dims = checkedPixels("pixel_unshuffle", r);
    int n = dims.length - 3;
    for (int d = n + 1; d <= n + 2; d++) {
      if (dims[d] % r != 0) {
        throw Origins.placed(doesNotDivide("pixel_unshuffle", r, d), self());
      }
    }
    Shape outer = Shape.of(Arrays.copyOf(dims, n));
    int h = dims[n + 1] / r;
    int w = dims[n + 2] / r;
    int channels = Sizes.checked((long) dims[n] * r * r, "pixel_unshuffle");
    Tensor apart = self().reshape(outer.extend(dims[n], h, r, w, r));
    // [.., c, h, r, w, r] -> [.., c, r, r, h, w]
    Tensor mixed = apart.movedim(n + 4, n + 3).movedim(n + 1, n + 3);
    return mixed.reshape(outer.extend(channels, h, w));
  }

  /// Of a vector, the matrix with it on diagonal `k` and zeros elsewhere; of a matrix, its diagonal `k`. Diagonal 0 is the
  /// main one, those above it are positive.
  ///
  /// @throws CandleException unless there are one or two dimensions
  default Tensor diag(int k) {
    return switch (self().rank()) {
      case 1 -> Diagonals.embedded(self(), k);
      case 2 -> Diagonals.of(self(), k);
      default ->
          throw Origins.placed(CandleException.unexpectedRank("diag", 2, self().shape()), self());
    };
  }

  /// [#diag(int)] of the main diagonal.
  ///
  /// @throws CandleException unless there are one or two dimensions
  default Tensor diag() {
    return diag(0);
  }

  /// Diagonal `k` of the matrices that two dimensions span; it becomes the last dimension. Empty where there is none.
  ///
  /// @throws CandleException if there is no such dimension or both are the same
  default Tensor diagonal(int k, int dim1, int dim2) {
    int[] both = self().axes(new int[] {dim1, dim2}, "diagonal");
    int second = both[1] > both[0] ? both[1] - 1 : both[1];
    return Diagonals.of(self().movedim(both[0], D.MINUS1).movedim(second, D.MINUS1), k);
  }

  /// The last two dimensions with zeros above diagonal `k`. Allocates the flags of a matrix.
  ///
  /// @throws CandleException if there are fewer than two dimensions
  default Tensor tril(int k) {
    return Diagonals.triangle("tril", self(), k);
  }

  /// The last two dimensions with zeros above the main diagonal. Allocates the flags of a matrix.
  ///
  /// @throws CandleException if there are fewer than two dimensions
  default Tensor tril() {
    return tril(0);
  }

  /// The last two dimensions with zeros below diagonal `k`. Allocates the flags of a matrix.
  ///
  /// @throws CandleException if there are fewer than two dimensions
  default Tensor triu(int k) {
    return Diagonals.triangle("triu", self(), k);
  }

  /// The last two dimensions with zeros below the main diagonal. Allocates the flags of a matrix.
  ///
  /// @throws CandleException if there are fewer than two dimensions
  default Tensor triu() {
    return triu(0);
  }

  /// `y[i][j] = a[i] b[j]` of two vectors.
  ///
  /// @throws CandleException if one is not a vector or the dtypes differ
  default Tensor outer(Tensor v) {
    if (self().rank() != 1 || v.rank() != 1) {
      throw Origins.placed(
          CandleException.shapeMismatch(
              "outer", self().shape(), v.shape(), "outer wants two vectors"),
          self(),
          v);
    }
    return self().unsqueeze(1).broadcastMul(v.unsqueeze(0));
  }

  /// The position of a dimension that may be counted from the end.
  ///
  /// @throws CandleException if there is no such dimension
  default int normalizeAxis(long axis) {
    int rank = self().rank();
    if (axis >= rank || axis < -rank) {
      throw new CandleException(
          Kind.SHAPE,
          "normalize_axis",
          "axis " + axis + " is too " + (axis < 0 ? "small" : "large") + ", tensor rank " + rank);
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  private int[] checkedPixels(String operation, int r) {
    if (r < 1) {
      throw new CandleException(
          Kind.ARGUMENT, operation, operation + " wants a factor of 1 or more, got " + r);
    }
    if (self().rank() < 3) {
      throw Origins.placed(
          CandleException.withHint(
              Kind.SHAPE,
              operation,
              "unexpected rank, expected: 3, got: " + self().rank() + " (" + self().shape() + ")",
              operation + " wants images [.., channels, height, width]"),
          self());
    }
    return self().dims();
  }

  private CandleException doesNotDivide(String operation, long divisor, int dim) {
    return new CandleException(
        Kind.SHAPE,
        operation,
        operation
            + ": "
            + divisor
            + " does not divide the size of dimension "
            + dim
            + " of shape "
            + self().shape());
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
