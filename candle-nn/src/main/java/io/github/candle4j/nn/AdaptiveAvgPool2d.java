package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Tensor;
import java.util.ArrayList;
import java.util.List;

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
    return means(means(Channels.wide(xs), 2, height), 3, width).toDtype(xs.dtype());
  }

  /// The mean of each of n windows along a dimension.
  private static Tensor means(Tensor x, int dim, int n) {
    int size = x.dim(dim);
    List<Tensor> windows = new ArrayList<>();
    for (long i = 0; i < n; i++) {
      int start = Math.toIntExact(i * size / n);
      int end = Math.toIntExact(Math.ceilDiv((i + 1) * size, (long) n));
      windows.add(x.narrow(dim, start, end - start).meanKeepdim(dim));
    }
    return Tensor.cat(windows, dim);
  }

  @Override
  public String toString() {
    return "AdaptiveAvgPool2d(" + height + "x" + width + ")";
  }
}
