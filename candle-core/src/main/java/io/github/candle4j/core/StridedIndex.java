package io.github.candle4j.core;

import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;

/// The places of the elements of a layout in their array, in row-major order.
public final class StridedIndex implements PrimitiveIterator.OfInt {
  private final int[] dims;
  private final int[] stride;
  private final int[] at;
  private int place;
  private int remaining;

  /// A walk over the first `rank` dimensions of a layout.
  StridedIndex(Layout layout, int rank) {
    dims = layout.dims();
    stride = layout.stride();
    at = new int[rank];
    place = layout.startOffset();
    int count = 1;
    for (int d = 0; d < rank; d++) {
      count *= dims[d];
    }
    remaining = count;
  }

  /// The number of places that are left.
  public int len() {
    return remaining;
  }

  @Override
  public boolean hasNext() {
    return remaining > 0;
  }

  @Override
  public int nextInt() {
    if (remaining == 0) {
      throw new NoSuchElementException();
    }
    int here = place;
    remaining--;
    for (int d = at.length - 1; d >= 0; d--) {
      if (++at[d] < dims[d]) {
        place += stride[d];
        return here;
      }
      place -= (at[d] - 1) * stride[d];
      at[d] = 0;
    }
    return here;
  }
}
