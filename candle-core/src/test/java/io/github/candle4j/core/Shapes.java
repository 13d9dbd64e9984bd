package io.github.candle4j.core;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Tuple;

/// Shapes of rank 0 to 4 with sizes 0 to 4 and at most 24 elements; about one in five has no element at all.
final class Shapes implements ArbitrarySupplier<Shape> {
  private static final int MOST_ELEMENTS = 24;

  @Override
  public Arbitrary<Shape> get() {
    return ofRank(0, 4);
  }

  static Arbitrary<Shape> ofRank(int least, int most) {
    return sizes()
        .array(int[].class)
        .ofMinSize(least)
        .ofMaxSize(most)
        .filter(dims -> Arrays.stream(dims).reduce(1, (a, b) -> a * b) <= MOST_ELEMENTS)
        .map(Shape::of);
  }

  private static Arbitrary<Integer> sizes() {
    return Arbitraries.frequency(
        Tuple.of(1, 0), Tuple.of(4, 1), Tuple.of(6, 2), Tuple.of(5, 3), Tuple.of(2, 4));
  }

  /// Shapes with one dimension or more.
  static final class WithDimension implements ArbitrarySupplier<Shape> {
    @Override
    public Arbitrary<Shape> get() {
      return ofRank(1, 4);
    }
  }

  /// Shapes with one dimension or more, none of them empty.
  static final class NotEmpty implements ArbitrarySupplier<Shape> {
    @Override
    public Arbitrary<Shape> get() {
      return ofRank(1, 4).filter(shape -> shape.elemCount() > 0);
    }
  }
}
