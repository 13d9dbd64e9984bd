package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;

/// Means of windows that are laid out so that the result has a given size, whatever the size of the input: window i of n over
/// a side of size s goes from `⌊i s / n⌋` to `⌈(i + 1) s / n⌉`, as in PyTorch. With 1 x 1 it is the mean of each channel.
///
/// - `x` `[batch, channels, height, width]` of floats
///
/// {@snippet :
/// Sequential head = Sequential.seq().add(new AdaptiveAvgPool2d(1, 1)).add(new Flatten());
/// Tensor y = head.forward(x); // [2, 512, 7, 7] gives [2, 512]
/// }
///
/// @param height the rows of the result
/// @param width its columns
public record AdaptiveAvgPool2d(int height, int width) implements Module {
  private static final String LAYER = "adaptive_avg_pool2d";

  /// Checks the sizes.
  ///
  /// @throws CandleException if one is less than 1
  public AdaptiveAvgPool2d {
    Checks.atLeast(LAYER, "height", height, 1);
    Checks.atLeast(LAYER, "width", width, 1);
  }

  /// A result of this size in both directions.
  ///
  /// @throws CandleException if it is less than 1
  public AdaptiveAvgPool2d(int size) {
    this(size, size);
  }

  /// @throws CandleException if `xs` has not four dimensions, an empty image, or integers
  @Override
  public Tensor forward(Tensor xs) {
    Checks.rank(LAYER, xs, 4, "[batch, channels, height, width]");
    if (xs.dtype().isInt()) {
      throw CandleException.unsupportedDtype(LAYER, xs.dtype(), "cast first: x.toDtype(DType.F32)");
    }
    Checks.atLeast(LAYER, "height of the input", xs.dim(2), 1);
    Checks.atLeast(LAYER, "width of the input", xs.dim(3), 1);
    if (height == 1 && width == 1) {
      return xs.meanKeepdim(2, 3);
    }
    if (xs.dim(2) % height == 0 && xs.dim(3) % width == 0) {
      int rows = xs.dim(2) / height;
      int columns = xs.dim(3) / width;
      return xs.avgPool2dWithStride(rows, columns, rows, columns);
    }
    Tensor x = Channels.wide(xs);
    Tensor byRows = weights(x, height, x.dim(2)).broadcastMatmul(x);
    return byRows.broadcastMatmul(weights(x, width, x.dim(3)).t()).toDtype(xs.dtype());
  }

  /// `[n, size]`: each row holds the part of each element in a mean.
  private static Tensor weights(Tensor like, int n, int size) {
    double[] weights = new double[n * size];
    for (int i = 0; i < n; i++) {
      int start = Math.toIntExact((long) i * size / n);
      int end = Math.toIntExact(Math.ceilDiv((i + 1L) * size, (long) n));
      for (int j = start; j < end; j++) {
        weights[i * size + j] = 1.0 / (end - start);
      }
    }
    return Tensor.fromVec(weights, Shape.of(n, size), like.device()).toDtype(like.dtype());
  }

  @Override
  public String toString() {
    return "AdaptiveAvgPool2d(" + height + "x" + width + ")";
  }
}
