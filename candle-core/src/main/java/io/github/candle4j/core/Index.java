package io.github.candle4j.core;

import org.jspecify.annotations.Nullable;

/// What to take of one dimension in [Tensor#i(Index...)]. Made by the static methods, best imported by name:
/// `x.i(at(1), all(), range(2, 4))`.
public sealed interface Index {
  /// One position; the dimension goes away. Negative counts from the end.
  static Index at(int position) {
    return new At(position);
  }

  /// The whole dimension.
  static Index all() {
    return new Range(0, null);
  }

  /// The positions `start` to `end - 1`, counted from 0; none if start is not below end. Bounds do not count from the
  /// end: what Python writes as `x[:-1]` is `x.i(to(x.dim(0) - 1))`.
  ///
  /// @throws CandleException if a bound is negative
  static Index range(int start, int end) {
    return new Range(start, end);
  }

  /// The positions from `start`, counted from 0, to the last.
  ///
  /// @throws CandleException if start is negative
  static Index from(int start) {
    return new Range(start, null);
  }

  /// The positions before `end`, counted from 0.
  ///
  /// @throws CandleException if end is negative
  static Index to(int end) {
    return new Range(0, end);
  }

  /// The positions `first` to `last`, both included; none if last is below first.
  ///
  /// @throws CandleException if a bound is negative, or last is the largest int, after which there is no end
  static Index rangeClosed(int first, int last) {
    if (first < 0 || last < 0 || last == Integer.MAX_VALUE) {
      throw Range.invalid(first + "..=" + last);
    }
    return new Range(first, last + 1);
  }

  /// A new dimension of size 1 in this place; takes no dimension of the tensor.
  static Index newAxis() {
    return new NewAxis();
  }

  /// The positions in a tensor of integers with one dimension; these are copied.
  static Index select(Tensor ids) {
    return new Select(ids);
  }

  /// One position.
  ///
  /// @param position from 0, or from -1 backwards
  record At(int position) implements Index {}

  /// Some positions side by side.
  ///
  /// @param start the first
  /// @param end the first that is not taken any more, null for the end of the dimension
  record Range(int start, @Nullable Integer end) implements Index {
    /// Some positions side by side.
    ///
    /// @throws CandleException if a bound is negative
    public Range {
      if (start < 0 || (end != null && end < 0)) {
        throw invalid(text(start, end));
      }
    }

    private static CandleException invalid(String range) {
      return CandleException.withHint(
          CandleException.Kind.INDEX,
          "i",
          "i invalid range " + range,
          "bounds go from 0 to the size of the dimension; Index.to(x.dim(d) - 1) leaves out its"
              + " last position");
    }

    private static String text(int start, @Nullable Integer end) {
      return start + ".." + (end == null ? "" : end);
    }

    /// As Rust writes it: `2..4`, or `2..` to the end of the dimension.
    @Override
    public String toString() {
      return text(start, end);
    }
  }

  /// A new dimension.
  record NewAxis() implements Index {}

  /// Chosen positions.
  ///
  /// @param ids a tensor of integers with one dimension
  record Select(Tensor ids) implements Index {}
}
