package io.github.candle4j.core;

import static io.github.candle4j.core.Listed.assertDims;
import static io.github.candle4j.core.Listed.assertRounded;
import static io.github.candle4j.core.Listed.numbers;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Convolutions against PyTorch; the numbers are printed by tools/oracles/windows.py.
class ConvolutionValuesTest {
  /// `sin(scale i)` for `i = 0, 1, ..`
  private static Tensor wave(double scale, int... dims) {
    double[] x = new double[Shape.of(dims).arrayLength()];
    Arrays.setAll(x, i -> Math.sin(scale * i));
    return Tensor.fromVec(x, Shape.of(dims), Device.CPU);
  }

  @Test
  void asymmetricPaddingAndStrides() {
    Tensor y =
        wave(1, 1, 2, 4, 5)
            .conv2d(
                wave(0.7, 2, 2, 3, 2),
                Conv2dParams.defaults().withPadding(0, 3, 2, 1).withStride(2, 1));
    check(
        y,
        new int[] {1, 2, 3, 7},
        """
        0 -2.512411 -3.045221 -0.175567 2.855503 3.261237 2.293774 0 1.174361 1.259808 -1.033616 -2.376738
        -1.534698 -0.921851 0 0 0 0 0 0 0 0 2.056684 2.976162 3.097868 0.371408 -2.696522 -2.29525 0
        -1.769342 -2.335771 -1.245662 0.989703 2.31514 1.764177 0 0 0 0 0 0 0\
        """);
  }

  @Test
  void samePaddingPutsTheOddZeroAtTheEnd() {
    Tensor y =
        wave(1, 1, 2, 4, 5).conv2d(wave(1, 1, 2, 2, 4), Conv2dParams.defaults().withSamePadding());
    check(
        y,
        new int[] {1, 1, 4, 5},
        """
        3.574348 6.628924 2.381957 -3.052078 -3.415385 -2.402252 3.247492 6.763252 3.000872 -1.240811
        -4.937204 -4.786543 1.455001 4.754546 2.711443 1.156355 -2.001062 -3.842163 -1.534527 0.81653\
        """);
  }

  @Test
  void samePaddingWithDilation() {
    Tensor y =
        wave(1, 1, 1, 6)
            .conv1d(wave(0.5, 1, 1, 4), Conv1dParams.defaults().withSamePadding().withDilation(2));
    check(
        y,
        new int[] {1, 1, 6},
        """
        0.84884 0.010241 -0.434351 -0.200887 -0.73925 -0.36283\
        """);
  }

  @Test
  void dilationAndGroups() {
    Tensor y =
        wave(1, 1, 4, 5, 5)
            .conv2d(
                wave(0.3, 4, 2, 2, 2),
                Conv2dParams.defaults()
                    .withPadding(1)
                    .withStride(2)
                    .withDilation(2, 1)
                    .withGroups(2));
    check(
        y,
        new int[] {1, 4, 3, 3},
        """
        -1.604029 0.439391 2.311928 -0.116361 -1.493656 0.480126 0.93542 -1.346181 -0.713297 1.117097
        -0.329955 -1.314085 -0.561241 1.036797 0.616068 -0.234544 0.095196 -0.087307 -0.024354 0.147794
        -0.392107 0.970677 0.370796 -1.51701 -0.750459 0.775782 1.261594 -1.093346 -0.318365 2.099322
        -0.683493 -1.245057 1.269642 1.368258 -1.249736 -1.79332\
        """);
  }

  @Test
  void aGroupForEachChannel() {
    Tensor y = wave(1, 1, 2, 3, 4).conv2d(wave(0.3, 4, 1, 3, 3), 1, 1, 1, 2);
    check(
        y,
        new int[] {1, 4, 3, 4},
        """
        -0.461634 -0.062194 0.916144 1.138815 -0.054367 -0.051432 -0.751558 -0.957827 0.568107 0.175292
        -0.893321 -1.164024 0.90828 0.582474 -0.513276 -0.88077 -0.143569 0.339256 1.574471 1.608276
        -0.995173 -0.661786 0.510463 0.901797 -1.154174 -1.1853 -0.625965 -0.236202 1.224057 0.668237
        -1.404601 -1.890324 1.195549 1.23263 0.636436 0.23402 0.907208 1.123695 1.016706 0.727887 -1.42318
        -0.607456 1.537219 1.82197 -0.91565 -1.116815 -0.98366 -0.709254\
        """);
  }

  @Test
  void transposedWithEverySetting() {
    Tensor y =
        wave(1, 1, 4, 2, 3)
            .convTranspose2d(
                wave(0.3, 4, 1, 3, 2),
                ConvTranspose2dParams.defaults()
                    .withStride(3, 2)
                    .withPadding(1, 0)
                    .withOutputPadding(2, 1)
                    .withDilation(1, 2)
                    .withGroups(2));
    check(
        y,
        new int[] {1, 2, 6, 8},
        """
        -0.188735 0 0.799484 0 2.121633 0 1.135109 0 -0.039431 0 0.921074 0 1.722845 0 0.750953 0 0.401341 0
        -0.132345 0 -1.667093 0 -1.146582 0 0.358053 0 -0.508115 0 -2.042233 0 -1.178527 0 0.189688 0
        -0.706385 0 -1.703963 0 -0.798778 0 0 0 0 0 0 0 0 0 0.677501 0 0.103804 0 -1.526686 0 -0.952998 0
        0.300551 0 -0.309496 0 -1.00469 0 -0.389035 0 -0.934303 0 -0.773737 0 1.282252 0 1.127218 0 -0.80055
        0 -0.368206 0 1.355663 0 0.925567 0 -0.387141 0 0.16595 0 0.955503 0 0.400588 0 0 0 0 0 0 0 0 0\
        """);
  }

