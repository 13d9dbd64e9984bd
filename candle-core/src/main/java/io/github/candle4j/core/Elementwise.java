package io.github.candle4j.core;

import io.github.candle4j.core.op.BinaryOp;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.UnaryOp;

/// Operations on each element, and on pairs of elements of two tensors of equal shape.
sealed interface Elementwise permits Tensor {
  /// `e^x`, of each element. Floats only.
  ///
  /// @throws CandleException if the dtype is not accepted
  default Tensor exp() {
    return Tensor.apply(new Op.Unary(UnaryOp.EXP), self());
  }

  /// `ln x`, of each element. -inf at 0, NaN below. Floats only.
  ///
  /// @throws CandleException if the dtype is not accepted
  default Tensor log() {
    return Tensor.apply(new Op.Unary(UnaryOp.LOG), self());
  }

  /// `sin x`, of each element. x in radians. Floats only.
  ///
  /// @throws CandleException if the dtype is not accepted
  default Tensor sin() {
    return Tensor.apply(new Op.Unary(UnaryOp.SIN), self());
  }

  /// `cos x`, of each element. x in radians. Floats only.
  ///
  /// @throws CandleException if the dtype is not accepted
  default Tensor cos() {
    return Tensor.apply(new Op.Unary(UnaryOp.COS), self());
  }

  /// `tanh x`, of each element. Floats only.
  ///
  /// @throws CandleException if the dtype is not accepted
  default Tensor tanh() {
    return Tensor.apply(new Op.Unary(UnaryOp.TANH), self());
  }

  /// `2/√π ∫₀ˣ e^(-t²) dt`, of each element. Floats only.
  ///
  /// @throws CandleException if the dtype is not accepted
  default Tensor erf() {
    return Tensor.apply(new Op.Unary(UnaryOp.ERF), self());
  }

  /// `1 / (1 + e^-x)`, of each element. Floats only.
  ///
  /// @throws CandleException if the dtype is not accepted
  default Tensor sigmoid() {
    return Tensor.apply(new Op.Unary(UnaryOp.SIGMOID), self());
  }

  /// `x / (1 + e^-x)`, of each element. Also called swish; arXiv 1702.03118. Floats only.
  ///
  /// @throws CandleException if the dtype is not accepted
  default Tensor silu() {
    return Tensor.apply(new Op.Unary(UnaryOp.SILU), self());
  }

  /// `x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))`, of each element. The tanh form, arXiv 1606.08415, section 2; [#geluErf] is the exact one. Floats only.
  ///
  /// @throws CandleException if the dtype is not accepted
  default Tensor gelu() {
    return Tensor.apply(new Op.Unary(UnaryOp.GELU), self());
  }

  /// `x/2 (1 + erf(x/√2))`, of each element. arXiv 1606.08415, section 2. Floats only.
  ///
  /// @throws CandleException if the dtype is not accepted
  default Tensor geluErf() {
    return Tensor.apply(new Op.Unary(UnaryOp.GELU_ERF), self());
  }

  /// `√x`, of each element. NaN below 0. Floats only.
  ///
  /// @throws CandleException if the dtype is not accepted
  default Tensor sqrt() {
    return Tensor.apply(new Op.Unary(UnaryOp.SQRT), self());
  }

  /// `1/x`, of each element. Floats only.
  ///
  /// @throws CandleException if the dtype is not accepted
  default Tensor recip() {
    return Tensor.apply(new Op.Unary(UnaryOp.RECIP), self());
  }

  /// `-x`, of each element. Floats and signed integers.
  ///
  /// @throws CandleException if the dtype is not accepted
  default Tensor neg() {
    return Tensor.apply(new Op.Unary(UnaryOp.NEG), self());
  }

  /// `x²`, of each element. All dtypes.
  default Tensor sqr() {
    return Tensor.apply(new Op.Unary(UnaryOp.SQR), self());
  }

  /// `|x|`, of each element. All dtypes; the derivative at 0 is 0.
  default Tensor abs() {
    return Tensor.apply(new Op.Unary(UnaryOp.ABS), self());
  }

  /// `max(x, 0)`, of each element. All dtypes; NaN stays NaN and the derivative at 0 is 0, as in PyTorch.
  default Tensor relu() {
    return Tensor.apply(new Op.Unary(UnaryOp.RELU), self());
  }

  /// The sign: -1, 0 or 1, of each element. All dtypes; NaN stays NaN and -0 stays -0, unlike in PyTorch, where both give 0.
  /// The derivative is 0.
  default Tensor sign() {
    return Tensor.apply(new Op.Unary(UnaryOp.SIGN), self());
  }

  /// The largest integer not above x, of each element. All dtypes; the derivative is 0.
  default Tensor floor() {
    return Tensor.apply(new Op.Unary(UnaryOp.FLOOR), self());
  }

  /// The smallest integer not below x, of each element. All dtypes; the derivative is 0.
  default Tensor ceil() {
    return Tensor.apply(new Op.Unary(UnaryOp.CEIL), self());
  }

  /// The nearest integer, halves away from zero, of each element. All dtypes; the derivative is 0.
  default Tensor round() {
    return Tensor.apply(new Op.Unary(UnaryOp.ROUND), self());
  }

