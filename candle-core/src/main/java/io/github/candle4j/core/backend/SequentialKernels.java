package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.TypedShape;

/// From operations of recurrent layers and of attention to their kernels.
final class SequentialKernels {
  private SequentialKernels() {}

  static CpuStorage compute(Op.Sequential op, TypedShape result, Operand... xs) {
    // The kernels count in ints: a result that does not fit an array is an error here.
    result.shape().arrayLength();
    return switch (op) {
      case Op.LstmCell _, Op.GruCell _ ->
          throw new IllegalStateException(op + " saves more than its result");
      case Op.LstmCellGrad _ -> Cells.lstmGrad(xs[0], xs[1], xs[2], xs[3]);
      case Op.GruCellGrad _ -> Cells.gruGrad(xs[0], xs[1], xs[2], xs[3]);
      case Op.Rope rope -> Rotations.rope(rope, xs[0], xs[1], xs[2]);
      case Op.CausalSoftmax(int queries, int offset) ->
          RowFunctions.causalSoftmax(queries, offset, xs[0]);
    };
  }
}
