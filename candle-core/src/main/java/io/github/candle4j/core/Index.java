package io.github.candle4j.core;

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

  /// The positions `start` to `end - 1`; none if start is not below end.
  static Index range(int start, int end) {
    return new Range(start, end);
  }

  /// The positions from `start` to the last.
  static Index from(int start) {
    return new Range(start, null);
  }

  /// The positions before `end`.
  static Index to(int end) {
    return new Range(0, end);
  }

  /// The positions `first` to `last`, both included.
  static Index rangeClosed(int first, int last) {
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
  record Range(int start, @org.jspecify.annotations.Nullable Integer end) implements Index {}

  /// A new dimension.
  record NewAxis() implements Index {}

  /// Chosen positions.
  ///
  /// @param ids a tensor of integers with one dimension
  record Select(Tensor ids) implements Index {}
}
