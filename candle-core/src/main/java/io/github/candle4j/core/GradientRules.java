package io.github.candle4j.core;

import io.github.candle4j.core.op.BinaryOp;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.ReduceOp;
import io.github.candle4j.core.op.UnaryOp;
import org.jspecify.annotations.Nullable;

/// The derivative of every operation, on one page: given the gradient `dy` of a result `y`, the gradients of its
/// operands. Rules are written in tensor operations, so they can be differentiated themselves.
///
/// One call per case: a method over 8,000 bytes of bytecode is never compiled.
final class GradientRules {
  /// `2/√π`
  private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

  /// `1/√(2π)`
  private static final double INV_SQRT_2_PI = 1 / Math.sqrt(2 * Math.PI);

  private static final double SQRT_HALF = Math.sqrt(0.5);
  private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

  /// arXiv 1606.08415, section 2.
  private static final double GELU_CUBIC = 0.044715;

  private GradientRules() {}

  /// The gradients of the operands of `n`, null for those that need none.
  static @Nullable Tensor[] of(Node n, Tensor y, Tensor dy) {
    Tensor x = n.operand(0);
    return switch (n.op()) {
      case Op.View view -> MovementGradients.view(view, n, dy);
      case Op.ByRule by -> GradientRule.of(by.rule()).gradients(n, y, dy);
      case Op.Flip(int[] dims) -> n.gradients(() -> dy.flip(dims));
      case Op.Unary(UnaryOp kind) -> n.gradients(() -> unary(kind, x, y, dy));
      case Op.Affine(double mul, double _) -> n.gradients(() -> dy.mul(mul));
      case Op.WholeAffine _ -> n.gradients();
      case Op.Powf(double e) -> n.gradients(() -> powf(e, x, dy));
      case Op.Pow _ -> pow(n, y, dy);
      case Op.Elu(double alpha) -> n.gradients(() -> elu(alpha, x, dy));
      case Op.Binary(BinaryOp kind) -> binary(kind, n, y, dy);
      case Op.Compare _ -> n.gradients();
      case Op.Where _ -> where(n, dy);
      case Op.Reduce(ReduceOp kind, int[] dims) -> n.gradients(() -> reduce(kind, dims, x, y, dy));
      case Op.ArgReduce _ -> n.gradients();
      case Op.Matmul _ -> matmul(n, dy);
      case Op.Linear _ -> linear(n, dy);
      case Op.Cast _ -> n.gradients(() -> dy.toDtype(x.dtype()));
      case Op.Contiguous _ -> n.gradients(() -> dy);
      case Op.Cat(int dim) -> cat(n, dim, dy);
      case Op.PadWithZeros(int dim, int left, int _) ->
          n.gradients(() -> dy.narrow(dim, left, x.dim(dim)));
      case Op.IndexSelect(int dim) -> IndexGradients.indexSelect(n, dim, dy);
      case Op.IndexAdd(int dim) -> IndexGradients.indexAdd(n, dim, dy);
      case Op.Gather(int dim) -> IndexGradients.gather(n, dim, dy);
      case Op.Scatter(int dim) -> IndexGradients.scatter(n, dim, dy);
      case Op.ScatterAdd(int dim) -> IndexGradients.scatterAdd(n, dim, dy);
      case Op.ArgSort _ -> n.gradients();
      case Op.CumSum(int dim, boolean reverse) ->
          n.gradients(() -> Tensor.apply(new Op.CumSum(dim, !reverse), dy));
      case Op.Recurrence recurrence -> ScanGradients.recurrence(recurrence, n, y, dy);
      case Op.Softmax _ -> n.gradients(() -> Tensor.apply(new Op.SoftmaxGrad(), y, dy));
      case Op.SoftmaxGrad _ -> softmaxGrad(n, dy);
      case Op.LogSoftmax _ ->
          n.gradients(() -> dy.sub(y.exp().broadcastMul(dy.sumKeepdim(D.MINUS1))));
      case Op.CrossEntropy _ -> crossEntropy(n, dy);
      case Op.CrossEntropyGrad _ -> throw noSecondOrder(n.op());
      case Op.Sequential sequential -> SequentialGradients.of(sequential, n, y, dy);
      case Op.Windowed windowed -> WindowGradients.of(windowed, n, y, dy);
      case Op.Upsample(var to) -> n.gradients(() -> Tensor.apply(new Op.UpsampleGrad(to), dy));
      case Op.UpsampleGrad(var to) -> n.gradients(() -> Tensor.apply(new Op.Upsample(to), dy));
      case Op.Norm norm -> NormGradients.norm(norm, n, dy);
      case Op.Dropout dropout -> n.gradients(() -> Tensor.apply(dropout, dy));
      case Op.NormGrad _, Op.NormWeightGrad _ -> throw noSecondOrder(n.op());
    };
  }

