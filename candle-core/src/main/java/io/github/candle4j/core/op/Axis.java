package io.github.candle4j.core.op;

/// How windows lie along one dimension, all sizes known: element `k` of window `o` is at place
/// `o * stride + k * dilation - before` of the input. Places below 0 or from `in` on are padding.
///
/// The padding behind the input does not appear: `out` says how many windows there are, and `before` may be
/// negative. So one axis describes a convolution, the gradient of its input and that of its kernel, whatever
/// was left over at the end.
///
/// @param in the size of the input
/// @param kernel the elements of a window
/// @param out the number of windows
/// @param before the padding before the input
/// @param stride the distance between windows
/// @param dilation the distance between the elements of a window
public record Axis(int in, int kernel, int out, int before, int stride, int dilation) {
  /// What a tensor without the dimension has.
  public static final Axis NONE = new Axis(1, 1, 1, 0, 1, 1);

  /// The place of element `k` of window `o`.
  public int at(int o, int k) {
    return o * stride + k * dilation - before;
  }

  /// The first window whose element `k` is not in the padding before the input; `out` if there is none.
  public int first(int k) {
    return Math.clamp(Math.ceilDiv(before - k * dilation, stride), 0, out);
  }

  /// The first window from [#first] on whose element `k` is behind the input.
  public int end(int k) {
    return Math.max(first(k), Math.clamp(Math.ceilDiv(in + before - k * dilation, stride), 0, out));
  }

  /// The first element of window `o` that is not in the padding before the input.
  public int firstElement(int o) {
    return Math.clamp(Math.ceilDiv(before - o * stride, dilation), 0, kernel);
  }

  /// The first element from [#firstElement] on of window `o` that is behind the input.
  public int endElement(int o) {
    int end = Math.ceilDiv(in + before - o * stride, dilation);
    return Math.max(firstElement(o), Math.clamp(end, 0, kernel));
  }

  /// True if window `o` is the element `o` of the input.
  public boolean isIdentity() {
    return kernel == 1 && stride == 1 && before == 0 && in == out;
  }

  /// The axis of the gradient of the input, for stride 1: windows over the gradient of the result, with the kernel
  /// turned round.
  public Axis turned() {
    return new Axis(out, kernel, in, (kernel - 1) * dilation - before, 1, dilation);
  }
}
