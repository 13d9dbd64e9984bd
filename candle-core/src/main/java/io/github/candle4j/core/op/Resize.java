package io.github.candle4j.core.op;

import io.github.candle4j.core.Shape;

/// Other sizes for the last one or two dimensions. With one dimension, the height is [Sampling#NONE].
public record Resize(int dims, Sampling height, Sampling width) {
  /// The name by which errors call the operation.
  String name() {
    return (width.kind() == Sampling.Kind.NEAREST ? "upsample_nearest" : "upsample_bilinear")
        + (dims + "d");
  }

  /// `size=5x5`, the sizes that the last dimensions get.
  public String text() {
    return "size=" + (dims == 1 ? "" : height.out() + "x") + width.out();
  }

  TypedShape result(TypedShape x) {
    return sized(x, height.out(), width.out());
  }

  TypedShape operand(TypedShape y) {
    return sized(y, height.in(), width.in());
  }

  private TypedShape sized(TypedShape x, int height, int width) {
    Shape shape = x.shape().with(dims + 1, width);
    return new TypedShape(dims == 1 ? shape : shape.with(2, height), x.dtype());
  }
}
