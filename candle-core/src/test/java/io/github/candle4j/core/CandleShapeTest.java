package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The tests of Candle's shape.rs.
class CandleShapeTest {
  @Test
  void stride() {
    assertThat(Shape.of().strideContiguous()).isEmpty();
    assertThat(Shape.of(42).strideContiguous()).containsExactly(1);
    assertThat(Shape.of(42, 1337).strideContiguous()).containsExactly(1337, 1);
    assertThat(Shape.of(299, 792, 458).strideContiguous()).containsExactly(458 * 792, 458, 1);
  }

  @Test
  void testFromTuple() {
    assertThat(Shape.of(2).dims()).containsExactly(2);
    assertThat(Shape.of(2, 3).dims()).containsExactly(2, 3);
    assertThat(Shape.of(2, 3, 4).dims()).containsExactly(2, 3, 4);
    assertThat(Shape.of(2, 3, 4, 5).dims()).containsExactly(2, 3, 4, 5);
    assertThat(Shape.of(2, 3, 4, 5, 6).dims()).containsExactly(2, 3, 4, 5, 6);
    assertThat(Shape.of(2, 3, 4, 5, 6, 7).dims()).containsExactly(2, 3, 4, 5, 6, 7);
  }
}