  private static Tensor unary(UnaryOp kind, Tensor x, Tensor y, Tensor dy) {
    return switch (kind) {
      case EXP -> dy.mul(y);
      case LOG -> dy.div(x);
      case SIN -> dy.mul(x.cos());
      case COS -> dy.mul(x.sin()).neg();
      case TANH -> dy.mul(y.sqr().affine(-1, 1));
      case ERF -> dy.mul(erfSlope(Reduction.wide(x)).toDtype(dy.dtype()));
      case SIGMOID -> dy.mul(y.mul(y.affine(-1, 1)));
      case SILU -> dy.mul(siluSlope(Reduction.wide(x)).toDtype(dy.dtype()));
      case GELU -> dy.mul(geluSlope(Reduction.wide(x)).toDtype(dy.dtype()));
      case GELU_ERF -> dy.mul(geluErfSlope(Reduction.wide(x)).toDtype(dy.dtype()));
      case SQRT -> dy.div(y).mul(0.5);
      case RECIP -> dy.mul(y.sqr()).neg();
      case NEG -> dy.neg();
      case SQR -> dy.mul(x).mul(2);
      // The slope at the kink is 0, as in PyTorch.
      case ABS -> dy.mul(x.sign());
      // sign y is 1 where x > 0 and 0 elsewhere, at the kink too.
      case RELU -> dy.mul(y.sign());
      case SIGN, FLOOR, CEIL, ROUND -> dy.zerosLike();
    };
  }

  /// `2/√π e^(-x²)`, which is 0 beyond 30 in any dtype.
  private static Tensor erfSlope(Tensor x) {
    return x.clamp(-30, 30).sqr().neg().exp().mul(TWO_OVER_SQRT_PI);
  }

  /// `silu' = s + x s (1 - s)` with `s = 1/(1 + e^-x)`; beyond 800 s is 0 or 1 in any dtype.
  private static Tensor siluSlope(Tensor input) {
    Tensor x = input.clamp(-800, 800);
    Tensor s = x.sigmoid();
    return s.add(x.mul(s).mul(s.affine(-1, 1)));
  }

  /// `(1 + t)/2 + x/2 (1 - t²) u'` with `u = √(2/π) (x + 0.044715 x³)`, `t = tanh u`. Beyond 30 t is 1 in any dtype, and x
  /// is taken as 30, so that its powers stay finite.
  private static Tensor geluSlope(Tensor input) {
    Tensor x = input.clamp(-30, 30);
    Tensor t = x.mul(x.sqr().affine(GELU_CUBIC, 1)).mul(SQRT_2_OVER_PI).tanh();
    Tensor du = x.sqr().affine(3 * GELU_CUBIC * SQRT_2_OVER_PI, SQRT_2_OVER_PI);
    return t.affine(0.5, 0.5).add(x.mul(0.5).mul(t.sqr().affine(-1, 1)).mul(du));
  }

  /// `Φ(x) + x φ(x)` with the normal distribution Φ and its density φ; beyond 40 φ is 0 in any dtype.
  private static Tensor geluErfSlope(Tensor input) {
    Tensor x = input.clamp(-40, 40);
    Tensor cdf = x.mul(SQRT_HALF).erf().affine(0.5, 0.5);
    return cdf.add(x.mul(x.sqr().mul(-0.5).exp()).mul(INV_SQRT_2_PI));
  }

  /// `e x^(e-1) dy`; 0 for e = 0, also where x is 0.
  private static Tensor powf(double e, Tensor x, Tensor dy) {
    return e == 0 ? dy.zerosLike() : dy.mul(x.powf(e - 1)).mul(e);
  }

  /// `da = b a^(b-1) dy`, 0 where b is 0; `db = y log a dy`, 0 where a is 0 and b not
  /// negative, as in PyTorch.
  private static @Nullable Tensor[] pow(Node n, Tensor y, Tensor dy) {
    Tensor a = n.operand(0);
    Tensor b = n.operand(1);
    return n.gradients(
        () -> dy.mul(b).mul(a.pow(b.eq(0).whereCond(b.onesLike(), b.sub(1)))),
        () -> {
          Tensor flat = a.eq(0).logicalAnd(b.ge(0));
          return dy.mul(y).mul(flat.whereCond(a.onesLike(), a).log());
        });
  }

  /// `dy` above 0, `alpha e^x dy` elsewhere; the exponential sees only negative numbers, so it cannot overflow.
  private static Tensor elu(double alpha, Tensor x, Tensor dy) {
    return x.gt(0).whereCond(dy, x.minimum(0).exp().mul(alpha).mul(dy));
  }

  private static @Nullable Tensor[] binary(BinaryOp kind, Node n, Tensor y, Tensor dy) {
    Tensor a = n.operand(0);
    Tensor b = n.operand(1);
    return switch (kind) {
      case ADD -> n.gradients(() -> dy, () -> dy);
      case SUB -> n.gradients(() -> dy, dy::neg);
      case MUL -> n.gradients(() -> dy.mul(b), () -> dy.mul(a));
      case DIV -> n.gradients(() -> dy.div(b), () -> dy.mul(y).div(b).neg());
      // Equal operands share the gradient.
      case MAXIMUM, MINIMUM -> n.gradients(() -> chosen(a, b, y, dy), () -> chosen(b, a, y, dy));
    };
  }

