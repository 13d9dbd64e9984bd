package io.github.candle4j.core;

import io.github.candle4j.core.op.Frame;
import io.github.candle4j.core.op.Op;
import org.jspecify.annotations.Nullable;

/// The derivatives of convolutions and pools. Each rule leads to another operation over windows, so that derivatives of
/// any order are there.
final class WindowGradients {
  private WindowGradients() {}

  /// The gradients of the operands of `n`, null for those that need none.
  static @Nullable Tensor[] of(Op.Windowed op, Node n, Tensor y, Tensor dy) {
    return switch (op) {
      case Op.Conv2d(Frame f, int groups) -> convolution(n, f, groups, dy);
      case Op.Conv2dInputGrad(Frame f, int groups) -> inputGrad(n, f, groups, dy);
      case Op.Conv2dWeightGrad(Frame f, int groups) -> weightGrad(n, f, groups, dy);
      case Op.MaxPool2d(Frame f) -> maxPool(n, f, y, dy);
      case Op.MaxPoolPositions _ -> n.gradients();
      case Op.MaxPoolScatter(Frame f) ->
          n.gradients(() -> Tensor.apply(new Op.MaxPoolGather(f), dy, n.operand(1)));
      case Op.MaxPoolGather(Frame f) ->
          n.gradients(() -> Tensor.apply(new Op.MaxPoolScatter(f), dy, n.operand(1)));
      case Op.AvgPool2d(Frame f, boolean padded) ->
          n.gradients(() -> Tensor.apply(new Op.AvgPool2dGrad(f, padded), dy));
      case Op.AvgPool2dGrad(Frame f, boolean padded) ->
          n.gradients(() -> Tensor.apply(new Op.AvgPool2d(f, padded), dy));
    };
  }

  // The three sums below run over the same products x w dy: the derivative of one by an operand is
  // another.

  /// y of x and w
  private static @Nullable Tensor[] convolution(Node n, Frame f, int groups, Tensor dy) {
    Tensor x = n.operand(0);
    Tensor w = n.operand(1);
    return n.gradients(
        () -> Tensor.apply(new Op.Conv2dInputGrad(f, groups), dy, w),
        () -> Tensor.apply(new Op.Conv2dWeightGrad(f, groups), x, dy));
  }

  /// x of y and w
  private static @Nullable Tensor[] inputGrad(Node n, Frame f, int groups, Tensor dx) {
    Tensor y = n.operand(0);
    Tensor w = n.operand(1);
    return n.gradients(
        () -> Tensor.apply(new Op.Conv2d(f, groups), dx, w),
        () -> Tensor.apply(new Op.Conv2dWeightGrad(f, groups), dx, y));
  }

  /// w of x and y
  private static @Nullable Tensor[] weightGrad(Node n, Frame f, int groups, Tensor dw) {
    Tensor x = n.operand(0);
    Tensor y = n.operand(1);
    return n.gradients(
        () -> Tensor.apply(new Op.Conv2dInputGrad(f, groups), y, dw),
        () -> Tensor.apply(new Op.Conv2d(f, groups), x, dw));
  }

  /// The positions are found again rather than kept: a pool then needs no memory beyond its result.
  private static @Nullable Tensor[] maxPool(Node n, Frame f, Tensor y, Tensor dy) {
    Tensor x = n.operand(0);
    return n.gradients(() -> {
      Tensor positions = Tensor.apply(new Op.MaxPoolPositions(f), x, y);
      return Tensor.apply(new Op.MaxPoolScatter(f), dy, positions);
    });
  }
}
