package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import org.jspecify.annotations.Nullable;

/// The derivatives of views: each moves the gradient back to where the elements came from.
final class MovementGradients {
  private MovementGradients() {}

  static @Nullable Tensor[] view(Op.View op, Node n, Tensor dy) {
    Tensor x = n.operand(0);
    return switch (op) {
      case Op.Reshape _ -> n.gradients(() -> dy.reshape(x.shape()));
      case Op.Permute(int[] order) -> n.gradients(() -> dy.permute(inverse(order)));
      case Op.Narrow narrow -> n.gradients(() -> narrow(narrow, x, dy));
      case Op.BroadcastAs _ -> n.gradients(() -> dy.sumTo(x.shape()));
      case Op.Squeeze(int dim) -> n.gradients(() -> dy.unsqueeze(dim));
      case Op.Unsqueeze(int dim) -> n.gradients(() -> dy.squeeze(dim));
      case Op.Unfold unfold -> n.gradients(() -> unfold(unfold, x, dy));
      case Op.OnGradient(Op.Rule rule) -> GradientRule.of(rule).gradients(n, x, dy);
    };
  }

  static Tensor narrow(Op.Narrow op, Tensor x, Tensor dy) {
    return dy.padWithZeros(op.dim(), op.start(), x.dim(op.dim()) - op.start() - op.length());
  }

  /// The gradients of all windows, added where the windows were taken from.
  private static Tensor unfold(Op.Unfold op, Tensor x, Tensor dy) {
    int dim = op.dim();
    Tensor starts = Tensor.arange(0L, dy.dim(dim), x.device()).mul(op.step());
    Tensor inside = Tensor.arange(0L, op.size(), x.device());
    Tensor ids = starts.unsqueeze(1).broadcastAdd(inside.unsqueeze(0)).flattenAll();
    Tensor windows = dy.movedim(D.MINUS1, dim + 1).flatten(dim, dim + 1);
    return x.scalarLike("zeros", 0).indexAdd(ids, windows, dim);
  }

  static int[] inverse(int... order) {
    int[] result = new int[order.length];
    for (int d = 0; d < order.length; d++) {
      result[order[d]] = d;
    }
    return result;
  }
}
