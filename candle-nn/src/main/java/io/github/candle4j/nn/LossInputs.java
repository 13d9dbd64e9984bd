package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;

/// What every loss does with what it is given.
final class LossInputs {
  private LossInputs() {}

  /// Floats as they are computed with: F32 for those that are smaller.
  ///
  /// @throws CandleException for integers
  static Tensor wide(String operation, Tensor x) {
    if (!x.dtype().isFloat()) {
      throw CandleException.unsupportedDtype(
          operation, x.dtype(), "losses are of floats: x.toDtype(DType.F32)");
    }
    return x.dtype() == DType.F64 ? x : x.toDtype(DType.F32);
  }

  /// Two tensors that are compared element by element.
  ///
  /// @throws CandleException if shapes or dtypes differ
  static void same(String operation, Tensor inp, Tensor target, String hint) {
    if (!inp.shape().equals(target.shape())) {
      throw CandleException.shapeMismatch(operation, inp.shape(), target.shape(), hint);
    }
    if (inp.dtype() != target.dtype()) {
      throw CandleException.dtypeMismatch(operation, inp.dtype(), target.dtype());
    }
  }

  /// The weights of classes as numbers.
  ///
  /// @throws CandleException unless there is one for each class, a float of 0 or more
  static double[] classWeights(String operation, Tensor weight, int classes) {
    if (!weight.shape().equals(Shape.of(classes))) {
      throw CandleException.shapeMismatch(
          operation, Shape.of(classes), weight.shape(), "the weights are one number a class");
    }
    double[] numbers = wide(operation, weight).detach().toDtype(DType.F64).toVec1F64();
    for (double w : numbers) {
      Checks.check(
          w >= 0 && Double.isFinite(w), operation, "a weight must be 0 or more and finite", w);
    }
    return numbers;
  }
}
