package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;

/// One of several equal parts of a parameter, cut along a dimension: what one process of a group holds.
///
/// @param dim the dimension that is cut; a negative one counts from the end
/// @param rank the number of the part, from 0
/// @param worldSize the number of parts
public record Shard(int dim, int rank, int worldSize) {
  /// The whole of a parameter.
  public static final Shard WHOLE = new Shard(0, 0, 1);

  /// Checks that there is such a part.
  ///
  /// @throws CandleException if there are no parts, or none of this number
  public Shard {
    if (worldSize < 1 || rank < 0 || rank >= worldSize) {
      throw new CandleException(
          Kind.ARGUMENT,
          "shard",
          "shard: rank must be 0 to worldSize - 1, got rank " + rank + " of " + worldSize);
    }
  }

  /// This part of a whole, a view.
  ///
  /// @param expected the shape of the part or of the whole, or `[]` for any
  Tensor of(String name, Tensor whole, Shape expected) {
    if (worldSize > 1 && whole.dim(dim) % worldSize != 0) {
      throw CandleException.withHint(
          Kind.SHAPE,
          "get",
          "cannot split " + name + " " + whole.shape() + " along dim " + dim + " in " + worldSize,
          "the number of parts divides the size");
    }
    int size = worldSize == 1 ? 0 : whole.dim(dim) / worldSize;
    Tensor part = worldSize == 1 ? whole : whole.narrow(dim, rank * size, size);
    boolean any = expected.rank() == 0 && worldSize > 1;
    if (!any && !expected.equals(part.shape()) && !expected.equals(whole.shape())) {
      throw CandleException.withHint(
          Kind.SHAPE,
          "get",
          "shape mismatch for " + name + ", expected: " + expected + ", got: " + part.shape(),
          "part " + rank + " of " + worldSize + " of " + whole.shape() + " along dim " + dim);
    }
    return part;
  }
}
