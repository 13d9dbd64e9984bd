package io.github.candle4j.core;

import java.util.Random;

/// A convolution of random sizes and settings that fit each other. `ci` and `co` are channels of one group.
record ConvCase(int n, int ci, int co, int height, int width, int kh, int kw, Conv2dParams params) {
  static ConvCase of(Random random) {
    int kh = 1 + random.nextInt(3);
    int kw = 1 + random.nextInt(3);
    Conv2dParams params =
        Conv2dParams.defaults()
            .withStride(1 + random.nextInt(3), 1 + random.nextInt(3))
            .withDilation(1 + random.nextInt(2), 1 + random.nextInt(2))
            .withGroups(1 + random.nextInt(3));
    params =
        random.nextInt(6) == 0
            ? params.withSamePadding()
            : params.withPadding(
                random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3));
    int height = least(kh, params.dilationHeight(), params.top() + params.bottom());
    int width = least(kw, params.dilationWidth(), params.left() + params.right());
    return new ConvCase(
        random.nextInt(5) % 4,
        random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(2),
        1 + random.nextInt(2),
        height + random.nextInt(4),
        width + random.nextInt(4),
        kh,
        kw,
        params);
  }

  /// A case whose operands and results have at most so many elements: the rounding that [GradCheck] must allow grows with
  /// their square.
  static ConvCase small(Random random, int most) {
    ConvCase c = of(random);
    while (c.x().elemCount() + c.kernel().elemCount() > most || c.y().elemCount() > most) {
      c = of(random);
    }
    return c;
  }

  /// A transposed convolution and its settings.
  record Transposed(ConvCase c, ConvTranspose2dParams params) {
    static Transposed small(Random random, int most) {
      while (true) {
        ConvCase c = ConvCase.small(random, most);
        ConvTranspose2dParams params = c.transposed(random);
        Tensor x = Tensor.zeros(c.x(), DType.F64, Device.CPU);
        Tensor w = Tensor.zeros(c.transposedKernel(), DType.F64, Device.CPU);
        if (x.convTranspose2d(w, params).elemCount() <= most) {
          return new Transposed(c, params);
        }
      }
    }
  }

  private static int least(int kernel, int dilation, int padding) {
    return Math.max(0, dilation * (kernel - 1) + 1 - padding);
  }

  int groups() {
    return params.groups();
  }

  /// The padding above the windows, that of "same" worked out.
  int top() {
    return params.same()
        ? same(height, kh, params.strideHeight(), params.dilationHeight())
        : params.top();
  }

  int left() {
    return params.same()
        ? same(width, kw, params.strideWidth(), params.dilationWidth())
        : params.left();
  }

  /// The smaller half of what `ceil(in / stride)` windows reach over the input.
  private static int same(int in, int kernel, int stride, int dilation) {
    int out = (in + stride - 1) / stride;
    return Math.max(0, (out - 1) * stride + dilation * (kernel - 1) + 1 - in) / 2;
  }

  Shape x() {
    return Shape.of(n, groups() * ci, height, width);
  }

  Shape kernel() {
    return Shape.of(groups() * co, ci, kh, kw);
  }

  Shape y() {
    return Tensor.zeros(x(), DType.F64, Device.CPU)
        .conv2d(Tensor.zeros(kernel(), DType.F64, Device.CPU), params)
        .shape();
  }

  /// The kernel of a transposed convolution from `ci` to `co` channels a group.
  Shape transposedKernel() {
    return Shape.of(groups() * ci, co, kh, kw);
  }

  /// The settings of a transposed convolution whose result is not empty.
  ConvTranspose2dParams transposed(Random random) {
    ConvTranspose2dParams result =
        new ConvTranspose2dParams(
            params.same() ? params.withPadding(0) : params, random.nextInt(3), random.nextInt(3));
    int rows =
        (height - 1) * params.strideHeight()
            + params.dilationHeight() * (kh - 1)
            + result.outputPaddingHeight();
    int columns =
        (width - 1) * params.strideWidth()
            + params.dilationWidth() * (kw - 1)
            + result.outputPaddingWidth();
    Conv2dParams conv = result.conv();
    return rows < conv.top() + conv.bottom() || columns < conv.left() + conv.right()
        ? result.withPadding(0).withOutputPadding(3)
        : result;
  }
}
