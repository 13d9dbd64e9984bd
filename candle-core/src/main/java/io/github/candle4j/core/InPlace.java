package io.github.candle4j.core;

import io.github.candle4j.core.op.IndexShapes;
import io.github.candle4j.core.op.Update;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Changes of a part of a tensor in place, as for a cache that is filled step by step. All views of the elements see them.
///
/// They have no derivative. A tensor that leads to a variable is refused, as target and as source, unless recording is
/// off ([Tensor#noGrad]); each has a form that returns a new tensor and has one.
sealed interface InPlace permits Tensor {
  /// Writes `src` over positions `offset` to `offset + src.dim(dim) - 1` of a dimension. [Tensor#sliceScatter] returns a
  /// new tensor instead.
  ///
  /// @throws CandleException if dtypes or sizes do not fit, both share their elements, or gradients would be lost
  default void sliceSet(Tensor src, int dim, int offset) {
    Tensor x = self();
    int d = Origins.placing(() -> checkSlice(src, dim, offset), x, src);
    if (src.elemCount() > 0) {
      x.narrow(d, offset, src.dim(d)).update(new Update.Set(), src);
    }
  }

  private int checkSlice(Tensor src, int dim, int offset) {
    Tensor x = self();
    int d = x.axis(dim, "slice-set");
    check("slice_set", "sliceScatter(src, dim, start)", src);
    if (x.dtype() != src.dtype()) {
      throw Origins.placed(
          CandleException.dtypeMismatch("slice-set", x.dtype(), src.dtype()), x, src);
    }
    if (x.rank() != src.rank()) {
      throw Origins.placed(
          CandleException.unexpectedRank("slice-set", src.rank(), x.shape()), x, src);
    }
    for (int i = 0; i < x.rank(); i++) {
      int to = x.dim(i);
      int from = src.dim(i);
      if (i == d && (offset < 0 || offset > to - from)) {
        throw Origins.placed(
            mismatch(
                "on target dim, dst: " + to + ", src: " + from + " + " + offset,
                "src starts at position " + offset + " and must end within the " + to + " of self"),
            x,
            src);
      }
      if (i != d && to != from) {
        throw Origins.placed(
            mismatch(
                "on dim " + i + ", " + to + " <> " + from,
                "only dimension " + d + " may be smaller"),
            x,
            src);
      }
    }
    return d;
  }

  /// Writes `src`, along `dim`, to the elements that `ids` names; the last of several ids for one element wins. The
  /// largest U32 or I64 is skipped. [Tensor#scatter] returns a new tensor instead.
  ///
  /// @throws CandleException if an index is not there, the shapes do not fit, self and src share their elements, or
  ///     gradients would be lost; nothing is written then
  default void scatterSet(Tensor ids, Tensor src, int dim) {
    int d = Origins.placing(() -> checkScatter("scatter", ids, src, dim), self(), ids, src);
    self().update(new Update.ScatterSet(d), ids, src);
  }

  /// Adds `src`, along `dim`, to the elements that `ids` names. The largest U32 or I64 is skipped. [Tensor#scatterAdd]
  /// returns a new tensor instead.
  ///
  /// @throws CandleException if an index is not there, the shapes do not fit, a sum of integers does not, self and src
  ///     share their elements, or gradients would be lost; nothing is written then
  default void scatterAddSet(Tensor ids, Tensor src, int dim) {
    int d = Origins.placing(() -> checkScatter("scatter-add", ids, src, dim), self(), ids, src);
    self().update(new Update.ScatterAddSet(d), ids, src);
  }

  private int checkScatter(String form, Tensor ids, Tensor src, int dim) {
    Tensor x = self();
    String operation = form + "-set";
    int d = x.axis(dim, operation);
    String method = form.equals("scatter") ? "scatter" : "scatterAdd";
    check(operation.replace('-', '_'), method + "(ids, src, dim)", src);
    if (x.sharesStorage(ids)) {
      throw shared(operation.replace('-', '_'), "ids");
    }
    IndexShapes.scatter(operation, d, x.typed(), ids.typed(), src.typed());
    return d;
  }

  /// Throws if gradients would be lost, if `src` shares its elements with this tensor, or if these overlap.
  private void check(String operation, String instead, Tensor src) {
    Tensor x = self();
    if (Autograd.isRecording() && (x.trackOp() || src.trackOp())) {
      throw CandleException.withHint(
          CandleException.Kind.AUTOGRAD,
          operation,
          operation + " has no derivative, and " + (x.trackOp() ? "self" : "src") + " is tracked",
          instead + " returns a new tensor and has one; or run it in Tensor.noGrad(..)");
    }
    if (x.sharesStorage(src)) {
      throw shared(operation, "src");
    }
    checkApart(operation, x);
  }

  /// Throws if several elements of `x` are one: the order of writing would decide what stays.
  static void checkApart(String operation, Tensor x) {
    if (overlaps(x.layout())) {
      throw CandleException.withHint(
          CandleException.Kind.ARGUMENT,
          operation,
          operation + ": several elements of self are one, in shape " + x.shape(),
          "self is a view that repeats elements, as broadcastAs gives it; change a copy() of it");
    }
  }

  /// True unless each dimension, from the smallest stride on, steps over all that the smaller ones reach.
  private static boolean overlaps(Layout layout) {
    if (layout.shape().elemCount() == 0) {
      return false;
    }
    int[] dims =
        IntStream.range(0, layout.shape().rank())
            .filter(d -> layout.shape().dim(d) > 1)
            .boxed()
            .sorted(Comparator.comparingInt(layout::stride))
            .mapToInt(Integer::intValue)
            .toArray();
    long reach = 0;
    for (int d : dims) {
      if (layout.stride(d) <= reach) {
        return true;
      }
      reach += (layout.shape().dim(d) - 1L) * layout.stride(d);
    }
    return false;
  }

  private static CandleException shared(String operation, String other) {
    return CandleException.withHint(
        CandleException.Kind.ARGUMENT,
        operation,
        "cannot use " + operation + " when self and " + other + " share their storage",
        "give it " + other + ".copy()");
  }

  private static CandleException mismatch(String what, String hint) {
    return CandleException.withHint(
        CandleException.Kind.SHAPE, "slice-set", "shape mismatch " + what, hint);
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
