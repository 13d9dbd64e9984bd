package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Changes of a part of a tensor: what is written, where, and what is refused.
class InPlaceTest {
  private static final Device CPU = Device.CPU;

  private static Tensor zeros(int... dims) {
    return Tensor.zeros(Shape.of(dims), DType.F32, CPU);
  }

  private static Tensor ids(int[]... rows) {
    return Tensor.of(rows, CPU);
  }

  @Test
  void sliceSetWritesThroughEveryView() {
    Tensor cache = zeros(2, 3);
    Tensor view = cache.t();
    cache.sliceSet(Tensor.of(new float[][] {{1}, {2}}, CPU), 1, 2);
    assertThat(view.toVec2F32()).isEqualTo(new float[][] {{0, 0}, {0, 0}, {1, 2}});
    view.sliceSet(Tensor.of(new float[][] {{7, 8}}, CPU), 0, 0);
    assertThat(cache.toVec2F32()).isEqualTo(new float[][] {{7, 0, 1}, {8, 0, 2}});
    cache.sliceSet(Tensor.of(new float[][] {{5, 6}}, CPU).t(), -1, 1);
    assertThat(cache.toVec2F32()).isEqualTo(new float[][] {{7, 5, 1}, {8, 6, 2}});
  }

  @Test
  void sliceSetOfNothingDoesNothing() {
    Tensor cache = zeros(2, 3);
    cache.sliceSet(zeros(2, 0), 1, 3);
    assertThat(cache.sumAll().toScalarF32()).isEqualTo(0);
  }

  @Test
  void scatterSetInEveryDtypeOnAStridedTarget() {
    for (DType dtype : DType.values()) {
      Tensor whole = Tensor.ones(Shape.of(3, 4), dtype, CPU);
      Tensor target = whole.t().narrow(0, 1, 2);
      Tensor src = Tensor.of(new float[][] {{2, 3}, {4, 5}}, CPU).t().toDtype(dtype);
      target.scatterSet(ids(new int[] {2, 0}, new int[] {2, 2}), src, 1);
      // src is [[2, 4], [3, 5]]; the second row writes twice to column 2, and 5 is the last.
      assertThat(whole.toDtype(DType.F32).toVec2F32())
          .as(dtype.asStr())
          .isEqualTo(new float[][] {{1, 4, 1, 1}, {1, 1, 1, 1}, {1, 2, 5, 1}});
    }
  }

  @Test
  void scatterAddSetInEveryDtypeOnAStridedTarget() {
    for (DType dtype : DType.values()) {
      Tensor whole = Tensor.ones(Shape.of(3, 4), dtype, CPU);
      Tensor target = whole.t().narrow(0, 1, 2);
      Tensor src = Tensor.of(new float[][] {{2, 3}, {4, 5}}, CPU).t().toDtype(dtype);
      target.scatterAddSet(ids(new int[] {2, 0}, new int[] {2, 2}), src, 1);
      assertThat(whole.toDtype(DType.F32).toVec2F32())
          .as(dtype.asStr())
          .isEqualTo(new float[][] {{1, 5, 1, 1}, {1, 1, 1, 1}, {1, 3, 9, 1}});
    }
  }

  @Test
  void smallFloatsAreRoundedOnceAfterAllAdditions() {
    // 2048 + 1 is 2048 in F16, so adding one by one would stay there.
    Tensor target = Tensor.of(new float[] {2048}, DType.F16, CPU);
    Tensor zero = Tensor.zeros(Shape.of(4), DType.U32, CPU);
    target.scatterAddSet(zero, Tensor.ones(Shape.of(4), DType.F16, CPU), 0);
    assertThat(target.toVec1F16()).containsExactly(2052);
  }

