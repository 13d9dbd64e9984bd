package io.github.candle4j.core;

import io.github.candle4j.core.op.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The derivatives of the operations of recurrent layers and of attention. What a cell has saved is a constant, so when the
/// gradient itself is recorded its formulas are written in tensor operations.
final class SequentialGradients {
  private SequentialGradients() {}

  /// The gradients of the operands of `n`, null for those that need none.
  static @Nullable Tensor[] of(Op.Sequential op, Node n, Tensor y, Tensor dy) {
    return switch (op) {
      case Op.LstmCell _ -> Autograd.isRecording() ? lstmRecorded(n, dy) : lstm(n, y, dy);
      case Op.GruCell _ -> Autograd.isRecording() ? gruRecorded(n, dy) : gru(n, dy);
      case Op.LstmCellGrad _, Op.GruCellGrad _ -> throw GradientRules.noSecondOrder(op);
      case Op.Rope rope -> rope(rope, n, dy);
      // Where the result is 0, so is its derivative.
      case Op.CausalSoftmax _ -> n.gradients(() -> Tensor.apply(new Op.SoftmaxGrad(), y, dy));
    };
  }

  private static @Nullable Tensor[] lstm(Node n, Tensor y, Tensor dy) {
    Tensor gates = n.operand(0);
    Tensor c = n.operand(1);
    Tensor saved = n.saved(0).reshape(gates.shape());
    Tensor all = Tensor.apply(new Op.LstmCellGrad(), saved, c, y, dy);
    return n.gradients(() -> part(all, 0, gates), () -> part(all, gates.shape().arrayLength(), c));
  }

  private static @Nullable Tensor[] gru(Node n, Tensor dy) {
    Tensor input = n.operand(0);
    Tensor own = n.operand(1);
    Tensor h = n.operand(2);
    Tensor saved = n.saved(0).reshape(own.shape());
    Tensor all = Tensor.apply(new Op.GruCellGrad(), saved, own, h, dy);
    int size = own.shape().arrayLength();
    return n.gradients(
        () -> part(all, 0, input), () -> part(all, size, own), () -> part(all, 2 * size, h));
  }

  /// The part of all gradients from `start` on that belongs to a tensor like this.
  private static Tensor part(Tensor all, int start, Tensor like) {
    return all.narrow(0, start, like.shape().arrayLength()).reshape(like.shape());
  }

  /// With `t = tanh c'` and `e = dc' + dh' o (1 - t²)`: `di = e g i (1 - i)`, `df = e c f (1 - f)`, `dg = e i (1 - g²)`,
  /// `do = dh' t o (1 - o)`, `dc = e f`.
  private static @Nullable Tensor[] lstmRecorded(Node n, Tensor dy) {
    List<Tensor> parts = n.operand(0).chunk(4, 1);
    Tensor c = n.operand(1);
    Tensor i = parts.get(0).sigmoid();
    Tensor f = parts.get(1).sigmoid();
    Tensor g = parts.get(2).tanh();
    Tensor o = parts.get(3).sigmoid();
    Tensor t = f.mul(c).add(i.mul(g)).tanh();
    Tensor dh = dy.get(0);
    Tensor e = dy.get(1).add(dh.mul(o).mul(tanhSlope(t)));
    return n.gradients(
        () ->
            Tensor.cat(
                1,
                e.mul(g).mul(sigmoidSlope(i)),
                e.mul(c).mul(sigmoidSlope(f)),
                e.mul(i).mul(tanhSlope(g)),
                dh.mul(t).mul(sigmoidSlope(o))),
        () -> e.mul(f));
  }

  /// With `e = dy (1 - z) (1 - n²)`: `dr = e b r (1 - r)` for the last part b of the gates of the state,
  /// `dz = dy (h - n) z (1 - z)`, `dn = e`, times r for the gates of the state; `dh = dy z`.
  private static @Nullable Tensor[] gruRecorded(Node node, Tensor dy) {
    List<Tensor> a = node.operand(0).chunk(3, 1);
    List<Tensor> b = node.operand(1).chunk(3, 1);
    Tensor h = node.operand(2);
    Tensor r = a.get(0).add(b.get(0)).sigmoid();
    Tensor z = a.get(1).add(b.get(1)).sigmoid();
    Tensor n = a.get(2).add(r.mul(b.get(2))).tanh();
    Tensor e = dy.mul(z.affine(-1, 1)).mul(tanhSlope(n));
    Tensor dr = e.mul(b.get(2)).mul(sigmoidSlope(r));
    Tensor dz = dy.mul(h.sub(n)).mul(sigmoidSlope(z));
    return node.gradients(
        () -> Tensor.cat(1, dr, dz, e), () -> Tensor.cat(1, dr, dz, e.mul(r)), () -> dy.mul(z));
  }

  /// Of the result of the sigmoid.
  private static Tensor sigmoidSlope(Tensor y) {
    return y.mul(y.affine(-1, 1));
  }

  /// Of the result of tanh.
  private static Tensor tanhSlope(Tensor y) {
    return y.sqr().affine(-1, 1);
  }

  /// The gradient of x is dy turned back; `dcos = Σ x0 dy0 + x1 dy1` and `dsin = Σ x0 dy1 - x1 dy0`, over heads and, for angles
  /// without a batch, over the batch.
  private static @Nullable Tensor[] rope(Op.Rope op, Node n, Tensor dy) {
    Tensor x = n.operand(0);
    Tensor cos = n.operand(1);
    Tensor sin = n.operand(2);
    Op back = new Op.Rope(op.pairs(), op.time(), !op.back());
    return n.gradients(
        () -> Tensor.apply(back, dy, cos, sin),
        () -> {
          Tensor all = first(op, x).mul(first(op, dy)).add(second(op, x).mul(second(op, dy)));
          return toAngles(all, cos);
        },
        () -> {
          Tensor all = first(op, x).mul(second(op, dy)).sub(second(op, x).mul(first(op, dy)));
          return toAngles(op.back() ? all.neg() : all, sin);
        });
  }

  private static Tensor first(Op.Rope op, Tensor x) {
    return half(op, x, 0);
  }

  private static Tensor second(Op.Rope op, Tensor x) {
    return half(op, x, 1);
  }

  /// The first or second elements of all pairs, `[batch, positions, heads, pairs]`.
  private static Tensor half(Op.Rope op, Tensor x, int which) {
    Tensor timeFirst = op.time() == 1 ? x : x.transpose(1, 2);
    int pairs = x.dim(3) / 2;
    if (!op.pairs()) {
      return timeFirst.narrow(3, which * pairs, pairs);
    }
    int[] d = timeFirst.dims();
    return timeFirst.reshape(d[0], d[1], d[2], pairs, 2).narrow(4, which, 1).squeeze(4);
  }

  private static Tensor toAngles(Tensor all, Tensor angles) {
    Tensor sum = angles.rank() == 3 ? all.sum(2) : all.sum(0, 2);
    int time = angles.rank() - 2;
    return sum.padWithZeros(time, 0, angles.dim(time) - sum.dim(time));
  }
}
