package io.github.candle4j.core.op;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;

/// How windows move along one dimension of any size.
///
/// @param before the padding before the input
/// @param after the padding behind it
/// @param fit how many windows there are
/// @param stride the distance between windows
/// @param dilation the distance between the elements of a window
/// @param more by how much the result of a transposed convolution is larger at its end
public record Steps(int before, int after, Fit fit, int stride, int dilation, int more) {
  /// How many windows there are.
  public enum Fit {
    /// those that lie within input and padding
    WITHIN,
    /// one more that reaches over the end, if it starts before it
    OVER,
    /// `ceil(in / stride)`, with the padding that this takes
    SAME
  }

  /// Steps with the same padding on both sides.
  public static Steps of(int padding, int stride, int dilation) {
    return new Steps(padding, padding, Fit.WITHIN, stride, dilation, 0);
  }

  /// Steps with a padding for each side.
  public static Steps padded(int before, int after, int stride, int dilation) {
    return new Steps(before, after, Fit.WITHIN, stride, dilation, 0);
  }

  /// These steps with another number of windows.
  public Steps withFit(Fit fit) {
    return new Steps(before, after, fit, stride, dilation, more);
  }

  /// These steps for a transposed convolution whose result is larger.
  public Steps withMore(int more) {
    return new Steps(before, after, fit, stride, dilation, more);
  }

  /// Throws, naming the operation, if a number is not possible.
  public Steps checked(String operation) {
    check(operation, "padding", Math.min(before, after), 0);
    check(operation, "output padding", more, 0);
    check(operation, "stride", stride, 1);
    check(operation, "dilation", dilation, 1);
    return this;
  }

  /// Throws, naming the operation, if a setting is less than it may be.
  public static void check(String operation, String setting, int value, int least) {
    if (value < least) {
      throw new CandleException(
          Kind.ARGUMENT,
          operation,
          operation + ": " + setting + " must be " + least + " or more, got " + value);
    }
  }

  /// From the first to the last element of a window.
  long reach(int kernel) {
    return (long) dilation * (kernel - 1) + 1;
  }

  /// The windows over `in` elements; none if even one is too large.
  Axis windows(int in, int kernel) {
    if (fit == Fit.SAME) {
      int out = Math.ceilDiv(in, stride);
      long total = Math.max(0, (out - 1L) * stride + reach(kernel) - in);
      return new Axis(in, kernel, out, (int) (total / 2), stride, dilation);
    }
    long room = (long) in + before + after - reach(kernel);
    long out = room < 0 ? 0 : room / stride + 1;
    boolean left = room < 0 ? room > -stride : room % stride != 0;
    if (fit == Fit.OVER && left && out * stride < (long) in + before) {
      out++;
    }
    return new Axis(in, kernel, (int) out, before, stride, dilation);
  }

  /// The size of what `out` windows of a transposed convolution cover, its result.
  long covered(int out, int kernel) {
    return (out - 1L) * stride - before - after + reach(kernel) + more;
  }

  /// Throws, naming the operation, if places would not fit an int.
  void checkPlaces(String operation, int in, int kernel) {
    long padded = (long) in + before + after;
    if (padded > Integer.MAX_VALUE - 8 || reach(kernel) > Integer.MAX_VALUE - 8) {
      throw new CandleException(
          Kind.ARGUMENT,
          operation,
          operation
              + ": padding ("
              + before
              + ", "
              + after
              + ") or dilation "
              + dilation
              + " is too large");
    }
  }
}
