package io.github.candle4j.core;

import java.util.Optional;

/// An operation of your own on two tensors; see [CustomOp1].
public interface CustomOp2 {
  /// The gradients of the arguments, each of the shape and dtype of its argument, or nothing.
  ///
  /// @param arg1 that of the first argument
  /// @param arg2 that of the second argument
  record Gradients(Optional<Tensor> arg1, Optional<Tensor> arg2) {
    /// Gradients of both arguments.
    public Gradients(Tensor arg1, Tensor arg2) {
      this(Optional.of(arg1), Optional.of(arg2));
    }
  }

  /// The name by which errors call the operation.
  String name();

  /// The elements of the result. The arrays are those of the tensors and must not be changed.
  CpuResult cpuFwd(CpuStorage storage1, Layout layout1, CpuStorage storage2, Layout layout2);

  /// The gradients of the arguments.
  ///
  /// @param res the result
  /// @param gradRes the gradient of the result
  /// @throws CandleException unless it is implemented
  default Gradients bwd(Tensor arg1, Tensor arg2, Tensor res, Tensor gradRes) {
    throw CustomOps.backwardNotSupported(name());
  }
}