  /// `mul x + add`, of each element. On an integer tensor both must be integers, and all is computed in 64 bits, of which
  /// the dtype keeps the low ones: what does not fit wraps around. This holds for [#add(double)] and its like, too.
  ///
  /// @throws CandleException if the tensor is of integers and a number is not one, or beyond I64
  default Tensor affine(double mul, double add) {
    Tensor x = self();
    if (!x.dtype().isInt()) {
      return Tensor.apply(new Op.Affine(mul, add), x);
    }
    if (mul != Math.rint(mul) || add != Math.rint(add)) {
      throw CandleException.unsupportedDtype(
          "affine",
          x.dtype(),
          mul + " x + " + add + " is not an integer; cast first: x.toDtype(DType.F32)");
    }
    return affine(x.whole("affine", mul), x.whole("affine", add));
  }

  /// [#affine(double, double)] with numbers that are exact for I64, where a double has 53 bits.
  default Tensor affine(long mul, long add) {
    return self().dtype().isInt()
        ? Tensor.apply(new Op.WholeAffine(mul, add), self())
        : affine((double) mul, (double) add);
  }

  /// `x^exponent`, of each element; NaN where x is negative and the exponent no integer. Floats only.
  ///
  /// @throws CandleException if the dtype is not accepted
  default Tensor powf(double exponent) {
    return Tensor.apply(new Op.Powf(exponent), self());
  }

  /// `x` above 0, `alpha (e^x - 1)` elsewhere; arXiv 1511.07289. Floats only.
  ///
  /// @throws CandleException if the dtype is not accepted
  default Tensor elu(double alpha) {
    return Tensor.apply(new Op.Elu(alpha), self());
  }

  /// `min(max(x, min), max)`, of each element; NaN stays NaN. Allocates another tensor of its size.
  ///
  /// @throws CandleException if the tensor is of integers and a bound is not one, or does not fit the dtype
  default Tensor clamp(double min, double max) {
    return maximum(self().scalarLike("clamp", min)).minimum(self().scalarLike("clamp", max));
  }

  /// `min(max(x, min), max)`, of each element. Exact for I64.
  ///
  /// @throws CandleException if the dtype cannot hold a bound
  default Tensor clamp(long min, long max) {
    return maximum(self().scalarLike("clamp", min)).minimum(self().scalarLike("clamp", max));
  }

  /// `min(max(x, min), max)`, of each element; NaN stays NaN. Allocates another tensor of its size.
  ///
  /// @throws CandleException if shapes or dtypes differ
  default Tensor clamp(Tensor min, Tensor max) {
    for (Tensor bound : new Tensor[] {min, max}) {
      if (!self().shape().equals(bound.shape())) {
        throw Origins.placed(
            CandleException.shapeMismatch(
                "clamp",
                self().shape(),
                bound.shape(),
                "clamp wants bounds of the shape of self; broadcastAs repeats sizes of 1"),
            self(),
            bound);
      }
      if (self().dtype() != bound.dtype()) {
        throw Origins.placed(
            CandleException.dtypeMismatch("clamp", self().dtype(), bound.dtype()), self(), bound);
      }
    }
    return maximum(min).minimum(max);
  }

  /// `a + b`, of each pair of elements. Equal shapes only: [Tensor#broadcastAdd] repeats sizes of 1.
  ///
  /// @throws CandleException if shapes or dtypes differ
  default Tensor add(Tensor rhs) {
    return Tensor.apply(new Op.Binary(BinaryOp.ADD), self(), rhs);
  }

  /// `a - b`, of each pair of elements. Equal shapes only: [Tensor#broadcastSub] repeats sizes of 1.
  ///
  /// @throws CandleException if shapes or dtypes differ
  default Tensor sub(Tensor rhs) {
    return Tensor.apply(new Op.Binary(BinaryOp.SUB), self(), rhs);
  }

  /// `a b`, of each pair of elements. Equal shapes only: [Tensor#broadcastMul] repeats sizes of 1.
  ///
  /// @throws CandleException if shapes or dtypes differ
  default Tensor mul(Tensor rhs) {
    return Tensor.apply(new Op.Binary(BinaryOp.MUL), self(), rhs);
  }

  /// `a / b`, of each pair of elements; integers are rounded towards zero. Equal shapes only: [Tensor#broadcastDiv] repeats sizes of 1.
  ///
  /// @throws CandleException if shapes or dtypes differ, or for an integer division by zero
  default Tensor div(Tensor rhs) {
    return Tensor.apply(new Op.Binary(BinaryOp.DIV), self(), rhs);
  }

  /// The larger one of each pair; NaN where either is NaN, equal ones share the gradient. Equal shapes only: [Tensor#broadcastMaximum] repeats sizes of 1.
  ///
  /// @throws CandleException if shapes or dtypes differ
  default Tensor maximum(Tensor rhs) {
    return Tensor.apply(new Op.Binary(BinaryOp.MAXIMUM), self(), rhs);
  }

