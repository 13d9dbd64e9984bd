package io.github.candle4j.core;

import static io.github.candle4j.core.Index.all;
import static io.github.candle4j.core.Index.at;
import static io.github.candle4j.core.Index.from;
import static io.github.candle4j.core.Index.range;
import static io.github.candle4j.core.Index.rangeClosed;
import static io.github.candle4j.core.Index.to;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The tests of Candle's indexing_tests.rs, with its inputs and results.
class CandleIndexingTest {
  private static final Device CPU = Device.CPU;

  private static Tensor counting(int... dims) {
    Shape shape = Shape.of(dims);
    return Tensor.arange(0, shape.arrayLength(), CPU).reshape(shape);
  }

  @Test
  void integerIndex() {
    Tensor tensor = counting(2, 3);
    assertThat(tensor.i(1).toVec1U32()).containsExactly(3, 4, 5);
    assertThat(tensor.i(all(), at(2)).toVec1U32()).containsExactly(2, 5);
  }

  @Test
  void rangeIndex() {
    assertThat(counting(2, 3).i(all()).toVec2U32()).isEqualTo(new int[][] {{0, 1, 2}, {3, 4, 5}});
    Tensor tensor = counting(4, 3);
    int[][] first = {{0, 1, 2}, {3, 4, 5}};
    int[][] middle = {{3, 4, 5}, {6, 7, 8}};
    int[][] last = {{6, 7, 8}, {9, 10, 11}};
    assertThat(tensor.i(range(1, 3)).toVec2U32()).isEqualTo(middle);
    assertThat(tensor.i(from(2)).toVec2U32()).isEqualTo(last);
    assertThat(tensor.i(to(2)).toVec2U32()).isEqualTo(first);
    assertThat(tensor.i(rangeClosed(1, 2)).toVec2U32()).isEqualTo(middle);
    assertThat(tensor.i(to(1)).toVec2U32()).isEqualTo(new int[][] {{0, 1, 2}});
    assertThat(tensor.i(rangeClosed(0, 1)).toVec2U32()).isEqualTo(first);
    // Empty and reversed ranges give nothing.
    for (Index empty : List.of(range(1, 1), range(1, 0))) {
      assertThat(tensor.i(empty).dims()).containsExactly(0, 3);
      assertThat(tensor.i(empty).toVec2U32()).isEmpty();
    }
  }

  @Test
  void index3d() {
    Tensor tensor = counting(2, 3, 4);
    assertThat(tensor.i(0, 0, 0).toScalarU32()).isEqualTo(0);
    assertThat(tensor.i(1, 0, 0).toScalarU32()).isEqualTo(12);
    assertThat(tensor.i(0, 1, 0).toScalarU32()).isEqualTo(4);
    assertThat(tensor.i(0, 1, 3).toScalarU32()).isEqualTo(7);
    assertThat(tensor.i(range(0, 2), at(0), at(0)).toVec1U32()).containsExactly(0, 12);
    assertThat(tensor.i(range(0, 2), all(), at(0)).toVec2U32())
        .isEqualTo(new int[][] {{0, 4, 8}, {12, 16, 20}});
    assertThat(tensor.i(to(2), all(), at(3)).toVec2U32())
        .isEqualTo(new int[][] {{3, 7, 11}, {15, 19, 23}});
    assertThat(tensor.i(at(1), all(), at(3)).toVec1U32()).containsExactly(15, 19, 23);
  }

  @Test
  void sliceAssign() {
    Tensor tensor = counting(4, 5);
    Tensor src = counting(3, 2);
    assertThat(tensor.sliceAssign(List.of(range(1, 4), range(3, 5)), src).toVec2U32())
        .isEqualTo(
            new int[][] {{0, 1, 2, 3, 4}, {5, 6, 7, 0, 1}, {10, 11, 12, 2, 3}, {15, 16, 17, 4, 5}});
    assertThat(tensor.sliceAssign(src, range(0, 3), range(0, 2)).toVec2U32())
        .isEqualTo(
            new int[][] {
              {0, 1, 2, 3, 4}, {2, 3, 7, 8, 9}, {4, 5, 12, 13, 14}, {15, 16, 17, 18, 19}
            });
  }
}
