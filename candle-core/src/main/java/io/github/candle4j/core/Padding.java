package io.github.candle4j.core;

import io.github.candle4j.core.op.Sizes;

/// Elements added before and after those of a dimension; [Movement#padWithZeros] adds zeros.
sealed interface Padding permits Tensor {
  /// The first element repeated `left` times before, the last one `right` times after the elements of a dimension. Any
  /// dtype; each gradient goes back to the element that was repeated.
  ///
  /// @throws CandleException if there is no such dimension, it is empty, or a size is negative
  default Tensor padWithSame(int dim, int left, int right) {
    int d = checked("pad_with_same", dim, left, right);
    int size = self().dim(d);
    if (left == 0 && right == 0) {
      return self();
    }
    if (size == 0) {
      throw Origins.placed(
          CandleException.withHint(
              CandleException.Kind.SHAPE,
              "pad_with_same",
              "cannot use pad_with_same on an empty tensor",
              "dimension " + d + " of shape " + self().shape() + " has no element to repeat"),
          self());
    }
    Tensor first = self().narrow(d, 0, 1);
    Tensor last = self().narrow(d, size - 1, 1);
    return Tensor.cat(d, repeated(first, d, left), self(), repeated(last, d, right));
  }

  /// `left` times a value before and `right` times after the elements of a dimension. Any dtype.
  ///
  /// @throws CandleException if there is no such dimension, a size is negative, or the dtype cannot hold the value
  default Tensor padWithValue(int dim, int left, int right, double value) {
    int d = checked("pad_with_value", dim, left, right);
    return padded(d, left, right, self().scalarLike("pad_with_value", value));
  }

  /// `left` times a value before and `right` times after the elements of a dimension. Any dtype; exact for I64.
  ///
  /// @throws CandleException if there is no such dimension, a size is negative, or the dtype cannot hold the value
  default Tensor padWithValue(int dim, int left, int right, long value) {
    int d = checked("pad_with_value", dim, left, right);
    return padded(d, left, right, self().scalarLike("pad_with_value", value));
  }

  private Tensor padded(int d, int left, int right, Tensor one) {
    if (left == 0 && right == 0) {
      return self();
    }
    return Tensor.cat(d, padding(one, d, left), self(), padding(one, d, right));
  }

  /// The elements of a dimension mirrored at its first and last element, which are not repeated: `[1, 2, 3]` padded by 2
  /// and 1 is `[3, 2, 1, 2, 3, 2]`. Any dtype.
  ///
  /// @throws CandleException if there is no such dimension, or a size is negative or not below that of the dimension
  default Tensor padWithReflect(int dim, int left, int right) {
    int d = checked("pad_with_reflect", dim, left, right);
    int size = self().dim(d);
    if (left == 0 && right == 0) {
      return self();
    }
    if (Math.max(left, right) >= size) {
      throw Origins.placed(
          CandleException.withHint(
              CandleException.Kind.SHAPE,
              "pad_with_reflect",
              "pad_with_reflect: padding "
                  + left
                  + ", "
                  + right
                  + " must be less than the size of dimension "
                  + d
                  + " of shape "
                  + self().shape(),
              "the element at the border is not repeated, so there are "
                  + (size - 1)
                  + " to mirror"),
          self());
    }
    Tensor before = self().narrow(d, 1, left).flip(d);
    Tensor after = self().narrow(d, size - 1 - right, right).flip(d);
    return Tensor.cat(d, before, self(), after);
  }

  private int checked(String operation, int dim, int left, int right) {
    if (left < 0 || right < 0) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT,
          operation,
          operation + " adds 0 or more elements, got left: " + left + ", right: " + right);
    }
    int d = self().axis(dim, operation);
    Sizes.checked((long) self().dim(d) + left + right, operation);
    return d;
  }

  /// One position of a dimension repeated; a view.
  private static Tensor repeated(Tensor one, int dim, int times) {
    return one.broadcastAs(one.shape().with(dim, times));
  }

  /// A part with `size` positions of one number that [Tensor#scalarLike] gave.
  private Tensor padding(Tensor filled, int dim, int size) {
    Tensor scalar = Tensor.fresh(filled.storage(), Shape.of(), filled.device());
    return scalar.broadcastAs(self().shape().with(dim, size));
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