  /// The smaller one of each pair; NaN where either is NaN, equal ones share the gradient. Equal shapes only: [Tensor#broadcastMinimum] repeats sizes of 1.
  ///
  /// @throws CandleException if shapes or dtypes differ
  default Tensor minimum(Tensor rhs) {
    return Tensor.apply(new Op.Binary(BinaryOp.MINIMUM), self(), rhs);
  }

  /// `x + rhs`, of each element. Integers wrap around: see [#affine(double, double)].
  ///
  /// @throws CandleException if the tensor is of integers and rhs is not one, or beyond I64
  default Tensor add(double rhs) {
    return self().dtype().isInt() ? add(self().whole("add", rhs)) : affine(1, rhs);
  }

  /// `x + rhs`, of each element. Exact for I64.
  default Tensor add(long rhs) {
    return affine(1, rhs);
  }

  /// `x - rhs`, of each element. Integers wrap around: see [#affine(double, double)].
  ///
  /// @throws CandleException if the tensor is of integers and rhs is not one, or beyond I64
  default Tensor sub(double rhs) {
    return self().dtype().isInt() ? sub(self().whole("sub", rhs)) : affine(1, -rhs);
  }

  /// `x - rhs`, of each element. Exact for I64.
  default Tensor sub(long rhs) {
    // The smallest long is its own negative, in a sum of 64 bits as well.
    return self().dtype().isInt() ? affine(1, -rhs) : sub((double) rhs);
  }

  /// `x rhs`, of each element. Integers wrap around: see [#affine(double, double)].
  ///
  /// @throws CandleException if the tensor is of integers and rhs is not one, or beyond I64
  default Tensor mul(double rhs) {
    return self().dtype().isInt() ? mul(self().whole("mul", rhs)) : affine(rhs, 0);
  }

  /// `x rhs`, of each element. Exact for I64.
  default Tensor mul(long rhs) {
    return affine(rhs, 0);
  }

  /// `x / rhs`, of each element; integers are rounded towards zero.
  ///
  /// @throws CandleException if the tensor is of integers and rhs is not one, 0, or does not fit the dtype
  default Tensor div(double rhs) {
    return div(self().scalarLike("div", rhs));
  }

  /// `x / rhs`, of each element; integers are rounded towards zero. Exact for I64.
  ///
  /// @throws CandleException if the tensor is of integers and rhs is 0, or does not fit the dtype
  default Tensor div(long rhs) {
    return div(self().scalarLike("div", rhs));
  }

  /// The larger one of each element and `rhs`.
  ///
  /// @throws CandleException if the tensor is of integers and rhs is not one, or does not fit the dtype
  default Tensor maximum(double rhs) {
    return maximum(self().scalarLike("maximum", rhs));
  }

  /// The larger one of each element and `rhs`. Exact for I64.
  ///
  /// @throws CandleException if the dtype cannot hold rhs
  default Tensor maximum(long rhs) {
    return maximum(self().scalarLike("maximum", rhs));
  }

  /// The smaller one of each element and `rhs`.
  ///
  /// @throws CandleException if the tensor is of integers and rhs is not one, or does not fit the dtype
  default Tensor minimum(double rhs) {
    return minimum(self().scalarLike("minimum", rhs));
  }

  /// The smaller one of each element and `rhs`. Exact for I64.
  ///
  /// @throws CandleException if the dtype cannot hold rhs
  default Tensor minimum(long rhs) {
    return minimum(self().scalarLike("minimum", rhs));
  }

  /// `a^b`, of each pair of elements; NaN where a is negative and b not a whole number. Equal shapes only, floats only.
  ///
  /// @throws CandleException if shapes or dtypes differ or the dtype is not accepted
  default Tensor pow(Tensor rhs) {
    return Tensor.apply(new Op.Pow(), self(), rhs);
  }

  /// Rounded to so many decimals, halves away from zero: `round(x 10^decimals) / 10^decimals`; with negative ones to
  /// tens, hundreds, ... The derivative is 0. Floats only; computed in F64 and rounded to the dtype once. A number that
  /// has no digits there stays what it is. Allocates six tensors of F64.
  ///
  /// @throws CandleException if the dtype is not accepted
  default Tensor roundTo(int decimals) {
    if (self().dtype().isInt()) {
      throw CandleException.unsupportedDtype(
          "round_to", self().dtype(), "cast first: x.toDtype(DType.F32).roundTo(" + decimals + ")");
    }
    Tensor x = CustomOps.onGradient(self(), Tensor::zerosLike);
    double unit = Math.pow(10, Math.abs((double) decimals));
    if (decimals > 0 && Double.isInfinite(unit)) {
      return x;
    }
    Tensor wide = x.toDtype(DType.F64);
    // What overflows here has no digits there.
    Tensor scaled = Watch.meant(() -> decimals < 0 ? wide.div(unit) : wide.mul(unit));
    Tensor whole = scaled.round();
    // 0 times an infinite unit would be NaN.
    Tensor rounded = decimals < 0 ? whole.mul(Math.min(unit, Double.MAX_VALUE)) : whole.div(unit);
    return scaled.abs().lt(0x1p52).whereCond(rounded, wide).toDtype(x.dtype());
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
