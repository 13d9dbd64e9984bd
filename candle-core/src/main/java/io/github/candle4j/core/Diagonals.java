package io.github.candle4j.core;

import io.github.candle4j.core.op.Sizes;

/// Diagonals and triangles of matrices. Diagonal `k` holds the elements `(i, i + k)`.
final class Diagonals {
  private Diagonals() {}

  /// Diagonal `k` of the last two dimensions, as the last dimension.
  static Tensor of(Tensor x, int k) {
    int rank = x.rank();
    int rows = x.dim(rank - 2);
    int columns = x.dim(rank - 1);
    long length = Math.min(rows - Math.max(-(long) k, 0), columns - Math.max(k, 0L));
    Tensor flat = x.flatten(rank - 2, rank - 1);
    return flat.indexSelect(places((int) Math.max(length, 0), k, columns, x.device()), rank - 2);
  }

  /// The square matrix with a vector on diagonal `k`.
  static Tensor embedded(Tensor x, int k) {
    int size = Sizes.checked(x.dim(0) + Math.abs((long) k), "diag");
    Shape square = Shape.of(size, size);
    Tensor zero = Tensor.zeros(Shape.of(), x.dtype(), x.device());
    Tensor flat = zero.broadcastAs(square.arrayLength());
    return flat.indexAdd(places(x.dim(0), k, size, x.device()), x, 0).reshape(square);
  }

  /// The last two dimensions with zeros above (tril) or below (triu) diagonal `k`.
  static Tensor triangle(String operation, Tensor x, int k) {
    if (x.rank() < 2) {
      throw Origins.placed(CandleException.unexpectedRank(operation, 2, x.shape()), x);
    }
    if (x.shape().arrayLength() == 0) {
      return x;
    }
    Tensor i = Tensor.arange(0L, x.dim(D.MINUS2), x.device()).add(k).unsqueeze(1);
    Tensor j = Tensor.arange(0L, x.dim(D.MINUS1), x.device()).unsqueeze(0);
    Tensor kept = operation.equals("tril") ? i.broadcastGe(j) : i.broadcastLe(j);
    return kept.broadcastAs(x.shape()).whereCond(x, x.scalarLike(operation, 0));
  }

  /// Where the elements of diagonal `k` lie in a flat matrix.
  private static Tensor places(int length, int k, int columns, Device device) {
    // Without elements there may be no such place.
    double first = length == 0 ? 0 : k < 0 ? -(double) k * columns : k;
    return Tensor.arange(0L, length, device).affine(columns + 1.0, first);
  }
}
