package io.github.candle4j.core;

import static io.github.candle4j.core.Listed.assertDims;
import static io.github.candle4j.core.Listed.assertRounded;
import static io.github.candle4j.core.Listed.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Pools against PyTorch; the numbers are printed by tools/oracles/windows.py.
class PoolValuesTest {
  private static final Pool2dParams OVER_THE_END =
      Pool2dParams.of(3, 2).withStride(2).withPadding(1).withCeilMode(true);

  /// `sin(scale i)` for `i = 0, 1, ..`
  private static Tensor wave(double scale, int... dims) {
    double[] x = new double[Shape.of(dims).arrayLength()];
    Arrays.setAll(x, i -> Math.sin(scale * i));
    return Tensor.fromVec(x, Shape.of(dims), Device.CPU);
  }

  @Test
  void meanInCeilModeCountsPaddingButNothingBeyond() {
    Tensor y = wave(1, 1, 1, 5, 6).avgPool2d(OVER_THE_END);
    check(
        y,
        new int[] {1, 1, 3, 4},
        """
        -0.046569 0.566186 -0.124598 -0.326486 -0.261163 0.686657 0.176381 -0.467935 -0.276094 0.282172
        0.342514 -0.251642\
        """);
  }

  @Test
  void meanWithoutPadding() {
    Tensor y = wave(1, 1, 1, 5, 6).avgPool2d(OVER_THE_END.withCountIncludePad(false));
    check(
        y,
        new int[] {1, 1, 3, 4},
        """
        -0.139708 0.849278 -0.186896 -0.979457 -0.522325 0.686657 0.176381 -0.935869 -0.828283 0.423257
        0.513772 -0.754927\
        """);
  }

  @Test
  void meanInOneDimension() {
    Tensor y =
        wave(1, 1, 1, 6)
            .avgPool1d(Pool1dParams.of(3).withStride(2).withPadding(1).withCeilMode(true));
    check(
        y,
        new int[] {1, 1, 4},
        """
        0.28049 0.630629 -0.524869 -0.479462\
        """);
  }

  @Test
  void maximumWithDilationAndCeilMode() {
    Tensor y =
        wave(1, 1, 1, 5, 6)
            .maxPool2d(
                Pool2dParams.of(3)
                    .withStride(2)
                    .withPadding(1)
                    .withDilation(1, 2)
                    .withCeilMode(true));
    check(
        y,
        new int[] {1, 1, 3, 3},
        """
        0.841471 0.841471 0.412118 0.836656 0.836656 0.836656 0.956376 0.956376 0.956376\
        """);
  }

  @Test
  void maximumInOneDimension() {
    Tensor y =
        wave(1, 1, 1, 7)
            .maxPool1d(Pool1dParams.of(2).withStride(3).withPadding(1).withCeilMode(true));
    check(
        y,
        new int[] {1, 1, 3},
        """
        0 0.909297 -0.279415\
        """);
  }

  @Test
  void indicesAreRowTimesWidthPlusColumn() {
    Pool2dParams params = Pool2dParams.of(2).withCeilMode(true);
    PoolResult result = wave(1, 1, 1, 5, 6).maxPool2dWithIndices(params);
    assertThat(result.indices().dtype()).isEqualTo(DType.U32);
    assertThat(result.indices().flattenAll().toVec1U32())
        .containsExactly(1, 8, 10, 13, 14, 22, 25, 27, 28);
    Tensor found = wave(1, 1, 1, 5, 6).flattenAll().indexSelect(result.indices().flattenAll(), 0);
    assertThat(found.toVec1F64()).isEqualTo(result.values().flattenAll().toVec1F64());
  }

  @Test
  void ceilModeTakesAWindowLargerThanTheInput() {
    Tensor x = Tensor.ones(Shape.of(1, 1, 1, 2), DType.F32, Device.CPU);
    check(x.maxPool2d(Pool2dParams.of(2).withCeilMode(true)), new int[] {1, 1, 1, 1}, "1");
  }

