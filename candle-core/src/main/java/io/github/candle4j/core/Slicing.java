package io.github.candle4j.core;

import java.util.List;

/// Copies in which a part is replaced by another tensor.
sealed interface Slicing permits Tensor {
  /// A copy with `src` in place of positions `start` to `start + src.dim(dim) - 1` of a dimension.
  ///
  /// @throws CandleException if the dtypes differ, the part reaches beyond the end, or another size differs
  default Tensor sliceScatter(Tensor src, int dim, int start) {
    Tensor x = self();
    int d = x.axis(dim, "slice-scatter");
    if (x.dtype() != src.dtype()) {
      throw Origins.placed(
          CandleException.dtypeMismatch("slice-scatter", x.dtype(), src.dtype()), x, src);
    }
    if (x.rank() != src.rank()) {
      throw Origins.placed(
          CandleException.unexpectedRank("slice-scatter", x.rank(), src.shape()), x, src);
    }
    int size = x.dim(d);
    int length = src.dim(d);
    if (!src.shape().equals(x.shape().with(d, length)) || start < 0 || start > size - length) {
      throw Origins.placed(
          CandleException.withHint(
              CandleException.Kind.SHAPE,
              "slice-scatter",
              "shape mismatch in slice-scatter (self, src), lhs: "
                  + x.shape()
                  + ", rhs: "
                  + src.shape(),
              "src takes positions "
                  + start
                  + " to "
                  + ((long) start + length - 1)
                  + " of dimension "
                  + d
                  + "; all other sizes must be equal"),
          x,
          src);
    }
    Tensor before = x.narrow(d, 0, start);
    Tensor after = x.narrow(d, start + length, size - start - length);
    return Tensor.cat(d, before, src, after);
  }

  /// A copy with `src` in place of rows `start` to `start + src.dim(0) - 1`.
  ///
  /// @throws CandleException if the dtypes differ, the rows reach beyond the end, or another size differs
  default Tensor sliceScatter0(Tensor src, int start) {
    return sliceScatter(src, 0, start);
  }

  /// A copy with `src` in place of the part that `i(ranges)` gives: one range for each dimension. A dimension at one
  /// position, `Index.at`, has size 1 in src. Allocates a part of it for each further dimension of which a part is
  /// replaced.
  ///
  /// @throws CandleException if a range is empty or beyond the end, or a size of src differs
  default Tensor sliceAssign(List<? extends Index> ranges, Tensor src) {
    Tensor x = self();
    int[] starts = Origins.placing(() -> starts(x, ranges, src), x, src);
    // A whole tensor is replaced by a copy, too, and then x has a gradient of zeros.
    boolean whole = x.rank() > 0 && src.shape().equals(x.shape());
    return whole ? x.sliceScatter(src, 0, 0) : assigned(x, src, 0, starts);
  }

  private static int[] starts(Tensor x, List<? extends Index> ranges, Tensor src) {
    if (x.rank() != src.rank()) {
      throw wrong(
          "requires input with the same rank " + x.rank() + " <> " + src.rank(),
          "src has the dimensions of self; unsqueeze adds one");
    }
    if (x.rank() != ranges.size()) {
      throw wrong(
          "requires input with the same rank as there are ranges "
              + x.rank()
              + " <> "
              + ranges.size(),
          "give one range for each dimension, Index.all() for a whole one");
    }
    if (x.dtype() != src.dtype()) {
      throw CandleException.dtypeMismatch("slice-assign", x.dtype(), src.dtype());
    }
    int[] starts = new int[x.rank()];
    for (int d = 0; d < starts.length; d++) {
      starts[d] = start(x, d, ranges.get(d), src.dim(d));
    }
    return starts;
  }

  /// A copy with `src` in place of the part that `i(ranges)` gives; see [#sliceAssign(List, Tensor)].
  ///
  /// @throws CandleException if a range is empty or beyond the end, or a size of src differs
  default Tensor sliceAssign(Tensor src, Index... ranges) {
    return sliceAssign(List.of(ranges), src);
  }

  /// Replaces the part of the dimensions from `dim` on: what stays around it in `dim` is joined to the part, in which the
  /// dimensions after it have been replaced before.
  private static Tensor assigned(Tensor x, Tensor src, int dim, int... starts) {
    if (dim == x.rank()) {
      return src;
    }
    if (src.dim(dim) == x.dim(dim)) {
      return assigned(x, src, dim + 1, starts);
    }
    Tensor part = x.narrow(dim, starts[dim], src.dim(dim));
    return x.sliceScatter(assigned(part, src, dim + 1, starts), dim, starts[dim]);
  }

  /// The first position of a checked range.
  private static int start(Tensor x, int dim, Index range, int length) {
    int size = x.dim(dim);
    int start;
    int end;
    switch (range) {
      case Index.At(int position) -> {
        start = position < 0 ? position + size : position;
        if (start < 0 || start >= size) {
          throw wrong(
              ": position " + position + " is out of range for dim " + dim + ", size " + size,
              size == 0
                  ? "dimension " + dim + " is empty"
                  : "positions go from 0 to " + (size - 1) + ", or from -1 back to -" + size);
        }
        end = start + 1;
      }
      case Index.Range(int from, Integer to) -> {
        start = from;
        end = to == null ? size : to;
      }
      case Index.NewAxis _, Index.Select _ ->
          throw wrong(
              ": dim " + dim + " wants a range, got " + range.getClass().getSimpleName(),
              "use Index.range, from, to, all or at; scatter writes to chosen positions");
    }
    checkRange(dim, start, end, size);
    if (end - start != length) {
      throw wrong(
          ": the range for dim "
              + dim
              + " ("
              + start
              + ".."
              + end
              + ") does not match the size of src "
              + length,
          "it has " + (end - start) + " positions");
    }
    return start;
  }

  private static void checkRange(int dim, int start, int end, int size) {
    if (end <= start) {
      throw wrong(
          ": empty range for dim " + dim + ", " + start + " " + end,
          "a range has a position or more");
    }
    if (end > size) {
      throw wrong(
          ": upper bound is out of range for dim " + dim + ", " + end + " " + size,
          Shape.positions(dim, "", size));
    }
  }

  private static CandleException wrong(String message, String hint) {
    String text = message.startsWith(":") ? "slice-assign" + message : "slice-assign " + message;
    return CandleException.withHint(CandleException.Kind.SHAPE, "slice-assign", text, hint);
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
