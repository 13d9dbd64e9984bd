package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The derivative of normalisation. With `z = (x - mean) s` and `g = dy w`, `dx = s (g - mean(g) - z mean(g z))`, without
/// `mean(g)` where the mean is not subtracted; `dw = Σ dy z` and `db = Σ dy` over the rows.
final class NormGradients {
  private NormGradients() {}

  /// Mean and s are saved as constants, so when the gradients themselves are recorded they are taken again from x.
  static @Nullable Tensor[] norm(Op.Norm norm, Node n, Tensor dy) {
    Tensor x = n.operand(0);
    int last = x.dim(-1);
    if (Autograd.isRecording()) {
      return composed(norm, n, dy);
    }
    Tensor stats = n.saved(0);
    Op grad = new Op.NormGrad(norm.centred());
    return gradients(
        n,
        () ->
            n.operands().length == 1
                ? Tensor.apply(grad, x, dy, stats)
                : Tensor.apply(grad, x, dy, stats, n.operand(1)),
        () -> Tensor.apply(new Op.NormWeightGrad(norm.centred()), x, dy, stats),
        () -> dy.sumTo(Shape.of(last)));
  }

  private static @Nullable Tensor[] composed(Op.Norm norm, Node n, Tensor dy) {
    Tensor x = Reduction.wide(n.operand(0));
    Tensor centred = norm.centred() ? x.broadcastSub(x.meanKeepdim(D.MINUS1)) : x;
    Tensor s = centred.sqr().meanKeepdim(D.MINUS1).add(norm.eps()).sqrt().recip();
    Tensor z = centred.broadcastMul(s);
    Tensor wide = Reduction.wide(dy);
    Shape row = Shape.of(x.dim(-1));
    return gradients(
        n,
        () -> {
          Tensor g =
              n.operands().length == 1 ? wide : wide.broadcastMul(Reduction.wide(n.operand(1)));
          Tensor rest = norm.centred() ? g.broadcastSub(g.meanKeepdim(D.MINUS1)) : g;
          Tensor along = z.broadcastMul(g.mul(z).meanKeepdim(D.MINUS1));
          return rest.sub(along).broadcastMul(s).toDtype(dy.dtype());
        },
        () -> wide.mul(z).sumTo(row).toDtype(dy.dtype()),
        () -> wide.sumTo(row).toDtype(dy.dtype()));
  }

  /// The rules of the operands that there are.
  private static @Nullable Tensor[] gradients(
      Node n, Supplier<Tensor> x, Supplier<Tensor> w, Supplier<Tensor> b) {
    return switch (n.operands().length) {
      case 1 -> n.gradients(x);
      case 2 -> n.gradients(x, w);
      default -> n.gradients(x, w, b);
    };
  }
}
