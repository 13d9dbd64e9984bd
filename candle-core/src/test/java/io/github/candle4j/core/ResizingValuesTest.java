package io.github.candle4j.core;

import static io.github.candle4j.core.Listed.assertDims;
import static io.github.candle4j.core.Listed.assertRounded;
import static io.github.candle4j.core.Listed.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Other sizes against PyTorch; the numbers are printed by tools/oracles/windows.py.
class ResizingValuesTest {
  private static final Tensor IMAGE = wave(1, 1, 1, 3, 4);

  /// `sin(scale i)` for `i = 0, 1, ..`
  private static Tensor wave(double scale, int... dims) {
    double[] x = new double[Shape.of(dims).arrayLength()];
    Arrays.setAll(x, i -> Math.sin(scale * i));
    return Tensor.fromVec(x, Shape.of(dims), Device.CPU);
  }

  @Test
  void nearestUpAndDown() {
    check(
        IMAGE.interpolate2d(5, 7),
        new int[] {1, 1, 5, 7},
        """
        0 0 0.841471 0.841471 0.909297 0.909297 0.14112 0 0 0.841471 0.841471 0.909297 0.909297 0.14112
        -0.756802 -0.756802 -0.958924 -0.958924 -0.279415 -0.279415 0.656987 -0.756802 -0.756802 -0.958924
        -0.958924 -0.279415 -0.279415 0.656987 0.989358 0.989358 0.412118 0.412118 -0.544021 -0.544021
        -0.99999\
        """);
    check(
        IMAGE.interpolate2d(2, 3),
        new int[] {1, 1, 2, 3},
        """
        0 0.841471 0.909297 -0.756802 -0.958924 -0.279415\
        """);
    check(
        IMAGE.interpolate2d(7, 3),
        new int[] {1, 1, 7, 3},
        """
        0 0.841471 0.909297 0 0.841471 0.909297 0 0.841471 0.909297 -0.756802 -0.958924 -0.279415 -0.756802
        -0.958924 -0.279415 0.989358 0.412118 -0.544021 0.989358 0.412118 -0.544021\
        """);
  }

  @Test
  void bilinearUpAndDown() {
    check(
        IMAGE.upsampleBilinear2d(5, 7, false),
        new int[] {1, 1, 5, 7},
        """
        0 0.300525 0.781366 0.875384 0.854428 0.415469 0.14112 -0.302721 -0.15128 0.091025 0.277563 0.427645
        0.378304 0.347467 -0.756802 -0.828989 -0.944487 -0.61917 -0.21253 0.322557 0.656987 0.290894
        0.138325 -0.105785 -0.287239 -0.430966 -0.373264 -0.337199 0.989358 0.783201 0.45335 -0.065951
        -0.57659 -0.837144 -0.99999\
        """);
    check(
        IMAGE.upsampleBilinear2d(2, 3, false),
        new int[] {1, 1, 2, 3},
        """
        -0.092438 0.501746 0.327092 0.472241 -0.204256 -0.567767\
        """);
    check(
        IMAGE.upsampleBilinear2d(7, 3, false),
        new int[] {1, 1, 7, 3},
        """
        0.140245 0.875384 0.26915 0.007283 0.661876 0.30226 -0.391603 0.021353 0.40159 -0.790489 -0.61917
        0.50092 -0.068929 -0.382076 -0.109758 0.652631 -0.144983 -0.720436 0.893152 -0.065951 -0.923995\
        """);
  }

  @Test
  void bilinearWithAlignedCorners() {
    check(
        IMAGE.upsampleBilinear2d(5, 7, true),
        new int[] {1, 1, 5, 7},
        """
        0 0.420735 0.841471 0.875384 0.909297 0.525209 0.14112 -0.378401 -0.218564 -0.058727 0.128107
        0.314941 0.356997 0.399053 -0.756802 -0.857863 -0.958924 -0.61917 -0.279415 0.188786 0.656987
        0.116278 -0.078563 -0.273403 -0.342561 -0.411718 -0.29161 -0.171502 0.989358 0.700738 0.412118
        -0.065951 -0.544021 -0.772006 -0.99999\
        """);
    check(
        IMAGE.upsampleBilinear2d(2, 3, true),
        new int[] {1, 1, 2, 3},
        """
        0 0.875384 0.14112 0.989358 -0.065951 -0.99999\
        """);
    check(
        IMAGE.upsampleBilinear2d(7, 3, true),
        new int[] {1, 1, 7, 3},
        """
        0 0.875384 0.14112 -0.252267 0.3772 0.313076 -0.504535 -0.120985 0.485031 -0.756802 -0.61917
        0.656987 -0.174749 -0.434764 0.104661 0.407305 -0.250358 -0.447665 0.989358 -0.065951 -0.99999\
        """);
  }