  @Test
  void idsThatStandForNoneAreSkipped() {
    Tensor u32 = Tensor.of(new int[] {-1, 1}, DType.U32, CPU);
    Tensor i64 = Tensor.of(new long[] {Long.MAX_VALUE, 1}, CPU);
    Tensor src = Tensor.of(new float[] {5, 7}, CPU);
    for (Tensor ids : List.of(u32, i64)) {
      Tensor x = zeros(3);
      x.scatterSet(ids, src, 0);
      x.scatterAddSet(ids, src, 0);
      assertThat(x.toVec1F32()).containsExactly(0, 14, 0);
      assertThat(zeros(3).scatter(ids, src, 0).toVec1F32()).containsExactly(0, 7, 0);
    }
    Tensor u8 = Tensor.of(new byte[] {(byte) 255}, CPU);
    Errors.of(() -> zeros(3).scatterSet(u8, zeros(1), 0))
        .is(Kind.INDEX, "scatter-set")
        .says(
            "scatter-set invalid index 255 with dim size 3",
            "it is index number 0 of 1; valid ones are 0 to 2");
  }

  @Test
  void nothingIsWrittenWhenAnIndexIsNotThere() {
    Tensor x = zeros(3);
    Tensor ids = Tensor.of(new int[] {0, 3}, CPU);
    Errors.of(() -> x.scatterSet(ids, Tensor.ones(Shape.of(2), DType.F32, CPU), 0))
        .is(Kind.INDEX, "scatter-set");
    Errors.of(() -> x.scatterAddSet(ids, Tensor.ones(Shape.of(2), DType.F32, CPU), 0))
        .is(Kind.INDEX, "scatter-add-set");
    assertThat(x.toVec1F32()).containsExactly(0, 0, 0);
  }

  @Test
  void trackedTensorsNameTheFormThatReturnsANewOne() {
    Var w = Var.zeros(Shape.of(2, 2), DType.F32, CPU);
    Tensor ids = ids(new int[] {0, 0});
    Errors.of(() -> zeros(2, 2).sliceSet(w.mul(2), 0, 0))
        .is(Kind.AUTOGRAD, "slice_set")
        .says(
            "slice_set has no derivative, and src is tracked",
            "sliceScatter(src, dim, start) returns a new tensor and has one; or run it in"
                + " Tensor.noGrad(..)");
    Errors.of(() -> w.scatterSet(ids, zeros(1, 2), 0))
        .is(Kind.AUTOGRAD, "scatter_set")
        .says(
            "scatter_set has no derivative, and self is tracked",
            "scatter(ids, src, dim) returns a new tensor and has one; or run it in"
                + " Tensor.noGrad(..)");
    Errors.of(() -> w.scatterAddSet(ids, zeros(1, 2), 0))
        .is(Kind.AUTOGRAD, "scatter_add_set")
        .says(
            "scatter_add_set has no derivative, and self is tracked",
            "scatterAdd(ids, src, dim) returns a new tensor and has one; or run it in"
                + " Tensor.noGrad(..)");
    Tensor.noGrad(() -> w.scatterAddSet(ids, Tensor.ones(Shape.of(1, 2), DType.F32, CPU), 0));
    assertThat(w.toVec2F32()).isEqualTo(new float[][] {{1, 1}, {0, 0}});
  }

