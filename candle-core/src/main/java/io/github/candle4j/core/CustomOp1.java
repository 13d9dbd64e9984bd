package io.github.candle4j.core;

import java.util.Optional;

/// An operation of your own on one tensor: a loop over its array and, if gradients are wanted, a derivative.
///
/// {@snippet :
/// record Cube() implements CustomOp1 {
///   public String name() {
///     return "cube";
///   }
///
///   public CpuResult cpuFwd(CpuStorage storage, Layout layout) {
///     float[] x = ((CpuStorage.F32) storage).array();
///     float[] y = new float[layout.shape().arrayLength()];
///     int i = 0;
///     for (StridedIndex at = layout.stridedIndex(); at.hasNext(); i++) {
///       float v = x[at.nextInt()];
///       y[i] = v * v * v;
///     }
///     return new CpuResult(new CpuStorage.F32(y), layout.shape());
///   }
///
///   public Optional<Tensor> bwd(Tensor arg, Tensor res, Tensor gradRes) {
///     return Optional.of(gradRes.mul(arg.sqr()).mul(3));
///   }
/// }
///
/// Tensor y = x.applyOp1(new Cube());
/// }
public interface CustomOp1 {
  /// The name by which errors call the operation.
  String name();

  /// The elements of the result. The array is that of the tensor and must not be changed; the layout says where in it the
  /// elements lie. A tensor may be a view of any strides.
  CpuResult cpuFwd(CpuStorage storage, Layout layout);

  /// The gradient of the argument, of its shape and dtype, or nothing. Written in tensor operations, it can be
  /// differentiated again.
  ///
  /// @param arg the argument
  /// @param res the result
  /// @param gradRes the gradient of the result
  /// @throws CandleException unless it is implemented
  default Optional<Tensor> bwd(Tensor arg, Tensor res, Tensor gradRes) {
    throw CustomOps.backwardNotSupported(name());
  }
}
