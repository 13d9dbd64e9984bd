package io.github.candle4j.core;

import static io.github.candle4j.core.Index.all;
import static io.github.candle4j.core.Index.at;
import static io.github.candle4j.core.Index.newAxis;
import static io.github.candle4j.core.Index.range;
import static io.github.candle4j.core.Index.rangeClosed;
import static io.github.candle4j.core.Index.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexingTest {
  private static final Device CPU = Device.CPU;

  /// `[[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]]`
  private static final Tensor X = Tensor.arange(0f, 12f, CPU).reshape(4, 3);

  private static final List<DType> INTEGERS =
      List.of(DType.U8, DType.U32, DType.I16, DType.I32, DType.I64);

  @Test
  void positionsRangesAndNewDimensions() {
    assertThat(X.i(1).toVec1F32()).containsExactly(3, 4, 5);
    assertThat(X.i(-1, 0).toScalarF32()).isEqualTo(9);
    assertThat(X.i(all(), at(1)).toVec1F32()).containsExactly(1, 4, 7, 10);
    assertThat(X.i(range(1, 3), Index.from(2)).toVec2F32()).isEqualTo(new float[][] {{5}, {8}});
    assertThat(X.i(Index.to(1), rangeClosed(0, 1)).toVec2F32()).isEqualTo(new float[][] {{0, 1}});
    assertThat(X.i(newAxis(), at(0), newAxis()).dims()).containsExactly(1, 1, 3);
    assertThat(X.i(range(3, 2)).dims()).containsExactly(0, 3);
    assertThat(X.i(select(Tensor.of(new int[] {2, 0}, CPU)), at(0)).toVec1F32())
        .containsExactly(6, 0);
  }

  @Test
  void indexSelectTakesIdsOfAnyIntegerDtype() {
    for (DType dtype : INTEGERS) {
      Tensor ids = Tensor.of(new long[] {2, 0, 2}, CPU).toDtype(dtype);
      assertThat(X.indexSelect(ids, 1).get(3).toVec1F32()).containsExactly(11, 9, 11);
      assertThat(X.t().indexSelect(ids, 0).get(0).toVec1F32()).containsExactly(2, 5, 8, 11);
    }
  }

  @Test
  void indexAddAddsRowsThatComeTwice() {
    Tensor ids = Tensor.of(new int[] {1, 1}, CPU);
    Tensor src = Tensor.of(new float[][] {{1, 2, 3}, {10, 20, 30}}, CPU);
    assertThat(X.indexAdd(ids, src, 0).get(1).toVec1F32()).containsExactly(14, 26, 38);
    assertThat(X.get(1).toVec1F32()).as("the operand").containsExactly(3, 4, 5);
  }

  @Test
  void gatherAndScatterAddAlongBothDimensions() {
    Tensor ids = Tensor.of(new int[][] {{2, 0}, {1, 1}}, CPU);
    assertThat(X.gather(ids, 1).toVec2F32()).isEqualTo(new float[][] {{2, 0}, {4, 4}});
    assertThat(X.gather(ids, 0).toVec2F32()).isEqualTo(new float[][] {{6, 1}, {3, 4}});
    Tensor src = Tensor.of(new float[][] {{1, 2}, {3, 4}}, CPU);
    Tensor zeros = Tensor.zeros(Shape.of(3, 2), DType.F32, CPU);
    assertThat(zeros.scatterAdd(ids, src, 0).toVec2F32())
        .isEqualTo(new float[][] {{0, 2}, {3, 4}, {1, 0}});
    assertThat(zeros.t().scatterAdd(ids, src, 1).toVec2F32())
        .isEqualTo(new float[][] {{2, 0, 1}, {0, 7, 0}});
  }

  @Test
  void largestU32AndI64StandForNoIndex() {
    Tensor u32 = Tensor.of(new int[] {1, -1}, DType.U32, CPU);
    Tensor i64 = Tensor.of(new long[] {1, Long.MAX_VALUE}, CPU);
    for (Tensor ids : List.of(u32, i64)) {
      assertThat(X.indexSelect(ids, 0).toVec2F32()).isEqualTo(new float[][] {{3, 4, 5}, {0, 0, 0}});
      assertThat(X.embedding(ids).get(1).toVec1F32()).containsExactly(0, 0, 0);
      assertThat(X.gather(ids.unsqueeze(1), 1).toVec2F32()).isEqualTo(new float[][] {{1}, {0}});
      Tensor ones = Tensor.ones(Shape.of(2, 3), DType.F32, CPU);
      assertThat(X.indexAdd(ids, ones, 0).sumAll().toScalarF32()).isEqualTo(66 + 3);
    }
  }

  @Test
  void largestU8IsAnIndexLikeAnyOther() {
    Tensor ids = Tensor.of(new byte[] {(byte) 255}, CPU);
    Errors.of(() -> X.indexSelect(ids, 0))
        .is(Kind.INDEX, "index-select")
        .says(
            "index-select invalid index 255 with dim size 4",
            "it is index number 0 of 1; valid ones are 0 to 3");
    Tensor long256 = Tensor.arange(0f, 256f, CPU);
    assertThat(long256.indexSelect(ids, 0).toVec1F32()).containsExactly(255);
  }

  @Test
  void indexOutOfRangeNamesPositionAndSize() {
    Tensor ids = Tensor.of(new long[][] {{0, 2, 3}}, CPU);
    Errors.of(() -> X.gather(ids, 1))
        .is(Kind.INDEX, "gather")
        .says(
            "gather invalid index 3 with dim size 3",
            "it is index number 2 of 3; valid ones are 0 to 2");
    Tensor negative = Tensor.of(new long[] {-1}, CPU);
    Errors.of(() -> X.indexSelect(negative, 0))
        .is(Kind.INDEX, "index-select")
        .says(
            "index-select invalid index -1 with dim size 4",
            "it is index number 0 of 1; valid ones are 0 to 3");
    Errors.of(() -> X.indexAdd(negative, X.narrow(0, 0, 1), 0)).is(Kind.INDEX, "index-add");
    Errors.of(() -> X.scatterAdd(ids, X.narrow(0, 0, 1), 1)).is(Kind.INDEX, "scatter-add");
    Errors.of(() -> Fused.crossEntropy(X, Tensor.of(new long[] {0, 0, 0, 3}, CPU)))
        .is(Kind.INDEX, "cross_entropy")
        .says(
            "cross_entropy invalid index 3 with dim size 3",
            "it is index number 3 of 4; valid ones are 0 to 2");
  }

  @Test
  void positionOutOfRangeNamesShape() {
    Errors.of(() -> X.i(4))
        .is(Kind.INDEX, "i")
        .says(
            "i invalid index 4 with dim size 4",
            "dimension 0 of shape [4, 3] has positions 0 to 3");
    Errors.of(() -> X.i(0, -4)).is(Kind.INDEX, "i");
    Errors.of(() -> X.i(0, 0, 0))
        .is(Kind.INDEX, "i")
        .says("i: too many indexes for shape [4, 3]", "give at most one index a dimension, 2");
    Errors.of(() -> X.getOnDim(2, 0))
        .is(Kind.SHAPE, "get_on_dim")
        .says(
            "get_on_dim: dimension index 2 out of range for shape [4, 3]",
            "dimensions go from 0 to 1, or from -1 (the last) to -2");
  }

  @Test
  void idsOfFloatsAreRejected() {
    Tensor ids = Tensor.of(new float[] {0}, CPU);
    Errors.of(() -> X.indexSelect(ids, 0))
        .is(Kind.DTYPE, "index-select")
        .says(
            "unsupported dtype F32 for op index-select",
            "indices are integers: ids.toDtype(DType.U32)");
    Errors.of(() -> X.gather(ids.unsqueeze(0), 0)).is(Kind.DTYPE, "gather");
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    Tensor ids = Tensor.of(new int[] {0, 1}, CPU);
    Errors.of(() -> X.indexAdd(ids, X, 0))
        .is(Kind.SHAPE, "index-add")
        .says(
            "shape mismatch in index-add (ids, source), lhs: [2], rhs: [4, 3]",
            "src has one position for each id in dimension 0");
    Errors.of(() -> X.indexAdd(ids, X.t(), 0))
        .is(Kind.SHAPE, "index-add")
        .says(
            "shape mismatch in index-add (self, source), lhs: [4, 3], rhs: [3, 4]",
            "src has the shape of self, but for dimension 0");
    Errors.of(() -> X.indexAdd(ids, ids, 0)).is(Kind.SHAPE, "index-add");
    Errors.of(() -> X.indexAdd(ids.unsqueeze(0), X, 0))
        .is(Kind.SHAPE, "index-add")
        .says(
            "unexpected rank, expected: 1, got: 2 ([1, 2])",
            "squeeze(dim) takes a dimension of size 1 away, flatten(from, to) joins several");
    Errors.of(() -> X.scatterAdd(ids.unsqueeze(0), X, 0))
        .is(Kind.SHAPE, "scatter-add")
        .says(
            "shape mismatch in scatter-add (indexes, src), lhs: [1, 2], rhs: [4, 3]",
            "ids and src must have equal shapes");
    Errors.of(() -> X.gather(ids, 0)).is(Kind.SHAPE, "gather");
  }

  @Test
  void resultsThatNoArrayHoldsAreRefused() {
    Tensor wide = Tensor.zeros(Shape.of(1), DType.U8, CPU).broadcastAs(2, 65536);
    Tensor many = Tensor.zeros(Shape.of(1), DType.U32, CPU).broadcastAs(65536);
    Errors.of(() -> wide.indexSelect(many, 0))
        .is(Kind.SHAPE, "shape")
        .says(
            "the shape [65536, 65536] has 4294967296 elements, a tensor on the heap holds at most"
                + " 2147483639");
  }

  @Test
  void selectionFromAndIntoOtherLayouts() {
    Tensor ids = Tensor.of(new int[] {2, 0, 1, 1}, CPU);
    Tensor x = Tensor.arange(0f, 60f, CPU).reshape(3, 4, 5);
    int[][] orders = {{0, 1, 2}, {2, 0, 1}, {1, 2, 0}, {2, 1, 0}};
    for (DType dtype : DType.values()) {
      for (int[] order : orders) {
        Tensor view = x.toDtype(dtype).narrow(2, 1, 3).permute(order);
        for (int dim = 0; dim < 3; dim++) {
          List<Tensor> parts = new java.util.ArrayList<>();
          for (int id : new int[] {2, 0, 1, 1}) {
            parts.add(view.narrow(dim, id, 1));
          }
          Tensor expected = Tensor.cat(parts, dim);
          Tensor selected = view.indexSelect(ids, dim);
          assertThat(selected.eq(expected).allAll().toScalarU8()).isEqualTo((byte) 1);
        }
      }
    }
  }
}
