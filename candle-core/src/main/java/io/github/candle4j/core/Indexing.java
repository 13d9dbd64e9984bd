package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;

/// Elements picked by their position.
sealed interface Indexing permits Tensor {
  /// A part of the tensor, one index for each dimension from the first on; dimensions without one are taken whole. A
  /// view, unless an index is a `select`.
  ///
  /// @throws CandleException if a position or a bound is not there or there are more indexes than dimensions
  default Tensor i(Index... indexes) {
    Tensor x = self();
    int dim = 0;
    for (Index index : indexes) {
      if (!(index instanceof Index.NewAxis) && dim >= x.rank()) {
        throw Origins.placed(
            CandleException.withHint(
                CandleException.Kind.INDEX,
                "i",
                "i: too many indexes for shape " + self().shape(),
                "give at most one index a dimension, " + self().rank()),
            self());
      }
      x =
          switch (index) {
            case Index.At(int position) ->
                x.narrow(dim, positionIn("i", x, dim, position), 1).squeeze(dim);
            case Index.Range range -> slice(x, dim, range);
            case Index.NewAxis() -> x.unsqueeze(dim);
            case Index.Select(Tensor ids) -> x.indexSelect(ids, dim);
          };
      dim += index instanceof Index.At ? 0 : 1;
    }
    return x;
  }

  /// The part at these positions of the first dimensions; a view. Negative counts from the end.
  ///
  /// @throws CandleException if a position is not there or there are more positions than dimensions
  default Tensor i(int... positions) {
    Index[] indexes = new Index[positions.length];
    for (int d = 0; d < positions.length; d++) {
      indexes[d] = Index.at(positions[d]);
    }
    return i(indexes);
  }

  /// The part at a position of the first dimension; a view. A scalar gives itself.
  ///
  /// @throws CandleException if the position is not there
  default Tensor get(int index) {
    return self().rank() == 0 ? self() : getOnDim(0, index);
  }

  /// The part at a position of a dimension, which goes away; a view.
  ///
  /// @throws CandleException if the dimension or the position is not there
  default Tensor getOnDim(int dim, int index) {
    int d = self().axis(dim, "get_on_dim");
    return self().narrow(d, positionIn("get", self(), d, index), 1).squeeze(d);
  }

  /// The positions `ids` of a dimension; ids is a tensor of any integer dtype with one dimension. The largest U32 or I64
  /// stands for a position of zeros.
  ///
  /// @throws CandleException if an index is not there
  default Tensor indexSelect(Tensor ids, int dim) {
    return Tensor.apply(new Op.IndexSelect(self().axis(dim, "index-select")), self(), ids);
  }

  /// The rows `ids` of a table `[n, h]`; ids has one dimension.
  ///
  /// @throws CandleException if an index is not there or the ranks are others
  default Tensor embedding(Tensor ids) {
    if (self().rank() != 2 || ids.rank() != 1) {
      throw Origins.placed(
          CandleException.shapeMismatch(
              "embedding",
              self().shape(),
              ids.shape(),
              "embedding wants a table [n, h] and ids [k]"),
          self(),
          ids);
    }
    return indexSelect(ids, 0);
  }

  /// A copy with `src` added at the positions `ids` of a dimension; src has one position for each id. The largest U32 or I64
  /// is skipped. Integers are added in 64 bits, one after the other; a sum that does not fit the dtype is an error.
  ///
  /// @throws CandleException if an index is not there, the shapes do not fit, or a sum of integers does not
  default Tensor indexAdd(Tensor ids, Tensor src, int dim) {
    return Tensor.apply(new Op.IndexAdd(self().axis(dim, "index-add")), self(), ids, src);
  }

  /// Along `dim`, the elements that `ids` names: for dim 0 of a matrix, `y[i][j] = x[ids[i][j]][j]`. The result has the
  /// shape of ids.
  ///
  /// @throws CandleException if an index is not there or the shapes do not fit
  default Tensor gather(Tensor ids, int dim) {
    return Tensor.apply(new Op.Gather(self().axis(dim, "gather")), self(), ids);
  }

  /// A copy with `src` written, along `dim`, to the elements that `ids` names: for dim 0 of a matrix,
  /// `y[ids[i][j]][j] = src[i][j]`. ids and src have equal shapes. Where several ids name one element, the last one along
  /// `dim` wins, and it alone gets the gradient. The largest U32 or I64 is skipped.
  ///
  /// @throws CandleException if an index is not there or the shapes or dtypes do not fit
  default Tensor scatter(Tensor ids, Tensor src, int dim) {
    return Tensor.apply(new Op.Scatter(self().axis(dim, "scatter")), self(), ids, src);
  }

  /// A copy with `src` added, along `dim`, to the elements that `ids` names: the reverse of [#gather]. The largest U32
  /// or I64 is skipped. Integers are added in 64 bits, one after the other; a sum that does not fit the dtype is an error.
  ///
  /// @throws CandleException if an index is not there, the shapes do not fit, or a sum of integers does not
  default Tensor scatterAdd(Tensor ids, Tensor src, int dim) {
    return Tensor.apply(new Op.ScatterAdd(self().axis(dim, "scatter-add")), self(), ids, src);
  }

  private static Tensor slice(Tensor x, int dim, Index.Range range) {
    int size = x.dim(dim);
    int start = range.start();
    int end = range.end() == null ? size : range.end();
    if (start > size || (end > size && start < end)) {
      throw Origins.placed(
          CandleException.withHint(
              CandleException.Kind.INDEX,
              "i",
              "i invalid range " + range + " with dim size " + size,
              Shape.positions(dim, " of shape " + x.shape(), size)),
          x);
    }
    return x.narrow(dim, start, Math.max(end - start, 0));
  }

  private static int positionIn(String operation, Tensor x, int dim, int position) {
    int size = x.dim(dim);
    int from = position < 0 ? position + size : position;
    if (from < 0 || from >= size) {
      throw Origins.placed(
          CandleException.withHint(
              CandleException.Kind.INDEX,
              operation,
              operation + " invalid index " + position + " with dim size " + size,
              Shape.positions(dim, " of shape " + x.shape(), size)),
          x);
    }
    return from;
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
