package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.op.Frame;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.TypedShape;

/// From operations over windows to their kernels.
final class Windows {
  private Windows() {}

  static CpuStorage compute(Op.Windowed op, TypedShape result, Operand... xs) {
    // The plans count in ints: a result that does not fit an array is an error here.
    result.shape().arrayLength();
    return switch (op) {
      case Op.Conv2d(Frame f, int groups) -> Convolutions.forward(f, groups, xs[0], xs[1]);
      case Op.Conv2dInputGrad(Frame f, int groups) ->
          Convolutions.inputGrad(f, groups, xs[0], xs[1]);
      case Op.Conv2dWeightGrad(Frame f, int groups) ->
          Convolutions.weightGrad(f, groups, xs[0], xs[1]);
      case Op.MaxPool2d(Frame f) -> MaxPools.largest(f, xs[0]);
      case Op.MaxPoolPositions(Frame f) -> MaxPools.positions(f, xs[0], xs[1]);
      case Op.MaxPoolScatter(Frame f) -> MaxPools.scatter(f, xs[0], xs[1]);
      case Op.MaxPoolGather(Frame f) -> MaxPools.gather(f, xs[0], xs[1]);
      case Op.AvgPool2d(Frame f, boolean padded) -> AvgPools.forward(f, padded, xs[0]);
      case Op.AvgPool2dGrad(Frame f, boolean padded) -> AvgPools.backward(f, padded, xs[0]);
    };
  }
}
