package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/// The cosines and sines of the angles of rotary positions: position p turns pair i by `p / scaling · base^(-2i / size)`,
/// arXiv 2104.09864, section 3.2.2; with a scaling over 1 the positions lie closer, arXiv 2306.15595.
///
/// ```java
/// RotaryTable table = RotaryTable.of(RotaryTable.Config.of(64, 2048), DType.F32, device);
/// Tensor q = table.rope(queries, 0);      // [batch, heads, positions, 64], the first position is 0
/// ```
///
/// @param cos `[positions, size / 2]`
/// @param sin `[positions, size / 2]`
public record RotaryTable(Tensor cos, Tensor sin) {
  /// What a table is made from.
  ///
  /// @param size the size of a head, which is even
  /// @param positions how many positions it has
  /// @param base what the slowest angle follows from
  /// @param scaling by what positions are divided
  public record Config(int size, int positions, double base, double scaling) {
    /// Checks the ranges.
    ///
    /// @throws CandleException if a number is outside its range
    public Config {
      check(size > 0 && size % 2 == 0, "size must be even and over 0, got " + size);
      check(positions >= 0, "positions must be 0 or more, got " + positions);
      check(base > 0 && Double.isFinite(base), "base must be over 0 and finite, got " + base);
      check(
          scaling > 0 && Double.isFinite(scaling),
          "scaling must be over 0 and finite, got " + scaling);
    }

    /// Base 10,000, no scaling.
    ///
    /// @throws CandleException if a number is outside its range
    public static Config of(int size, int positions) {
      return new Config(size, positions, 10_000, 1);
    }

    /// This with another base.
    ///
    /// @throws CandleException if it is not over 0
    public Config withBase(double value) {
      return new Config(size, positions, value, scaling);
    }

    /// This with another scaling.
    ///
    /// @throws CandleException if it is not over 0
    public Config withScaling(double value) {
      return new Config(size, positions, base, value);
    }

    private static void check(boolean holds, String message) {
      if (!holds) {
        throw new CandleException(Kind.ARGUMENT, "rope", "rope: " + message);
      }
    }
  }

  /// Checks that both have one shape.
  ///
  /// @throws CandleException if they do not
  public RotaryTable {
    if (cos.rank() != 2 || !cos.shape().equals(sin.shape())) {
      throw CandleException.shapeMismatch(
          "rope", cos.shape(), sin.shape(), "cos and sin are [positions, size / 2]");
    }
  }

  /// A new table; angles are computed in F64.
  public static RotaryTable of(Config config, DType dtype, Device device) {
    return new RotaryTable(
        table(config, Math::cos, device).toDtype(dtype),
        table(config, Math::sin, device).toDtype(dtype));
  }

  private static Tensor table(Config config, DoubleUnaryOperator f, Device device) {
    int half = config.size / 2;
    Shape shape = Shape.of(config.positions, half);
    double[] frequencies = new double[half];
    Arrays.setAll(frequencies, i -> Math.pow(config.base, -2.0 * i / config.size));
    double[] x = new double[shape.arrayLength()];
    for (int i = 0; i < x.length; i++) {
      int position = i / half;
      x[i] = f.applyAsDouble(position / config.scaling * frequencies[i % half]);
    }
    return Tensor.fromVec(x, shape, device);
  }

  /// The part of this table for `length` positions from `start` on.
  ///
  /// @throws CandleException if it does not have them
  public RotaryTable narrow(int start, int length) {
    return new RotaryTable(cos.narrow(0, start, length), sin.narrow(0, start, length));
  }

  /// [RotaryEmb#rope] of `xs` `[batch, heads, positions, size]` whose first position is `start`.
  ///
  /// @throws CandleException if shapes or dtypes do not fit or the table is too short
  public Tensor rope(Tensor xs, int start) {
    RotaryTable part = narrow(start, xs.dims4()[2]);
    return RotaryEmb.rope(xs, part.cos, part.sin);
  }

  /// [RotaryEmb#ropeI] of `xs` `[batch, heads, positions, size]` whose first position is `start`.
  ///
  /// @throws CandleException if shapes or dtypes do not fit or the table is too short
  public Tensor ropeI(Tensor xs, int start) {
    RotaryTable part = narrow(start, xs.dims4()[2]);
    return RotaryEmb.ropeI(xs, part.cos, part.sin);
  }

  /// `RotaryTable(2048 positions, heads of 64)`
  @Override
  public String toString() {
    return "RotaryTable(" + cos.dim(0) + " positions, heads of " + 2 * cos.dim(1) + ")";
  }
}
