package io.github.candle4j.nn;

import io.github.candle4j.core.D;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;

/// The norm of rows, arXiv 1607.06450: `(x - mean) / √(variance + eps) weight + bias`.
record RowNorm(Tensor weight, Tensor bias, double eps) implements Module {
  static RowNorm rowNorm(int size, double eps, VarBuilder vb) {
    return new RowNorm(
        vb.getWithHints(Shape.of(size), "weight", Init.ONE),
        vb.getWithHints(Shape.of(size), "bias", Init.ZERO),
        eps);
  }

  @Override
  public Tensor forward(Tensor xs) {
    Tensor wide = xs.dtype() == DType.F64 ? xs : xs.toDtype(DType.F32);
    Tensor centred = wide.broadcastSub(wide.meanKeepdim(D.MINUS1));
    Tensor deviation = centred.sqr().meanKeepdim(D.MINUS1).add(eps).sqrt();
    Tensor y = centred.broadcastDiv(deviation).toDtype(xs.dtype());
    return y.broadcastMul(weight).broadcastAdd(bias);
  }
}