  /// `dy` where `a` alone was chosen, half of it where both were, 0 elsewhere.
  private static Tensor chosen(Tensor a, Tensor b, Tensor y, Tensor dy) {
    Tensor tie = a.eq(b).toDtype(dy.dtype()).affine(-0.5, 1);
    return a.eq(y).whereCond(dy.mul(tie), dy.zerosLike());
  }

  private static @Nullable Tensor[] where(Node n, Tensor dy) {
    Tensor condition = n.operand(0);
    return n.gradients(
        dy::zerosLike,
        () -> condition.whereCond(dy, dy.zerosLike()),
        () -> condition.whereCond(dy.zerosLike(), dy));
  }

  private static Tensor reduce(ReduceOp kind, int[] dims, Tensor x, Tensor y, Tensor dy) {
    return switch (kind) {
      case SUM -> dy.broadcastAs(x.shape());
      case PROD -> ScanGradients.product(dims, x, dy);
      case MAX, MIN -> shared(x.broadcastEq(y), dims, dy);
    };
  }

  /// Equal elements share the gradient. They are counted in F32 or F64: F16 counts to 2048, F8E4M3 to 16.
  private static Tensor shared(Tensor chosen, int[] dims, Tensor dy) {
    Tensor wide = Reduction.wide(dy);
    Tensor mask = chosen.toDtype(wide.dtype());
    Tensor count = mask.sumKeepdim(Movement.list(dims));
    return mask.broadcastMul(wide.div(count)).toDtype(dy.dtype());
  }

  /// `y = a b`: `da = dy bᵀ`, `db = aᵀ dy`
  private static @Nullable Tensor[] matmul(Node n, Tensor dy) {
    Tensor a = n.operand(0);
    Tensor b = n.operand(1);
    return n.gradients(() -> dy.matmul(b.t()), () -> a.t().matmul(dy));
  }

  /// `y = x wᵀ + b`: `dx = dy w`, `dw = dyᵀ x`, `db = Σ dy` over the rows
  private static @Nullable Tensor[] linear(Node n, Tensor dy) {
    Tensor x = n.operand(0);
    Tensor w = n.operand(1);
    if (n.operands().length == 2) {
      return n.gradients(() -> dy.matmul(w), () -> dy.t().matmul(x));
    }
    return n.gradients(() -> dy.matmul(w), () -> dy.t().matmul(x), () -> dy.sum(0));
  }

  private static @Nullable Tensor[] cat(Node n, int dim, Tensor dy) {
    @Nullable Tensor[] parts = new @Nullable Tensor[n.operands().length];
    int start = 0;
    for (int i = 0; i < parts.length; i++) {
      int size = n.operand(i).dim(dim);
      parts[i] = n.operand(i).trackOp() ? dy.narrow(dim, start, size) : null;
      start += size;
    }
    return parts;
  }

  /// `z = y (g - s)` with `s = Σ y g` over the last dimension: `dy = dz (g - s) - g Σ y dz`, `dg = y (dz - Σ y dz)`
  private static @Nullable Tensor[] softmaxGrad(Node n, Tensor dz) {
    Tensor y = n.operand(0);
    Tensor g = n.operand(1);
    return n.gradients(
        () -> {
          Tensor s = y.mul(g).sumKeepdim(D.MINUS1);
          Tensor t = y.mul(dz).sumKeepdim(D.MINUS1);
          return dz.mul(g.broadcastSub(s)).sub(g.broadcastMul(t));
        },
        () -> Tensor.apply(new Op.SoftmaxGrad(), y, dz));
  }

  /// `dx = (softmax x - onehot(target)) dy / n`. The saved softmax is a constant, so when the gradient itself is
  /// recorded the softmax is taken again from x.
  private static @Nullable Tensor[] crossEntropy(Node n, Tensor dy) {
    Tensor x = n.operand(0);
    Tensor target = n.operand(1);
    if (!Autograd.isRecording()) {
      Tensor p = n.saved(0).reshape(x.shape());
      return n.gradients(() -> Tensor.apply(new Op.CrossEntropyGrad(), p, target, dy));
    }
    return n.gradients(() -> {
      Tensor ids = target.unsqueeze(1);
      Tensor one = Tensor.ones(ids.shape(), x.dtype(), x.device());
      Tensor onehot = x.zerosLike().scatterAdd(ids, one, 1);
      return Fused.softmax(x, 1).sub(onehot).broadcastMul(dy).mul(1.0 / x.dim(0));
    });
  }

  static CandleException noSecondOrder(Op op) {
    return new CandleException(
        CandleException.Kind.AUTOGRAD, "backward", "backward is not supported for " + op.text());
  }
}
