package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import org.junit.jupiter.api.Test;

/// The tests of Candle's tensor_tests.rs that pick or change elements by index, with its inputs and results.
class CandleTensorIndexTest {
  private static final Device CPU = Device.CPU;

  /// `[[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]]`
  private static final Tensor T = Tensor.arange(0f, 12f, CPU).reshape(4, 3);

  private static Tensor ids(int... ids) {
    return Tensor.of(ids, DType.U32, CPU);
  }

  private static Tensor ids(int[][] ids) {
    return Tensor.of(ids, DType.U32, CPU);
  }

  private static void is(Tensor x, float[]... expected) {
    assertThat(x.toVec2F32()).isEqualTo(expected);
  }

  @Test
  void sliceSet() {
    Tensor cache = Tensor.zeros(Shape.of(2, 4, 7, 3), DType.F32, CPU);
    Tensor tensor = Tensor.randn(0f, 1f, Shape.of(2, 4, 4, 3), CPU);
    cache.sliceSet(tensor, 2, 0);
    assertThat(total(cache.narrow(2, 0, 4).sub(tensor))).isEqualTo(0);
    cache.sliceSet(tensor, 2, 1);
    assertThat(total(cache.narrow(2, 1, 4).sub(tensor))).isEqualTo(0);
    cache.sliceSet(Tensor.ones(Shape.of(2, 4, 1, 3), DType.F32, CPU), 2, 6);
    assertThat(total(cache.narrow(2, 5, 1))).isEqualTo(0);
    assertThat(total(cache.narrow(2, 6, 1).sub(1))).isEqualTo(0);
    Errors.of(() -> cache.sliceSet(cache, 0, 0)).is(Kind.ARGUMENT, "slice_set");
  }

  private static float total(Tensor x) {
    return x.abs().sumAll().toScalarF32();
  }

  @Test
  void embeddings() {
    Tensor ids = ids(0, 2, 1);
    Tensor t = Tensor.of(new float[][] {{0, 1}, {2, 3}, {4, 5}}, CPU);
    float[][] expected = {{0, 1}, {4, 5}, {2, 3}};
    is(t.embedding(ids), expected);
    is(t.indexSelect(ids, 0), expected);
    is(t.indexSelect(ids.toDtype(DType.I64), 0), expected);
    is(t.indexSelect(ids(-1, 2, -1), 0), new float[][] {{0, 0}, {4, 5}, {0, 0}});
  }

  @Test
  void indexSelectFail() {
    Tensor t = Tensor.of(new float[][] {{0, 1}, {2, 3}, {4, 5}}, CPU);
    Errors.of(() -> t.indexSelect(ids(4, 2, 1), 0)).is(Kind.INDEX, "index-select");
  }

  @Test
  void indexSelect() {
    for (DType dtype : new DType[] {DType.U8, DType.U32, DType.I64}) {
      Tensor ids = ids(0, 2, 1).toDtype(dtype);
      is(T.indexSelect(ids, 1), new float[][] {{0, 2, 1}, {3, 5, 4}, {6, 8, 7}, {9, 11, 10}});
      is(T.indexSelect(ids, 0), new float[][] {{0, 1, 2}, {6, 7, 8}, {3, 4, 5}});
      float[][] twice = {{0, 1, 2}, {6, 7, 8}, {3, 4, 5}, {0, 1, 2}, {6, 7, 8}, {3, 4, 5}};
      is(T.indexSelect(ids(0, 2, 1, 0, 2, 1), 0), twice);
      Tensor square = Tensor.arange(1f, 5f, CPU).reshape(2, 2);
      is(square.indexSelect(ids(1, 0, 1), 1), new float[][] {{2, 1, 2}, {4, 3, 4}});
    }
  }