  @Test
  void aNanWins() {
    float nan = Float.NaN;
    Tensor x = Tensor.of(new float[][] {{1, 2, 3, 3}, {2, 2, nan, 0}}, Device.CPU);
    Tensor image = x.reshape(1, 1, 2, 4);
    assertThat(image.maxPool2d(2).flattenAll().toVec1F32()).containsExactly(2, nan);
    int[] places =
        image.maxPool2dWithIndices(Pool2dParams.of(2)).indices().flattenAll().toVec1U32();
    assertThat(places).containsExactly(1, 6);
  }

  @Test
  void theFirstOfEqualMaximaGetsTheWholeGradient() {
    Var x = Var.of(new float[] {1, 2, 3, 3, 2, 2, 3, 0}, Device.CPU);
    Tensor y = x.reshape(1, 1, 2, 4).maxPool2d(2);
    assertThat(y.sumAll().backward().get(x).orElseThrow().toVec1F32())
        .containsExactly(0, 1, 1, 0, 0, 0, 0, 0);
  }

  @Test
  void infinitiesStay() {
    float inf = Float.POSITIVE_INFINITY;
    Tensor low = Tensor.full(-inf, Shape.of(1, 1, 2, 2), Device.CPU);
    assertThat(low.maxPool2d(Pool2dParams.of(2).withPadding(1)).flattenAll().toVec1F32())
        .containsExactly(-inf, -inf, -inf, -inf);
    assertThat(low.avgPool2d(2).flattenAll().toVec1F32()).containsExactly(-inf);
  }

  @Test
  void maximaOfIntegers() {
    for (DType dtype : new DType[] {DType.U8, DType.U32, DType.I16, DType.I32, DType.I64}) {
      Tensor x = Tensor.of(new long[] {3, 200, 7, 1, 0, 9, 8, 2}, Device.CPU).toDtype(dtype);
      Tensor y = x.reshape(1, 1, 2, 4).maxPool2d(2);
      assertThat(y.dtype()).isEqualTo(dtype);
      assertThat(y.flattenAll().toDtype(DType.I64).toVec1I64()).containsExactly(200, 8);
    }
    Tensor large = Tensor.of(new int[] {-1, 5}, DType.I32, Device.CPU).reshape(1, 1, 1, 2);
    assertThat(large.maxPool2dWithStride(1, 2, 1, 1).flattenAll().toDtype(DType.I64).toVec1I64())
        .containsExactly(5);
  }

  @Test
  void emptyBatchesAndChannels() {
    for (int[] dims : new int[][] {{0, 2, 4, 4}, {2, 0, 4, 4}}) {
      Tensor x = Tensor.zeros(Shape.of(dims), DType.F32, Device.CPU);
      assertDims(x.maxPool2d(2), dims[0], dims[1], 2, 2);
      assertDims(x.avgPool2d(2), dims[0], dims[1], 2, 2);
      assertDims(x.interpolate2d(3, 5), dims[0], dims[1], 3, 5);
      assertDims(x.maxPool2dWithIndices(Pool2dParams.of(2)).indices(), dims[0], dims[1], 2, 2);
    }
  }

  @Test
  void smallFloatsAreComputedInF32() {
    for (DType dtype : new DType[] {DType.F32, DType.F16, DType.BF16, DType.F8E4M3}) {
      Tensor x = wave(1, 2, 1, 5, 6).toDtype(dtype);
      Tensor wide = x.toDtype(DType.F64);
      FloatBounds.assertNear(x.maxPool2d(2), wide.maxPool2d(2));
      Tensor magnitude = wide.abs();
      FloatBounds.assertNear(
          x.avgPool2d(OVER_THE_END),
          wide.avgPool2d(OVER_THE_END),
          magnitude.avgPool2d(OVER_THE_END));
      FloatBounds.assertNear(
          x.upsampleBilinear2d(7, 4, false),
          wide.upsampleBilinear2d(7, 4, false),
          magnitude.upsampleBilinear2d(7, 4, false));
      FloatBounds.assertNear(x.interpolate2d(7, 4), wide.interpolate2d(7, 4));
    }
  }

  private static void check(Tensor y, int[] dims, String expected) {
    assertDims(y, dims);
    assertRounded(6, y, numbers(expected));
  }
}