  @Test
  void theScaleTellsWhereAnElementLiesEvenIfTheSizeWasRounded() {
    check(
        IMAGE.upsampleBilinear2dWithScale(1.7, 2.3, false),
        new int[] {1, 1, 5, 9},
        """
        0 0.12805 0.493907 0.842945 0.872435 0.901925 0.658805 0.324815 0.14112 -0.289366 -0.222036
        -0.029667 0.159643 0.290819 0.421996 0.416824 0.366204 0.338363 -0.734544 -0.76063 -0.835164
        -0.891591 -0.603974 -0.316357 0.044547 0.429881 0.641814 0.218993 0.156336 -0.022684 -0.197852
        -0.299821 -0.401791 -0.37566 -0.306828 -0.268971 0.989358 0.901517 0.650544 0.391333 -0.02438
        -0.440093 -0.692707 -0.890954 -0.99999\
        """);
    check(
        IMAGE.upsampleBilinear2dWithScale(1.7, 2.3, true),
        new int[] {1, 1, 5, 9},
        """
        0 0.315552 0.631103 0.849949 0.875384 0.900819 0.717253 0.429187 0.14112 -0.378401 -0.258523
        -0.138645 -0.012018 0.128107 0.268233 0.335969 0.367511 0.399053 -0.756802 -0.832598 -0.908394
        -0.873986 -0.61917 -0.364354 -0.045315 0.305836 0.656987 0.116278 -0.029852 -0.175983 -0.290692
        -0.342561 -0.394429 -0.351664 -0.261583 -0.171502 0.989358 0.772893 0.556428 0.292601 -0.065951
        -0.424504 -0.658013 -0.829002 -0.99999\
        """);
    check(
        IMAGE.upsampleBilinear2dWithScale(0.7, 0.6, false),
        new int[] {1, 1, 2, 2},
        """
        0.043776 0.654573 0.217973 -0.449519\
        """);
    check(
        IMAGE.upsampleBilinear2dWithScale(0.7, 0.6, true),
        new int[] {1, 1, 2, 2},
        """
        0 0.14112 0.989358 -0.99999\
        """);
  }

  @Test
  void gradients() {
    Tensor weights = wave(0.3, 1, 1, 2, 7);
    Var x = Var.fromTensor(IMAGE);
    check(
        x.upsampleBilinear2d(2, 7, false).mul(weights).sumAll().backward().get(x).orElseThrow(),
        new int[] {1, 1, 3, 4},
        """
        0.172732 0.766138 1.210032 1.261251 0.389568 0.432542 0.344854 0.174539 0.995972 0.531487 -0.175471
        -0.737633\
        """);
    check(
        x.interpolate2d(2, 7).mul(weights).sumAll().backward().get(x).orElseThrow(),
        new int[] {1, 1, 3, 4},
        """
        0.29552 1.347969 1.929534 0.973848 1.538673 0.5685 -0.600266 -0.687766 0 0 0 0\
        """);
  }

  @Test
  void nearestOfEveryDtype() {
    for (DType dtype : DType.values()) {
      Tensor x = Tensor.of(new float[] {1, 2, 3}, Device.CPU).toDtype(dtype).reshape(1, 1, 3);
      Tensor y = x.upsampleNearest1d(5);
      assertThat(y.dtype()).isEqualTo(dtype);
      // floor(i 3/5): 0, 0, 1, 1, 2
      check(y, new int[] {1, 1, 5}, "1 1 2 2 3");
      check(x.t().interpolate1d(2), new int[] {1, 3, 2}, "1 1 2 2 3 3");
    }
  }

  /// An infinity is not mixed with neighbours whose weight is 0.
  @Test
  void theSameSizeIsTheSameImage() {
    float inf = Float.POSITIVE_INFINITY;
    Tensor x = Tensor.of(new float[] {1, inf, 3, -inf}, Device.CPU).reshape(1, 1, 2, 2).t();
    for (boolean align : new boolean[] {false, true}) {
      assertThat(x.upsampleBilinear2d(2, 2, align).flattenAll().toVec1F32())
          .containsExactly(1, 3, inf, -inf);
    }
  }

  private static void check(Tensor y, int[] dims, String expected) {
    assertDims(y, dims);
    assertRounded(6, y, numbers(expected));
  }
}
