package io.github.candle4j.core.backend;

import io.github.candle4j.core.backend.Reals.View;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.op.Axis;
import io.github.candle4j.core.op.Frame;

/// Convolutions whose groups have one channel of input and one of the result, without a matrix of windows: each of its
/// elements would be used once.
///
/// A band of the plane is copied into rows that hold its padding, one after the other. In this array the elements `(i, j)`
/// of all windows lie side by side, at a fixed distance from the first elements, also across the ends of rows. So a row of
/// a kernel times the band is the product of a vector and a matrix whose rows overlap. What is computed between the rows of
/// the result, and for a stride of 2 between its elements, is thrown away.
///
/// @param reals float or double
/// @param f how the windows lie
/// @param groups the channels
/// @param n the batch
record Depthwise(Reals reals, Frame f, int groups, int n) {
  /// Elements that a task should need beside its result: they stay in the level-2 cache.
  private static final int SCRATCH = 1 << 14;

  /// Elements that the smallest band may need.
  private static final long MOST_SCRATCH = 1 << 16;

  private static final double NANOS_PER_ELEMENT = 2;

  /// From a larger stride on, more would be thrown away than gathering costs.
  private static final int LARGEST_STRIDE = 2;

  /// True if convolutions of this frame, with these channels in a group, are for this class.
  static boolean fits(Frame f, int ci, int co) {
    return ci == 1
        && co == 1
        && f.height().stride() <= LARGEST_STRIDE
        && f.width().stride() <= LARGEST_STRIDE
        && span(f.width(), f.width().out()) * (span(f.height(), 1) + 1L) <= MOST_SCRATCH;
  }

  /// From the first to the last element of a window, and from the first to the last of `count` windows.
  private static int span(Axis axis, int count) {
    return (count - 1) * axis.stride() + (axis.kernel() - 1) * axis.dilation() + 1;
  }

  private int rowLength() {
    return span(f.width(), f.width().out());
  }

  private int bandRows() {
    int each = rowLength() * f.height().stride() * 2;
    int reach = span(f.height(), 1) - 1;
    return Math.clamp(SCRATCH / each - reach, 1, f.height().out());
  }

  /// Rows `first .. first + rows - 1` of the windows over a plane.
  private record Band(int plane, int first, int rows, int paddedRows, int length) {}

  private Band band(int plane, int first) {
    int rows = Math.min(bandRows(), f.height().out() - first);
    int padded = span(f.height(), rows);
    int length = (rows - 1) * f.height().stride() * rowLength();
    int last = (f.width().out() - 1) * f.width().stride() + 1;
    return new Band(plane, first, rows, padded, length + last);
  }

  /// `y` of x and w.
  void forward(Object x, Object w, Object y) {
    int bands = Math.ceilDiv(f.height().out(), bandRows());
    double work = (double) n * groups * f.outputs() * f.taps() / 8;
    Parallel.run(
        n * groups * bands,
        (long) (work * NANOS_PER_ELEMENT),
        task -> forward(band(task / bands, task % bands * bandRows()), x, w, y));
  }

  private void forward(Band band, Object x, Object w, Object y) {
    int length = rowLength();
    int padded = band.paddedRows * length;
    Object scratch = reals.scratch(padded + band.length);
    fill(band, x, scratch);
    int kw = f.width().kernel();
    View sums = new View(scratch, padded, 1, band.length, band.length, 1);
    for (int i = 0; i < f.height().kernel(); i++) {
      View a = new View(w, band.plane % groups * f.taps() + i * kw, 1, kw, kw, 1);
      reals.multiply(a, taps(scratch, i, band.length), sums, i > 0);
    }
    for (int r = 0; r < band.rows; r++) {
      int from = padded + r * f.height().stride() * length;
      reals.copy(scratch, from, f.width().stride(), y, row(band, r), f.width().out());
    }
  }

  /// The elements of row `i` of all windows: a row for each.
  private View taps(Object padded, int i, int length) {
    int from = i * f.height().dilation() * rowLength();
    return new View(padded, from, f.width().kernel(), length, f.width().dilation(), 1);
  }

  /// The rows under a band, with their padding.
  private void fill(Band band, Object x, Object to) {
    Axis width = f.width();
    int length = rowLength();
    int first = Math.clamp(width.before(), 0, length);
    int end = Math.clamp((long) width.in() + width.before(), first, length);
    reals.zero(to, 0, band.paddedRows * length);
    int top = f.height().at(band.first, 0);
    int last = Math.min(band.paddedRows, f.height().in() - top);
    for (int r = Math.max(0, -top); end > first && r < last; r++) {
      int from = band.plane * f.inputs() + (top + r) * width.in() + first - width.before();
      reals.copy(x, from, 1, to, r * length + first, end - first);
    }
  }

  /// Adds to dw what the windows of one channel of one image give.
  void addWeightGrad(Object x, Object dy, int plane, Object dw) {
    for (int first = 0; first < f.height().out(); first += bandRows()) {
      addWeightGrad(band(plane, first), x, dy, dw);
    }
  }

  /// The gradient of the result is spread out as the windows lie in the band, with zeros between; then an element of dw
  /// is a product of two vectors. A zero meets an element that the window does not hold: if this is infinite or NaN, so is
  /// the sum, which is then taken again without the zeros.
  private void addWeightGrad(Band band, Object x, Object dy, Object dw) {
    int padded = band.paddedRows * rowLength();
    int sums = padded + band.length;
    Object scratch = reals.scratch(sums + f.taps());
    fill(band, x, scratch);
    reals.zero(scratch, padded, sums);
    for (int r = 0; r < band.rows; r++) {
      int to = padded + r * f.height().stride() * rowLength();
      reals.add(dy, row(band, r), scratch, to, f.width().stride(), f.width().out());
    }
    int kw = f.width().kernel();
    View gradient = new View(scratch, padded, band.length, 1, 1, 1);
    for (int i = 0; i < f.height().kernel(); i++) {
      View sum = new View(scratch, sums + i * kw, kw, 1, 1, 1);
      reals.multiply(taps(scratch, i, band.length), gradient, sum, false);
    }
    if (reals.hasNaN(scratch, sums, sums + f.taps())) {
      sumRows(band, scratch, dy, sums);
    }
    reals.add(scratch, sums, dw, band.plane % groups * f.taps(), 1, f.taps());
  }

  /// The same sums, one row of windows after the other.
  private void sumRows(Band band, Object scratch, Object dy, int sums) {
    Axis width = f.width();
    for (int i = 0; i < f.height().kernel(); i++) {
      View sum = new View(scratch, sums + i * width.kernel(), width.kernel(), 1, 1, 1);
      for (int r = 0; r < band.rows; r++) {
        int from = (r * f.height().stride() + i * f.height().dilation()) * rowLength();
        View elements =
            new View(scratch, from, width.kernel(), width.out(), width.dilation(), width.stride());
        reals.multiply(elements, new View(dy, row(band, r), width.out(), 1, 1, 1), sum, r > 0);
      }
    }
  }

  /// Where row `r` of the windows of a band starts in the result.
  private int row(Band band, int r) {
    return band.plane * f.outputs() + (band.first + r) * f.width().out();
  }
}
