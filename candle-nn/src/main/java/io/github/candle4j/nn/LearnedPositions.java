package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;

/// Adds to each position a vector of its own, which is learned, as in BERT and GPT-2.
///
/// ```java
/// LearnedPositions positions = LearnedPositions.learnedPositions(512, 64, vb.pp("position"));
/// Tensor y = positions.forward(embeddings);    // [batch, positions, 64]
/// ```
///
/// @param weight what is added, `[positions, size]`
public record LearnedPositions(Tensor weight) implements Module {
  /// That of GPT-2 and BERT.
  private static final Init INIT = new Init.Randn(0, 0.02);

  /// Checks the rank.
  ///
  /// @throws CandleException if the weight has not two dimensions
  public LearnedPositions {
    if (weight.rank() != 2) {
      throw CandleException.unexpectedRank("positions", 2, weight.shape());
    }
  }

  /// A new table with the parameter `weight`, normal with deviation 0.02.
  public static LearnedPositions learnedPositions(int positions, int size, VarBuilder vb) {
    return new LearnedPositions(vb.getWithHints(Shape.of(positions, size), "weight", INIT));
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
    return added(xs, weight, start);
  }

  static Tensor added(Tensor xs, Tensor table, int start) {
    if (xs.rank() < 2 || xs.dim(-1) != table.dim(1)) {
      throw CandleException.shapeMismatch(
          "positions",
          xs.shape(),
          table.shape(),
          "[.., positions, size] goes with [positions, size]");
    }
    int length = xs.dim(-2);
    if (start < 0 || start > table.dim(0) - length) {
      throw CandleException.withHint(
          Kind.INDEX,
          "positions",
          "positions: " + length + " positions from " + start + ", the table has " + table.dim(0),
          "make a longer table, or shorter sequences");
    }
    return xs.broadcastAdd(table.narrow(0, start, length));
  }

  /// `LearnedPositions(512 of 64)`
  @Override
  public String toString() {
    return "LearnedPositions(" + weight.dim(0) + " of " + weight.dim(1) + ")";
  }
}
