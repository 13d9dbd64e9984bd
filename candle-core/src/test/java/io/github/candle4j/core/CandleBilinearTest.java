package io.github.candle4j.core;

import static io.github.candle4j.core.Listed.assertDims;
import static io.github.candle4j.core.Listed.assertRounded;
import static io.github.candle4j.core.Listed.f32;
import static io.github.candle4j.core.Listed.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The tests of Candle's bilinear_tests.rs, with its numbers.
class CandleBilinearTest {
  private static final double[] TWICE =
      numbers(
          """
          0 0.25 0.75 1.25 1.75 2.25 2.75 3 1 1.25 1.75 2.25 2.75 3.25 3.75 4 3 3.25 3.75 4.25 4.75
          5.25 5.75 6 5 5.25 5.75 6.25 6.75 7.25 7.75 8 7 7.25 7.75 8.25 8.75 9.25 9.75 10 9 9.25
          9.75 10.25 10.75 11.25 11.75 12 11 11.25 11.75 12.25 12.75 13.25 13.75 14 12 12.25 12.75
          13.25 13.75 14.25 14.75 15\
          """);

  private static final double[] TWO_CHANNELS =
      numbers(
          """
          1.9269 1.4873 0.9007 -2.1055 0.6784 -1.2345 -0.0431 -1.6047 -0.7521 1.6487 -0.3925 -1.4036
          -0.7279 -0.5594 -0.7688 0.7624 1.6423 -0.1596 -0.4974 0.4396 -0.7581 1.0783 0.8008 1.6806
          1.2791 1.2964 0.6105 1.3347 -0.2316 0.0418 -0.2516 0.8599\
          """);

  private static final double[] NON_SQUARE =
      numbers(
          """
          0 0.25 0.75 1.25 1.75 2.25 2.75 3.25 3.75 4.25 4.75 5 1.5 1.75 2.25 2.75 3.25 3.75 4.25
          4.75 5.25 5.75 6.25 6.5 4.5 4.75 5.25 5.75 6.25 6.75 7.25 7.75 8.25 8.75 9.25 9.5 7.5 7.75
          8.25 8.75 9.25 9.75 10.25 10.75 11.25 11.75 12.25 12.5 10.5 10.75 11.25 11.75 12.25 12.75
          13.25 13.75 14.25 14.75 15.25 15.5 13.5 13.75 14.25 14.75 15.25 15.75 16.25 16.75 17.25
          17.75 18.25 18.5 16.5 16.75 17.25 17.75 18.25 18.75 19.25 19.75 20.25 20.75 21.25 21.5 18
          18.25 18.75 19.25 19.75 20.25 20.75 21.25 21.75 22.25 22.75 23\
          """);

  private static Tensor range(int height, int width) {
    return Tensor.arange(0f, (float) height * width, Device.CPU).reshape(1, 1, height, width);
  }

  @Test
  void bilinearPytorch2xUpscale() {
    Tensor output = range(4, 4).upsampleBilinear2d(8, 8, false);
    assertDims(output, 1, 1, 8, 8);
    assertRounded(4, output, TWICE);
  }

  @Test
  void bilinearPytorchDownscale() {
    double[] expected =
        numbers("4.5 6.5 8.5 10.5 20.5 22.5 24.5 26.5 36.5 38.5 40.5 42.5 52.5 54.5 56.5 58.5");
    assertRounded(4, range(8, 8).upsampleBilinear2d(4, 4, false), expected);
  }

  @Test
  void bilinearPytorchMultiChannel() {
    Tensor output = f32(TWO_CHANNELS, 1, 2, 4, 4).upsampleBilinear2d(8, 8, false);
    assertDims(output, 1, 2, 8, 8);
    assertRounded(
        3, output.i(0, 0, 0), numbers("1.9269 1.8170 1.5972 1.3406 1.0474 0.1492 -1.3540 -2.1055"));
    assertRounded(
        3,
        output.i(0, 1, 0),
        numbers("1.6423 1.1918 0.2909 -0.2440 -0.4129 -0.2632 0.2053 0.4396"));
    for (float x : output.flattenAll().toVec1F32()) {
      assertThat(x).isFinite();
    }
  }

