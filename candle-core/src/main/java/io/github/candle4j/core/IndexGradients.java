package io.github.candle4j.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Derivatives of the operations that pick or change elements by index; see [GradientRules].
final class IndexGradients {
  private IndexGradients() {}

  /// Each row of `dy` is added to the row it was taken from.
  static @Nullable Tensor[] indexSelect(Node n, int dim, Tensor dy) {
    return n.gradients(() -> nothing(n).indexAdd(n.operand(1), dy, dim));
  }

  static @Nullable Tensor[] indexAdd(Node n, int dim, Tensor dy) {
    return n.gradients(() -> dy, dy::zerosLike, () -> dy.indexSelect(n.operand(1), dim));
  }

  /// Each element of `dy` is added to the element it was taken from.
  static @Nullable Tensor[] gather(Node n, int dim, Tensor dy) {
    return n.gradients(() -> nothing(n).scatterAdd(n.operand(1), dy, dim));
  }

  /// `dx` is `dy` with zeros wherever something was written; `dsrc` is `dy` where it was, for the last of several writers
  /// to one place, and 0 for the others.
  static @Nullable Tensor[] scatter(Node n, int dim, Tensor dy) {
    Tensor ids = n.operand(1);
    return n.gradients(
        () -> dy.scatter(ids, zeros(n.operand(2)), dim),
        dy::zerosLike,
        () -> {
          Tensor taken = dy.gather(ids, dim);
          return winners(n.operand(0).shape(), ids, dim).whereCond(taken, zeros(taken));
        });
  }

  static @Nullable Tensor[] scatterAdd(Node n, int dim, Tensor dy) {
    return n.gradients(() -> dy, dy::zerosLike, () -> dy.gather(n.operand(1), dim));
  }

  /// 1 for each id whose element of src stays in a scatter into `shape`, as U8: each writes its position along `dim`, and
  /// those that read their own position back are the last ones.
  private static Tensor winners(Shape shape, Tensor ids, int dim) {
    int[] dims = new int[shape.rank()];
    Arrays.fill(dims, 1);
    dims[dim] = ids.dim(dim);
    Tensor position =
        Tensor.arange(0, ids.dim(dim), ids.device()).reshape(dims).broadcastAs(ids.shape());
    Tensor written =
        Tensor.zeros(shape, DType.U32, ids.device()).scatter(ids, position, dim).gather(ids, dim);
    return written.eq(position);
  }

  /// Zeros to add gradients to, of the shape of the first operand. Only one element is held: the kernels that add into a
  /// copy make that copy anyway.
  private static Tensor nothing(Node n) {
    return zeros(n.operand(0));
  }

  private static Tensor zeros(Tensor like) {
    return like.scalarLike("zeros", 0);
  }
}
