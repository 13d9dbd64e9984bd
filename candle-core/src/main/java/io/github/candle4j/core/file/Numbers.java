package io.github.candle4j.core.file;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Shape;
import java.util.Arrays;

/// Sizes that stand in files, checked before anything is made of them.
final class Numbers {
  /// More dimensions than numpy and PyTorch have.
  static final int MOST_DIMS = 64;

  private Numbers() {}

  /// The shape with these sizes, if a tensor can have it.
  ///
  /// @throws CandleException from `error` if a size is negative, or there are too many of them or too many elements
  static Shape shape(long[] sizes, Refusal error) {
    if (sizes.length > MOST_DIMS) {
      throw error.of("a shape of " + sizes.length + " dimensions is not supported");
    }
    int[] dims = new int[sizes.length];
    long count = 1;
    for (int d = 0; d < dims.length; d++) {
      if (sizes[d] < 0 || sizes[d] > Shape.MAX_ELEMENTS) {
        throw error.of("a dimension cannot have the size " + sizes[d]);
      }
      dims[d] = (int) sizes[d];
      // Empty dimensions do not make up for large ones: strides are products, too.
      count *= Math.max(dims[d], 1);
      if (count > Shape.MAX_ELEMENTS) {
        throw error.of(
            "the shape "
                + Arrays.toString(sizes)
                + " has too many elements, a tensor holds at most "
                + Shape.MAX_ELEMENTS);
      }
    }
    return Shape.of(dims);
  }

  /// An error at some place of a file.
  interface Refusal {
    CandleException of(String message);
  }
}
