package io.github.candle4j.core.op;

import io.github.candle4j.core.Shape;
import java.util.function.ToIntFunction;

/// How windows lie over the last one or two dimensions of a tensor. With one dimension, the height is [Axis#NONE].
public record Frame(int dims, Axis height, Axis width) {
  /// The frame of one or two axes, the width last.
  public static Frame of(Axis... axes) {
    return axes.length == 1 ? new Frame(1, Axis.NONE, axes[0]) : new Frame(2, axes[0], axes[1]);
  }

  /// `[batch, channels, ..]` with the sizes of the input.
  public Shape input(int batch, int channels) {
    return shape(batch, channels, height.in(), width.in());
  }

  /// `[batch, channels, ..]` with the number of windows.
  public Shape output(int batch, int channels) {
    return shape(batch, channels, height.out(), width.out());
  }

  /// `[out channels, in channels, ..]` with the sizes of a window.
  public Shape kernel(int out, int in) {
    return shape(out, in, height.kernel(), width.kernel());
  }

  /// The elements of one channel of the input.
  public int inputs() {
    return height.in() * width.in();
  }

  /// The windows over one channel.
  public int outputs() {
    return height.out() * width.out();
  }

  /// The elements of a window.
  public int taps() {
    return height.kernel() * width.kernel();
  }

  /// True if window `o` is element `o` of the input.
  public boolean isIdentity() {
    return height.isIdentity() && width.isIdentity();
  }

  /// True if the windows move by single steps.
  public boolean hasUnitStride() {
    return height.stride() == 1 && width.stride() == 1;
  }

  /// The frame of the gradient of the input, for stride 1.
  public Frame turned() {
    return new Frame(dims, dims == 1 ? Axis.NONE : height.turned(), width.turned());
  }

  /// A name with its number of dimensions: `conv2d`.
  String named(String name) {
    return name + dims + "d";
  }

  /// `kernel=3x3, stride=1, padding=1, dilation=1`; both dimensions where they differ, as `stride=2x1`.
  public String text() {
    String kernel = (dims == 1 ? "" : height.kernel() + "x") + width.kernel();
    return "kernel="
        + kernel
        + ", stride="
        + both(Axis::stride)
        + ", padding="
        + both(Axis::before)
        + ", dilation="
        + both(Axis::dilation);
  }

  private String both(ToIntFunction<Axis> part) {
    int w = part.applyAsInt(width);
    int h = part.applyAsInt(height);
    return dims == 1 || h == w ? "" + w : h + "x" + w;
  }

  private Shape shape(int first, int second, int height, int width) {
    return dims == 1 ? Shape.of(first, second, width) : Shape.of(first, second, height, width);
  }
}
