package io.github.candle4j.core.backend;

import io.github.candle4j.core.Layout;

/// Walks over the elements of a layout in order, as runs of equal stride. Neighbouring dimensions that lie evenly in
/// memory are merged first, so a contiguous layout is one run.
final class StridedRuns {
  /// Merged sizes and strides, outermost first; the last one is the run.
  private final int[] dims;

  private final int[] strides;
  private final int[] at;
  private final int rank;
  private int start;
  private int offset;

  StridedRuns(Layout layout) {
    int wanted = layout.shape().rank();
    int[] sizes = new int[Math.max(wanted, 1)];
    int[] steps = new int[Math.max(wanted, 1)];
    int used = 0;
    for (int d = 0; d < wanted; d++) {
      int size = layout.shape().dim(d);
      int step = layout.stride(d);
      if (size == 1) {
        continue;
      }
      if (used > 0 && steps[used - 1] == (long) size * step) {
        sizes[used - 1] *= size;
        steps[used - 1] = step;
      } else {
        sizes[used] = size;
        steps[used] = step;
        used++;
      }
    }
    if (used == 0) {
      sizes[0] = 1;
      steps[0] = 1;
      used = 1;
    }
    dims = sizes;
    strides = steps;
    rank = used;
    at = new int[used];
    start = layout.startOffset();
    offset = start;
  }

  /// Goes to an element by its number in order, of the same layout at another offset.
  void restart(int startOffset, int position) {
    start = startOffset;
    seek(position);
  }

  /// Goes to an element by its number in order.
  void seek(int position) {
    offset = start;
    int rest = position;
    for (int d = rank - 1; d >= 0; d--) {
      at[d] = d == 0 ? rest : rest % dims[d];
      rest /= dims[d];
      offset += at[d] * strides[d];
    }
  }

  /// The place of the current element in the array.
  int offset() {
    return offset;
  }

  /// The distance to the next element of the run.
  int stride() {
    return strides[rank - 1];
  }

  /// How many elements of the run are left, the current one included.
  int remaining() {
    return dims[rank - 1] - at[rank - 1];
  }

  /// Goes on by `n` elements, no more than remain in the run.
  void advance(int n) {
    int last = rank - 1;
    at[last] += n;
    offset += n * strides[last];
    for (int d = last; d > 0 && at[d] == dims[d]; d--) {
      at[d] = 0;
      offset += strides[d - 1] - dims[d] * strides[d];
      at[d - 1]++;
    }
  }
}
