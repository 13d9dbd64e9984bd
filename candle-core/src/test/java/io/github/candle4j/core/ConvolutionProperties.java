package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Convolutions against their definition, seven loops over single elements.
class ConvolutionProperties {
  private static final int TRIES = 300;

  /// Sums of up to 18 products of numbers below 8.
  private static final double TOLERANCE = 1e-12;

  @Property(tries = TRIES)
  void valuesAreThoseOfSevenLoops(@ForAll long seed) {
    Points points = Points.mixed(seed);
    ConvCase c = ConvCase.of(points.random());
    Point x = points.strided(c.x());
    Point w = points.strided(c.kernel());
    Tensor a = x.view().apply(x.base());
    Tensor b = w.view().apply(w.base());
    compare(a.conv2d(b, c.params()), new PlainConvolution(c).forward(a, b));
  }

  @Property(tries = TRIES)
  void transposedValuesAreThoseOfSevenLoops(@ForAll long seed) {
    Points points = Points.mixed(seed);
    ConvCase c = ConvCase.of(points.random());
    ConvTranspose2dParams params = c.transposed(points.random());
    Point x = points.strided(c.x());
    Point w = points.strided(c.transposedKernel());
    Tensor a = x.view().apply(x.base());
    Tensor b = w.view().apply(w.base());
    Tensor y = a.convTranspose2d(b, params);
    compare(y, transposedLoops(c, params.conv(), y.shape(), a, b));
  }

  @Property(tries = 100)
  void oneDimensionIsTwoWithAHeightOfOne(@ForAll long seed) {
    Points points = Points.mixed(seed);
    ConvCase c = ConvCase.of(points.random());
    Tensor x = points.plain(Shape.of(c.n(), c.groups() * c.ci(), c.width())).base();
    Tensor w = points.plain(Shape.of(c.groups() * c.co(), c.ci(), c.kw())).base();
    Conv2dParams p = c.params();
    Conv1dParams line =
        new Conv1dParams(
            p.left(), p.right(), p.same(), p.strideWidth(), p.dilationWidth(), p.groups());
    Conv2dParams flat = p.same() ? p : p.withPadding(0, 0, p.left(), p.right());
    Tensor expected = x.unsqueeze(2).conv2d(w.unsqueeze(2), flat.withStride(1, p.strideWidth()));
    compare(x.conv1d(w, line), expected.squeeze(2).flattenAll().toVec1F64());
  }

  /// F32 and smaller floats: as F64 with the same numbers, but for the rounding of the sum and of the result.
  @Property(tries = 100)
  void smallerFloatsAgreeWithF64(@ForAll long seed) {
    for (DType dtype : List.of(DType.F32, DType.F16, DType.BF16, DType.F8E4M3)) {
      Points points = Points.mixed(seed);
      ConvCase c = ConvCase.of(points.random());
      Tensor x = points.plain(c.x()).base().toDtype(dtype);
      Tensor w = points.plain(c.kernel()).base().toDtype(dtype);
      Tensor y = x.conv2d(w, c.params());
      assertThat(y.dtype()).isEqualTo(dtype);
      Tensor wideX = x.toDtype(DType.F64);
      Tensor wideW = w.toDtype(DType.F64);
      Tensor magnitude = wideX.abs().conv2d(wideW.abs(), c.params());
      FloatBounds.assertNear(y, wideX.conv2d(wideW, c.params()), magnitude);
    }
  }

  /// The same for both gradients.
  @Property(tries = 100)
  void gradientsOfSmallerFloatsAgreeWithF64(@ForAll long seed) {
    for (DType dtype : List.of(DType.F32, DType.F16, DType.BF16)) {
      Points points = Points.mixed(seed);
      ConvCase c = ConvCase.of(points.random());
      Tensor x = points.plain(c.x()).base().toDtype(dtype);
      Tensor w = points.plain(c.kernel()).base().toDtype(dtype);
      Tensor dy = GradCheck.weights(points.random(), c.y()).toDtype(dtype);
      List<Tensor> narrow = gradients(c, x, w, dy);
      Tensor wideX = x.toDtype(DType.F64);
      Tensor wideW = w.toDtype(DType.F64);
      Tensor wideDy = dy.toDtype(DType.F64);
      List<Tensor> wide = gradients(c, wideX, wideW, wideDy);
      List<Tensor> magnitudes = gradients(c, wideX.abs(), wideW.abs(), wideDy.abs());
      for (int i = 0; i < 2; i++) {
        assertThat(narrow.get(i).dtype()).isEqualTo(dtype);
        FloatBounds.assertNear(narrow.get(i), wide.get(i), magnitudes.get(i));
      }
    }
  }

  private static List<Tensor> gradients(ConvCase c, Tensor x, Tensor w, Tensor dy) {
    Var a = Var.fromTensor(x);
    Var b = Var.fromTensor(w);
    GradStore grads = a.conv2d(b, c.params()).mul(dy).sumAll().backward();
    return List.of(grads.get(a).orElseThrow(), grads.get(b).orElseThrow());
  }

  private static void compare(Tensor y, double[] expected) {
    double[] found = y.flattenAll().toVec1F64();
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      if (!(Math.abs(found[i] - expected[i]) <= TOLERANCE)) {
        throw new AssertionError("element " + i + ": " + found[i] + ", expected " + expected[i]);
      }
    }
  }

  private static double[] transposedLoops(ConvCase c, Conv2dParams p, Shape shape, Tensor... xw) {
    double[] a = xw[0].flattenAll().toVec1F64();
    double[] b = xw[1].flattenAll().toVec1F64();
    int height = shape.dim(2);
    int width = shape.dim(3);
    double[] y = new double[shape.arrayLength()];
    int at = 0;
    for (int n = 0; n < c.n(); n++) {
      for (int k = 0; k < c.groups() * c.ci(); k++) {
        int first = n * c.groups() * c.co() + k / Math.max(1, c.ci()) * c.co();
        for (int i = 0; i < c.height(); i++) {
          for (int j = 0; j < c.width(); j++, at++) {
            for (int o = 0; o < c.co(); o++) {
              for (int r = 0; r < c.kh(); r++) {
                for (int s = 0; s < c.kw(); s++) {
                  int row = i * p.strideHeight() + r * p.dilationHeight() - p.top();
                  int column = j * p.strideWidth() + s * p.dilationWidth() - p.left();
                  if (row >= 0 && row < height && column >= 0 && column < width) {
                    double weight = b[((k * c.co() + o) * c.kh() + r) * c.kw() + s];
                    y[((first + o) * height + row) * width + column] += a[at] * weight;
                  }
                }
              }
            }
          }
        }
      }
    }
    return y;
  }
}
