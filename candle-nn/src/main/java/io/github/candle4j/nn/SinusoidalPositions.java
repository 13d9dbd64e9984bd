package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;

/// Adds to each element a sine of its position: element 2i of position p gets `sin(p / 10000^(2i / size))`, element 2i + 1 the
/// cosine of the same; arXiv 1706.03762, section 3.5. There are no parameters.
///
/// ```java
/// SinusoidalPositions positions = SinusoidalPositions.of(512, 64, DType.F32, device);
/// Tensor y = positions.forward(embeddings);    // [batch, positions, 64]
/// ```
///
/// @param table what is added, `[positions, size]`
public record SinusoidalPositions(Tensor table) implements Module {
  private static final double BASE = 10_000;

  /// Checks the rank.
  ///
  /// @throws CandleException if the table has not two dimensions
  public SinusoidalPositions {
    if (table.rank() != 2) {
      throw CandleException.unexpectedRank("positions", 2, table.shape());
    }
  }

  /// A table for so many positions of this size.
  ///
  /// @throws CandleException if a number is not positive
  public static SinusoidalPositions of(int positions, int size, DType dtype, Device device) {
    if (positions < 1 || size < 1) {
      throw new CandleException(
          Kind.ARGUMENT,
          "positions",
          "positions: " + positions + " positions of size " + size + ", both must be 1 or more");
    }
    Shape shape = Shape.of(positions, size);
    double[] x = new double[shape.arrayLength()];
    for (int i = 0; i < x.length; i++) {
      int element = i % size;
      int position = i / size;
      double angle = position / Math.pow(BASE, (double) (element - element % 2) / size);
      x[i] = element % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
    }
    return new SinusoidalPositions(Tensor.fromVec(x, shape, device).toDtype(dtype));
  }

  /// `xs` `[.., positions, size]`, whose first position is 0, with the table added.
  ///
  /// @throws CandleException if the sizes do not fit or there are more positions than in the table
  @Override
  public Tensor forward(Tensor xs) {
    return forward(xs, 0);
  }

  /// The same for a first position `start`, as for what comes after the elements of a cache.
  ///
  /// @throws CandleException if the sizes do not fit or there are more positions than in the table
  public Tensor forward(Tensor xs, int start) {
    return LearnedPositions.added(xs, table, start);
  }

  /// `SinusoidalPositions(512 of 64)`
  @Override
  public String toString() {
    return "SinusoidalPositions(" + table.dim(0) + " of " + table.dim(1) + ")";
  }
}
