package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import org.jspecify.annotations.Nullable;

/// Derivatives of scans and products; see [GradientRules]. None of them divides, so zeros among the factors are fine.
///
/// They multiply products of some factors with products of others. One of these may lie beyond the range of the operand's
/// dtype where the derivative does not, so all are computed in F64 and rounded once.
final class ScanGradients {
  private ScanGradients() {}

  /// `h[i] = b[i] + a[i] h[i-1]`: with `g[i] = dh[i] + a[i+1] g[i+1]`, a recurrence in the other direction,
  /// `da[i] = g[i] h[i-1]` and `db = g`.
  static @Nullable Tensor[] recurrence(Op.Recurrence op, Node n, Tensor h, Tensor dh) {
    Tensor a = n.operand(0);
    int dim = op.dim();
    if (a.elemCount() == 0) {
      return n.gradients(() -> dh, () -> dh);
    }
    Tensor wide = a.toDtype(DType.F64);
    Tensor next = shifted(wide, dim, !op.reverse(), 0);
    Tensor g = Tensor.apply(new Op.Recurrence(dim, !op.reverse()), next, dh.toDtype(DType.F64));
    return n.gradients(
        () -> {
          Tensor exact = wide == a ? h : Tensor.apply(op, wide, n.operand(1).toDtype(DType.F64));
          return g.mul(shifted(exact, dim, op.reverse(), 0)).toDtype(a.dtype());
        },
        () -> g.toDtype(a.dtype()));
  }

  /// `dx[i] = dy · (product of all x before i) · (product of all x after i)`, over the reduced dimensions as one.
  static Tensor product(int[] dims, Tensor x, Tensor dy) {
    if (x.elemCount() == 0) {
      return x.zerosLike();
    }
    int[] order = reducedLast(x.rank(), dims);
    Tensor turned = x.permute(order);
    Tensor rows = turned.flattenFrom(x.rank() - dims.length).toDtype(DType.F64);
    int last = rows.rank() - 1;
    Tensor before = shifted(Scanning.products(rows, last, false), last, false, 1);
    Tensor after = shifted(Scanning.products(rows, last, true), last, true, 1);
    Tensor others = before.mul(after).reshape(turned.shape());
    return others
        .permute(MovementGradients.inverse(order))
        .broadcastMul(dy.toDtype(DType.F64))
        .toDtype(x.dtype());
  }

  /// Element `i` is that at `i - 1`, or at `i + 1` from the end; `first` where there is none.
  private static Tensor shifted(Tensor x, int dim, boolean fromEnd, double first) {
    int rest = x.dim(dim) - 1;
    Tensor border = x.narrow(dim, 0, 1).scalarLike("shift", first);
    return fromEnd
        ? Tensor.cat(dim, x.narrow(dim, 1, rest), border)
        : Tensor.cat(dim, border, x.narrow(dim, 0, rest));
  }

  /// All dimensions in their order, but the reduced ones at the end.
  private static int[] reducedLast(int rank, int... dims) {
    boolean[] reduced = new boolean[rank];
    for (int dim : dims) {
      reduced[dim] = true;
    }
    int[] order = new int[rank];
    int n = 0;
    for (boolean wanted : new boolean[] {false, true}) {
      for (int d = 0; d < rank; d++) {
        if (reduced[d] == wanted) {
          order[n++] = d;
        }
      }
    }
    return order;
  }
}