  @Test
  void bilinearPytorchAlignCornersTrue() {
    Tensor output = f32(new double[] {1, 2, 3, 4}, 1, 1, 2, 2).upsampleBilinear2d(4, 4, true);
    assertRounded(
        4,
        output,
        numbers(
            "1 1.3333 1.6667 2 1.6667 2 2.3333 2.6667 2.3333 2.6667 3 3.3333 3 3.3333 3.6667 4"));
    float[] corners = output.flattenAll().toVec1F32();
    assertThat(new float[] {corners[0], corners[3], corners[12], corners[15]})
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void bilinearPytorchScaleFactor() {
    Tensor scaled = range(4, 4).upsampleBilinear2dWithScale(2, 2, false);
    Tensor sized = range(4, 4).upsampleBilinear2d(8, 8, false);
    assertThat(scaled.flattenAll().toVec1F32()).isEqualTo(sized.flattenAll().toVec1F32());
  }

  @Test
  void bilinearPytorchNonSquareExact() {
    Tensor output = range(4, 6).upsampleBilinear2d(8, 12, false);
    assertDims(output, 1, 1, 8, 12);
    assertRounded(4, output, NON_SQUARE);
  }

  @Test
  void bilinearPytorchTiny1x1To3x3() {
    Tensor output = f32(new double[] {5}, 1, 1, 1, 1).upsampleBilinear2d(3, 3, false);
    assertRounded(6, output, 5, 5, 5, 5, 5, 5, 5, 5, 5);
  }

  @Test
  void bilinearPytorchTiny1x2To3x6() {
    Tensor output = f32(new double[] {2, 8}, 1, 1, 1, 2).upsampleBilinear2d(3, 6, false);
    assertRounded(6, output, numbers("2 2 4 6 8 8 2 2 4 6 8 8 2 2 4 6 8 8"));
  }

  /// Each element is a mean of input elements, so none is beyond the largest of those.
  @Test
  void bilinearPytorchLarge64x64To128x128() {
    Tensor input = Tensor.randn(0f, 1f, Shape.of(1, 1, 64, 64), Device.CPU);
    Tensor output = input.upsampleBilinear2d(128, 128, false);
    assertDims(output, 1, 1, 128, 128);
    assertThat(output.dtype()).isEqualTo(DType.F32);
    float most = input.abs().maxAll().toScalarF32();
    assertThat(output.abs().maxAll().toScalarF32()).isLessThanOrEqualTo(most * 1.000001f);
  }

  @Test
  void bilinearOutputDimensions() {
    assertDims(range(4, 8).upsampleBilinear2d(6, 12, false), 1, 1, 6, 12);
    Tensor batch = Tensor.arange(0f, 192f, Device.CPU).reshape(4, 3, 4, 4);
    assertDims(batch.upsampleBilinear2d(8, 8, false), 4, 3, 8, 8);
    assertDims(range(4, 4).upsampleBilinear2dWithScale(2, 3, false), 1, 1, 8, 12);
    assertDims(range(4, 4).upsampleBilinear2dWithScale(1.5, 1.5, false), 1, 1, 6, 6);
    Tensor one = range(4, 4).upsampleBilinear2d(1, 1, false);
    assertDims(one, 1, 1, 1, 1);
    // The place is 4/1 * 1/2 - 1/2 = 1.5: the mean of 5, 6, 9 and 10.
    assertRounded(6, one, 7.5);
    assertDims(range(2, 2).upsampleBilinear2dWithScale(5, 5, false), 1, 1, 10, 10);
  }

  @Test
  void bilinearIdentity() {
    Tensor t = range(4, 4);
    assertThat(t.upsampleBilinear2d(4, 4, false).flattenAll().toVec1F32())
        .isEqualTo(t.flattenAll().toVec1F32());
  }

  @Test
  void bilinearAlignCornersDifference() {
    Tensor plain = range(4, 4).upsampleBilinear2d(8, 8, false);
    Tensor aligned = range(4, 4).upsampleBilinear2d(8, 8, true);
    assertThat(plain.sub(aligned).abs().sumAll().toScalarF32()).isGreaterThan(0.1f);
  }
}