  @Test
  void transposedInOneDimension() {
    Tensor y = wave(1, 1, 2, 3).convTranspose1d(wave(0.3, 2, 2, 3), 1, 1, 2, 1, 1);
    check(
        y,
        new int[] {1, 2, 6},
        """
        0.121816 -0.641689 -0.404607 -0.969908 -0.559037 -0.13429 0.019915 0.313444 0.677484 1.261198
        0.712177 1.058286\
        """);
  }

  /// A stride of 2 over 5 elements: 3 windows, which reach over 1 element more than there is; it comes last.
  @Test
  void samePaddingWithAStrideRoundsUp() {
    Tensor x = Tensor.arange(1.0, 6.0, Device.CPU).reshape(1, 1, 5);
    Tensor w = Tensor.ones(Shape.of(1, 1, 2), DType.F64, Device.CPU);
    Conv1dParams same = Conv1dParams.defaults().withSamePadding().withStride(2);
    check(x.conv1d(w, same), new int[] {1, 1, 3}, "3 7 5");
    Tensor empty = Tensor.zeros(Shape.of(1, 1, 0), DType.F64, Device.CPU);
    assertDims(empty.conv1d(w, same), 1, 1, 0);
  }

  /// 300 channels of 9 elements each make windows of 2,700, in several tiles: parts of the columns and parts of the sums.
  @Test
  void largeConvolutionsAgreeWithTheirDefinition() {
    Tensor x = wave(0.37, 2, 300, 9, 30);
    Tensor w = wave(0.11, 5, 300, 3, 3);
    Tensor y = x.conv2d(w, 1, 1, 1, 1);
    Tensor padded = x.padWithZeros(2, 1, 1).padWithZeros(3, 1, 1);
    Tensor sum = y.zerosLike();
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        Tensor moved = padded.narrow(2, i, 9).narrow(3, j, 30).reshape(2, 300, 270);
        Tensor taps = w.narrow(2, i, 1).narrow(3, j, 1).reshape(5, 300);
        sum = sum.add(taps.unsqueeze(0).broadcastMatmul(moved).reshape(2, 5, 9, 30));
      }
    }
    assertRounded(9, y, sum.flattenAll().toVec1F64());
  }

  /// Planes too large for one band of a convolution with a group for each channel, and all that leads to such a one.
  @Test
  void aGroupForEachChannelOfALargeImage() {
    Tensor data = wave(0.37, 1, 2, 90, 70);
    for (int stride = 1; stride <= 3; stride++) {
      Var x = Var.fromTensor(data);
      Var w = Var.fromTensor(wave(0.11, 2, 1, 3, 5));
      Tensor y = x.conv2d(w, 2, stride, 1, 2);
      // Each group by itself, where the matrix of windows is made: a second channel of zeros
      // changes nothing.
      Tensor[] parts = new Tensor[2];
      for (int g = 0; g < 2; g++) {
        Tensor image = x.narrow(1, g, 1);
        Tensor kernel = w.narrow(0, g, 1);
        parts[g] =
            Tensor.cat(1, image, image.zerosLike())
                .conv2d(Tensor.cat(1, kernel, kernel.zerosLike()), 2, stride, 1, 1);
      }
      Tensor expected = Tensor.cat(1, parts);
      assertRounded(12, y, expected.flattenAll().toVec1F64());
      GradStore grads = y.sin().sumAll().backward();
      GradStore wanted = expected.sin().sumAll().backward();
      for (Var v : List.of(x, w)) {
        double[] numbers = wanted.get(v).orElseThrow().flattenAll().toVec1F64();
        assertRounded(9, grads.get(v).orElseThrow(), numbers);
      }
    }
  }

  /// Several small images are computed together under a large kernel; one alone is not.
  @Test
  void smallImagesAgreeWithEachAlone() {
    Tensor w = wave(0.11, 256, 130, 3, 3);
    for (int groups = 1; groups <= 2; groups++) {
      Tensor x = wave(0.37, 11, 130 * groups, 5, 6);
      for (int stride = 1; stride <= 2; stride++) {
        Tensor y = x.conv2d(w, 1, stride, 1, groups);
        for (int i = 0; i < 11; i++) {
          Tensor alone = x.narrow(0, i, 1).conv2d(w, 1, stride, 1, groups);
          assertRounded(9, y.i(i), alone.flattenAll().toVec1F64());
        }
      }
    }
  }

  /// A row too long for a band.
  @Test
  void aGroupForEachChannelOfALongSequence() {
    Tensor x = Tensor.arange(0.0, 80_000.0, Device.CPU).reshape(1, 2, 40_000);
    Tensor w = Tensor.of(new double[] {1, -2, 1, 0, 0, 1}, Device.CPU).reshape(2, 1, 3);
    Tensor y = x.conv1d(w, 0, 1, 1, 2);
    // The second difference of a straight line, and the line moved by 2.
    assertRounded(9, y.i(0, 0), new double[39_998]);
    assertRounded(9, y.i(0, 1), x.i(0, 1).narrow(0, 2, 39_998).toVec1F64());
  }

  private static void check(Tensor y, int[] dims, String expected) {
    assertDims(y, dims);
    assertRounded(6, y, numbers(expected));
  }
}