  @Test
  void sharedElementsAreRefused() {
    Tensor x = zeros(2, 2);
    Errors.of(() -> x.sliceSet(x, 0, 0))
        .is(Kind.ARGUMENT, "slice_set")
        .says("cannot use slice_set when self and src share their storage", "give it src.copy()");
    Tensor ids = Tensor.zeros(Shape.of(2, 2), DType.I64, CPU);
    Errors.of(() -> x.scatterSet(ids, x.t(), 0))
        .is(Kind.ARGUMENT, "scatter_set")
        .says("cannot use scatter_set when self and src share their storage", "give it src.copy()");
    Errors.of(() -> ids.scatterAddSet(ids, ids.copy(), 0))
        .is(Kind.ARGUMENT, "scatter_add_set")
        .says(
            "cannot use scatter_add_set when self and ids share their storage",
            "give it ids.copy()");
    Errors.of(() -> zeros(1, 2).broadcastAs(3, 2).sliceSet(zeros(1, 2), 0, 0))
        .is(Kind.ARGUMENT, "slice_set")
        .says(
            "slice_set: several elements of self are one, in shape [3, 2]",
            "self is a view that repeats elements, as broadcastAs gives it; change a copy() of it");
    // Windows of two elements, one element apart, as unfold gives them.
    Tensor base = zeros(4);
    Layout windows = new Layout(Shape.of(3, 2), new int[] {1, 1}, 0);
    Tensor overlapping = new Tensor(base.storage(), windows, CPU, null);
    Errors.of(() ->
            overlapping.scatterSet(Tensor.zeros(Shape.of(3, 2), DType.U32, CPU), zeros(3, 2), 1))
        .is(Kind.ARGUMENT, "scatter_set");
    // Without elements no two are one.
    Tensor empty = zeros(1, 0).broadcastAs(3, 0);
    empty.sliceSet(zeros(3, 0), 0, 0);
    empty.scatterSet(Tensor.zeros(Shape.of(3, 0), DType.U32, CPU), zeros(3, 0), 1);
    // No two elements of a permuted part are one, nor are those of a single row.
    zeros(4, 3, 2).permute(2, 0, 1).narrow(1, 1, 2).sliceSet(zeros(2, 1, 3), 1, 1);
    zeros(1, 3).broadcastAs(1, 3).sliceSet(zeros(1, 3), 0, 0);
  }

  @Test
  void sizesThatDoNotFitAreNamed() {
    Errors.of(() -> zeros(2, 3).sliceSet(zeros(2, 2), 1, 2))
        .is(Kind.SHAPE, "slice-set")
        .says(
            "shape mismatch on target dim, dst: 3, src: 2 + 2",
            "src starts at position 2 and must end within the 3 of self");
    Errors.of(() -> zeros(2, 3).sliceSet(zeros(2, 2), 1, -1)).is(Kind.SHAPE, "slice-set");
    Errors.of(() -> zeros(2, 3).sliceSet(zeros(2, 2), 1, Integer.MAX_VALUE))
        .is(Kind.SHAPE, "slice-set");
    Errors.of(() -> zeros(2, 3).sliceSet(zeros(1, 2), 1, 0))
        .is(Kind.SHAPE, "slice-set")
        .says("shape mismatch on dim 0, 2 <> 1", "only dimension 1 may be smaller");
    Errors.of(() -> zeros(2, 3).sliceSet(zeros(2), 1, 0)).is(Kind.SHAPE, "slice-set");
    Errors.of(() -> zeros(2).sliceSet(zeros(1).toDtype(DType.F64), 0, 0))
        .is(Kind.DTYPE, "slice-set");
    Tensor ids = ids(new int[] {0, 0});
    Errors.of(() -> zeros(2, 2).scatterSet(ids, zeros(2, 1), 0))
        .is(Kind.SHAPE, "scatter-set")
        .says(
            "shape mismatch in scatter-set (indexes, src), lhs: [1, 2], rhs: [2, 1]",
            "ids and src must have equal shapes");
    Errors.of(() -> zeros(2, 1).scatter(ids, zeros(1, 2), 0))
        .is(Kind.SHAPE, "scatter")
        .says(
            "shape mismatch in scatter, lhs: [2, 1], rhs: [1, 2]",
            "ids must have the rank of self and, outside of dimension 0, no larger sizes");
    Errors.of(() -> zeros(2, 2).scatter(zeros(1, 2), zeros(1, 2), 0)).is(Kind.DTYPE, "scatter");
  }

  @Test
  void backwardNoticesAChange() {
    Tensor x = zeros(2);
    Var w = Var.of(new float[] {1, 2}, CPU);
    Tensor y = w.mul(x).sumAll();
    x.sliceSet(Tensor.of(new float[] {3}, CPU), 0, 1);
    Errors.of(y::backward).is(Kind.AUTOGRAD, "backward");
  }
}