  @Test
  void indexAdd() {
    Tensor ones = Tensor.ones(Shape.of(4, 2), DType.F32, CPU);
    is(ones.indexAdd(ids(0, 1, 1), T, 1), new float[][] {{1, 4}, {4, 10}, {7, 16}, {10, 22}});
    Tensor zeros = Tensor.zeros(Shape.of(4, 2), DType.F32, CPU);
    is(zeros.indexAdd(ids(1, 0, 0), T, 1), new float[][] {{3, 0}, {9, 3}, {15, 6}, {21, 9}});
    Tensor six = Tensor.zeros(Shape.of(6, 3), DType.F32, CPU);
    is(
        six.indexAdd(ids(5, 0, 1, 0), T, 0),
        new float[][] {{12, 14, 16}, {6, 7, 8}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 1, 2}});
  }

  @Test
  void sliceScatter() {
    Tensor src = Tensor.arange(100f, 106f, CPU).reshape(2, 3);
    float[] first = {100, 101, 102};
    float[] second = {103, 104, 105};
    is(T.sliceScatter0(src, 0), first, second, new float[] {6, 7, 8}, new float[] {9, 10, 11});
    is(T.sliceScatter0(src, 1), new float[] {0, 1, 2}, first, second, new float[] {9, 10, 11});
    is(T.sliceScatter0(src, 2), new float[] {0, 1, 2}, new float[] {3, 4, 5}, first, second);
  }

  @Test
  void scatter() {
    Tensor ids = ids(new int[][] {{0, 1, 2}, {3, 4, 0}, {3, 3, 1}, {2, 0, 4}});
    Tensor init = Tensor.ones(Shape.of(4, 5), DType.F32, CPU);
    is(
        init.scatterAdd(ids, T, 1),
        new float[][] {{1, 2, 3, 1, 1}, {6, 1, 1, 4, 5}, {1, 9, 1, 14, 1}, {11, 1, 10, 1, 12}});
    is(
        init.scatter(ids, T, 1),
        new float[][] {{0, 1, 2, 1, 1}, {5, 1, 1, 3, 4}, {1, 8, 1, 7, 1}, {10, 1, 9, 1, 11}});
    Tensor six = Tensor.ones(Shape.of(6, 3), DType.F32, CPU);
    is(
        six.scatterAdd(ids, T, 0),
        new float[][] {{1, 11, 6}, {1, 2, 9}, {10, 1, 3}, {10, 8, 1}, {1, 5, 12}, {1, 1, 1}});
    float[][] written = {{0, 10, 5}, {1, 1, 8}, {9, 1, 2}, {6, 7, 1}, {1, 4, 11}, {1, 1, 1}};
    is(six.scatter(ids, T, 0), written);
    Tensor some = ids(new int[][] {{0, -1, 2}, {3, 4, -1}, {3, 3, 1}, {-1, -1, 4}});
    is(
        six.scatter(some, T, 0),
        new float[][] {{0, 1, 1}, {1, 1, 8}, {1, 1, 2}, {6, 7, 1}, {1, 4, 11}, {1, 1, 1}});
    six.scatterSet(ids, T, 0);
    is(six, written);
  }

  @Test
  void gather() {
    is(T.gather(ids(new int[][] {{0}, {2}, {1}, {0}}), 1), new float[][] {{0}, {5}, {7}, {9}});
    is(
        T.gather(ids(new int[][] {{0, 0}, {2, 0}, {1, 1}, {0, 2}}), 1),
        new float[][] {{0, 0}, {5, 3}, {7, 7}, {9, 11}});
    is(T.gather(ids(new int[][] {{0, 2, 0}}), 0), new float[][] {{0, 7, 2}});
    is(T.gather(ids(new int[][] {{0, 2, 0}, {0, 1, 1}}), 0), new float[][] {{0, 7, 2}, {0, 4, 5}});
    is(
        T.gather(ids(new int[][] {{0, 0}, {2, -1}, {-1, 1}, {0, 2}}), 1),
        new float[][] {{0, 0}, {5, 0}, {0, 7}, {9, 11}});
  }

  @Test
  void gatherOfRandomData() {
    assertThat(gather3(CandleGatherData.DIM_0, CandleGatherData.DIM_0_IDS, 0))
        .isEqualTo(CandleGatherData.DIM_0_RESULT);
    assertThat(gather3(CandleGatherData.DIM_1, CandleGatherData.DIM_1_IDS, 1))
        .isEqualTo(CandleGatherData.DIM_1_RESULT);
    assertThat(gather3(CandleGatherData.DIM_2, CandleGatherData.DIM_2_IDS, 2))
        .isEqualTo(CandleGatherData.DIM_2_RESULT);
    assertThat(gather3(CandleGatherData.SQUARE, CandleGatherData.SQUARE_IDS, 2))
        .isEqualTo(CandleGatherData.SQUARE_RESULT);
  }

  private static float[][][] gather3(float[][][] x, int[][][] ids, int dim) {
    return Tensor.of(x, CPU).gather(Tensor.of(ids, CPU), dim).toVec3F32();
  }
}
