package io.github.candle4j.core;

import static io.github.candle4j.core.Index.all;
import static io.github.candle4j.core.Index.at;
import static io.github.candle4j.core.Index.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Copies in which a part is replaced.
class SlicingTest {
  private static final Device CPU = Device.CPU;

  private static Tensor zeros(int... dims) {
    return Tensor.zeros(Shape.of(dims), DType.F32, CPU);
  }

  @Test
  void sliceScatterAlongAnyDimensionInEveryDtype() {
    for (DType dtype : DType.values()) {
      Tensor x = Tensor.zeros(Shape.of(2, 3), dtype, CPU);
      Tensor src = Tensor.of(new float[][] {{1, 2}}, CPU).t().toDtype(dtype);
      Tensor y = x.sliceScatter(src, -1, 1);
      assertThat(y.toDtype(DType.F32).toVec2F32()).isEqualTo(new float[][] {{0, 1, 0}, {0, 2, 0}});
      assertThat(x.toDtype(DType.F32).sumAll().toScalarF32()).as("the operand").isEqualTo(0);
    }
  }

  @Test
  void sliceAssignTakesTheRangesOfI() {
    Tensor x = zeros(2, 3, 2);
    Tensor src = Tensor.arange(1f, 5f, CPU).reshape(2, 2, 1);
    Tensor y = x.sliceAssign(src, all(), range(1, 3), at(-1));
    assertThat(y.toVec3F32())
        .isEqualTo(new float[][][] {{{0, 0}, {0, 1}, {0, 2}}, {{0, 0}, {0, 3}, {0, 4}}});
    assertThat(y.i(all(), range(1, 3), at(-1)).toVec2F32())
        .isEqualTo(new float[][] {{1, 2}, {3, 4}});
    assertThat(x.sliceAssign(List.of(all(), all(), all()), y).toVec3F32()).isEqualTo(y.toVec3F32());
  }

  @Test
  void sliceScatterNamesShapesAndPositions() {
    Errors.of(() -> zeros(4, 3).sliceScatter(zeros(2, 3), 0, 3))
        .is(Kind.SHAPE, "slice-scatter")
        .says(
            "shape mismatch in slice-scatter (self, src), lhs: [4, 3], rhs: [2, 3]",
            "src takes positions 3 to 4 of dimension 0; all other sizes must be equal");
    Errors.of(() -> zeros(4, 3).sliceScatter0(zeros(2, 2), 0)).is(Kind.SHAPE, "slice-scatter");
    Errors.of(() -> zeros(4, 3).sliceScatter0(zeros(2, 3), -1)).is(Kind.SHAPE, "slice-scatter");
    Errors.of(() -> zeros(4, 3).sliceScatter0(zeros(2, 3), Integer.MAX_VALUE))
        .is(Kind.SHAPE, "slice-scatter");
    Errors.of(() -> zeros(4, 3).sliceScatter0(zeros(3), 0))
        .is(Kind.SHAPE, "slice-scatter")
        .says(
            "unexpected rank, expected: 2, got: 1 ([3])",
            "unsqueeze(dim) adds a dimension of size 1");
    Errors.of(() -> zeros(4).sliceScatter0(zeros(1).toDtype(DType.F64), 0))
        .is(Kind.DTYPE, "slice-scatter");
  }

  @Test
  void sliceAssignNamesTheRange() {
    Errors.of(() -> zeros(4, 5).sliceAssign(zeros(2, 2), range(3, 5), all()))
        .is(Kind.SHAPE, "slice-assign")
        .says(
            "slice-assign: upper bound is out of range for dim 0, 5 4",
            "dimension 0 has positions 0 to 3");
    Errors.of(() -> zeros(4, 5).sliceAssign(zeros(2, 2), range(2, 2), all()))
        .says("slice-assign: empty range for dim 0, 2 2", "a range has a position or more");
    Errors.of(() -> zeros(4, 5).sliceAssign(zeros(2, 2), range(0, 2), range(1, 4)))
        .says(
            "slice-assign: the range for dim 1 (1..4) does not match the size of src 2",
            "it has 3 positions");
    Errors.of(() -> zeros(4, 5).sliceAssign(zeros(2), all(), all()))
        .says(
            "slice-assign requires input with the same rank 2 <> 1",
            "src has the dimensions of self; unsqueeze adds one");
    Errors.of(() -> zeros(4, 5).sliceAssign(zeros(4, 5), all()))
        .says(
            "slice-assign requires input with the same rank as there are ranges 2 <> 1",
            "give one range for each dimension, Index.all() for a whole one");
    Errors.of(() -> zeros(4).sliceAssign(zeros(4), Index.newAxis()))
        .says(
            "slice-assign: dim 0 wants a range, got NewAxis",
            "use Index.range, from, to, all or at; scatter writes to chosen positions");
    Errors.of(() -> zeros(4).sliceAssign(zeros(1), at(-5)))
        .is(Kind.SHAPE, "slice-assign")
        .says(
            "slice-assign: position -5 is out of range for dim 0, size 4",
            "positions go from 0 to 3, or from -1 back to -4");
    Errors.of(() -> zeros(4).sliceAssign(zeros(1), at(4))).is(Kind.SHAPE, "slice-assign");
    Errors.of(() -> zeros(0).sliceAssign(zeros(1), at(0)))
        .says("slice-assign: position 0 is out of range for dim 0, size 0", "dimension 0 is empty");
    Errors.of(() -> zeros(4).sliceAssign(zeros(1), at(4))).is(Kind.SHAPE, "slice-assign");
    Errors.of(() -> zeros(4).sliceAssign(zeros(4).toDtype(DType.F64), all()))
        .is(Kind.DTYPE, "slice-assign");
  }
}
